// Lookahead. M. Zhang, J. Lucas, G. Hinton and J. Ba, Lookahead Optimizer: k steps forward, 1 step
// back, 2019, algorithm 1:
//
//   x <- what `base` makes of x
//   every k steps:  slow <- (1 - alpha) slow + alpha x;   x <- slow
//
// State: slow, n numbers, and the base's. The base's own state lives on through the k-th step, as
// the paper has it by default.
// Deviations from the paper: as `show` prints them, below.

#include "descend/numerics/elementwise.h"
#include "optimizers/all.h"
#include "optimizers/base_rule.h"

namespace descend {
namespace {

struct LookaheadOptions {
  Settings base{"momentum", {}};
  std::int64_t k = 5;
  double alpha = 0.8;
};

template <typename Scalar>
class Lookahead final : public Optimizer<Scalar> {
 public:
  Lookahead(const LookaheadOptions& options, const Registry& registry)
      : options_(options), base_(make_base<Scalar>("lookahead", options.base, registry)) {}

  void start(const Layout& layout, ConstVectorRef<Scalar> x0, const RunInfo& run) override {
    base_.object->start(layout, x0, run);
    slow_ = x0;
    fast_steps_ = 0;
  }

  StepStatus step(Oracle<Scalar>& oracle, VectorRef<Scalar> x) override {
    const StepStatus status = base_.object->step(oracle, x);
    if (status.code != StepStatus::ok || ++fast_steps_ < options_.k) return status;
    fast_steps_ = 0;
    const Scalar alpha(options_.alpha), rest(1 - options_.alpha);
    elementwise(
        [=](auto& slow, auto& x) {
          slow = rest * slow + alpha * x;
          x = slow;
        },
        slow_, x);
    return status;
  }

  void state(StateVisitor& visit) override {
    visit("slow", slow_);
    visit("fast_steps", fast_steps_);
    visit.keep("base", *base_.object);
  }

  Real<Scalar> learning_rate() const override { return base_.object->learning_rate(); }

  bool uses_seed() const override { return base_.object->uses_seed(); }

  bool change_inner(std::string_view option, const Value& value) override {
    return change_base(base_, option, value);
  }

 private:
  const LookaheadOptions& options_;
  Made<Optimizer<Scalar>> base_;
  Vector<Scalar> slow_;
  Index fast_steps_ = 0;
};

}  // namespace

void add_lookahead(Registry& registry) {
  add_optimizer<Lookahead, float, double>(
      registry,
      {.info = {.name = "lookahead",
                .summary = "any rule, called back towards where it was every few steps",
                .formula = "x <- what `base` makes of x\n"
                           "every k steps: slow <- (1 - alpha) slow + alpha x;   x <- slow",
                .source = "M. Zhang, J. Lucas, G. Hinton and J. Ba, Lookahead Optimizer: k steps "
                          "forward, 1 step back, 2019, algorithm 1",
                .family = "wrapper",
                .deviations =
                    "Between two synchronisations the point that is reported is the fast "
                    "one, as in the authors' code; at each k-th step it is the slow one, of "
                    "which the paper's theorems speak."}},
      OptionTable<LookaheadOptions>{
          {"base", &LookaheadOptions::base, Kind::optimizer, "the rule that moves x"},
          {"k", &LookaheadOptions::k, between(1, 1e6), linear_search(5, 20),
           "steps of the base between two synchronisations"},
          {"alpha",
           &LookaheadOptions::alpha,
           {0, 1, true, false},
           linear_search(0.2, 1),
           "share of the way that the slow point follows"}});
}

}  // namespace descend
