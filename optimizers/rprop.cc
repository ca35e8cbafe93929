// Rprop. M. Riedmiller and H. Braun, A direct adaptive method for faster backpropagation learning:
// the RPROP algorithm, 1993; in the variant iRprop- of C. Igel and M. Huesken, Improving the Rprop
// learning algorithm, 2000, algorithm 4:
//
//   s <- eta_plus s     where g has the sign that it had at the step before
//   s <- eta_minus s    where it has the other; g <- 0 there
//   s <- min(max(s, step_min), step_max)
//   x <- x - sign(g) s
//   p <- g,   s = learning_rate and p = 0 before the first step
//
// State: s and p, 2 n numbers.
// The learning rate is the length of the first step and nothing else: a schedule changes nothing
// after it. Only signs matter, so that the rule wants full batches. Deviations: signs are compared
// rather than the product g p, which may underflow.

#include "descend/first_order.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct RpropOptions : FirstOrderOptions {
  RpropOptions() { learning_rate = 0.01; }

  double eta_minus = 0.5;
  double eta_plus = 1.2;
  double step_min = 1e-6;
  double step_max = 50.0;
};

template <typename Scalar>
class Rprop final : public FirstOrder<Scalar> {
 public:
  explicit Rprop(const RpropOptions& options) : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("step_size", size_);
    visit("previous_gradient", previous_);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar eta_minus(options_.eta_minus), eta_plus(options_.eta_plus);
    const Scalar low(options_.step_min), high(options_.step_max);
    const Scalar zero(0.0), one(1.0);
    if (step.number == 1) size_.setConstant(Scalar(step.learning_rate));
    elementwise(
        [=](auto g, auto& s, auto& p, auto& x) {
          const auto same = ((g > zero) & (p > zero)) | ((g < zero) & (p < zero));
          const auto other = ((g > zero) & (p < zero)) | ((g < zero) & (p > zero));
          const Scalar size =
              min(max(s * select(same, eta_plus, select(other, eta_minus, one)), low), high);
          const Scalar kept = select(other, zero, g);
          s = size;
          p = kept;
          // Zero and NaN have themselves for a sign.
          x -= select(kept > zero, size, select(kept < zero, -size, kept));
        },
        gradient, size_, previous_, x);
  }

  const RpropOptions& options_;
  Vector<Scalar> size_;
  Vector<Scalar> previous_;
};

}  // namespace

void add_rprop(Registry& registry) {
  using Options = RpropOptions;
  add_optimizer<Rprop, float, double, Lanes>(
      registry,
      {.info =
           {.name = "rprop",
            .summary = "steps by the signs of the gradient alone, longer while they stay",
            .formula =
                "s <- eta_plus s    where g has the sign that it had at the step before\n"
                "s <- eta_minus s   where it has the other; g <- 0 there\n"
                "s <- min(max(s, step_min), step_max),   s = learning_rate before the first step\n"
                "x <- x - sign(g) s",
            .source = "M. Riedmiller and H. Braun, A direct adaptive method for faster "
                      "backpropagation learning: the RPROP algorithm, 1993; C. Igel and M. "
                      "Huesken, Improving the Rprop learning algorithm, 2000, algorithm 4",
            .family = "adaptive"},
       .takes_rate = false},
      first_order_options<Options>(
          {{"eta_minus", &Options::eta_minus, Range{0, 1, true, true}, linear_search(0.3, 0.8),
            "what a step shrinks by when its sign turns"},
           {"eta_plus", &Options::eta_plus, Range{1, kInfinity, true, true},
            linear_search(1.05, 1.5), "what a step grows by while its sign stays"},
           {"step_min", &Options::step_min, non_negative(), "shortest step"},
           {"step_max", &Options::step_max, positive(), "longest step"}},
          log_search(1e-5, 1.0))
          .with(at_most("step_min", "step_max", "a step is held between them")));
}

}  // namespace descend
