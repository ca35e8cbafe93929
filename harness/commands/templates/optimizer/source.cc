// @NAME@: descent along a mean of the gradients. Put your own rule in its place: here, in `update`,
// and in `formula` below.
//
//   v <- memory v + (1 - memory) g
//   x <- x - learning_rate v
//
// g is the gradient at x. State: v, n numbers.

#include "descend/first_order.h"
#include "descend/plugin.h"

namespace {

using namespace descend;

// Learning rate, weight decay and clipping come from FirstOrderOptions.
struct Options : FirstOrderOptions {
  Options() { learning_rate = 0.1; }
  double memory = 0.5;
};

template <typename Scalar>
class Rule final : public FirstOrder<Scalar> {
 public:
  explicit Rule(const Options& options) : FirstOrder<Scalar>(options), options_(options) {}

  // True for a rule that draws random numbers, from RunInfo::seed.
  bool uses_seed() const override { return false; }

 private:
  // Names each piece of state once: it is sized like x, zeroed before a run, saved and restored.
  void rule_state(StateVisitor& visit) override { visit("mean", mean_); }

  // step.number counts from 1 (schedules and --change count updates from 0).
  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar memory(options_.memory), fresh(1 - options_.memory), rate(step.learning_rate);
    elementwise(
        [=](auto g, auto& v, auto& x) {
          v = memory * v + fresh * g;
          x -= rate * v;
        },
        gradient, mean_, x);
  }

  const Options& options_;  // read at every step: they may change in mid-run
  Vector<Scalar> mean_;
};

void add_everything(Registry& registry) {
  add_optimizer<Rule, float, double>(
      registry,
      {.info = {.name = "@NAME@",
                .summary = "descent along a mean of the gradients",
                .formula = "v <- memory v + (1 - memory) g\nx <- x - learning_rate v",
                .source = "mine",
                .family = "mine"}},
      first_order_options<Options>({
          // name, member, what is allowed, where a tuner looks, meaning
          {"memory", &Options::memory, from_up_to(0, 1), linear_search(0, 0.95),
           "share of the mean that a step keeps"},
      }));
}

}  // namespace

DESCEND_PLUGIN("@NAME@", "0.1", add_everything)
