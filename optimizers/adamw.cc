// AdamW. I. Loshchilov and F. Hutter, Decoupled weight decay regularization, 2019, algorithm 2:
//
//   x <- x - learning_rate weight_decay x
//   m <- beta1 m + (1 - beta1) g;     m' = m / (1 - beta1^t)
//   c <- beta2 c + (1 - beta2) g^2;   c' = c / (1 - beta2^t),   t = 1 at the first step
//   x <- x + (-learning_rate m') / (sqrt(c') + epsilon)
//
// State: m and c, 2 n numbers.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/elementary.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct AdamwOptions : FirstOrderOptions {
  AdamwOptions() {
    learning_rate = 1e-3;
    weight_decay = 0.01;
  }

  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

template <typename Scalar>
class Adamw final : public FirstOrder<Scalar> {
 public:
  explicit Adamw(const AdamwOptions& options)
      : FirstOrder<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean", mean_);
    visit("mean_of_squares", mean_of_squares_);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar beta1(options_.beta1), rest1(1 - options_.beta1);
    const Scalar beta2(options_.beta2), rest2(1 - options_.beta2), epsilon(options_.epsilon);
    const double t = static_cast<double>(step.number);
    const Scalar correction1(1 - pow(options_.beta1, t)), correction2(1 - pow(options_.beta2, t));
    const Scalar lr(step.learning_rate), kept(1 - step.learning_rate * options_.weight_decay);
    elementwise(
        [=](auto g, auto& m, auto& c, auto& x) {
          m = beta1 * m + rest1 * g;
          c = beta2 * c + rest2 * (g * g);
          x = kept * x + (-lr * (m / correction1)) / (sqrt(c / correction2) + epsilon);
        },
        gradient, mean_, mean_of_squares_, x);
  }

  const AdamwOptions& options_;
  Vector<Scalar> mean_;
  Vector<Scalar> mean_of_squares_;
};

}  // namespace

void add_adamw(Registry& registry) {
  using Options = AdamwOptions;
  add_optimizer<Adamw, float, double, Lanes>(
      registry,
      {.info = {.name = "adamw",
                .summary = "Adam with weight decay apart from the gradient",
                .formula = "x <- x - learning_rate weight_decay x\n"
                           "m <- beta1 m + (1 - beta1) g;     m' = m / (1 - beta1^t)\n"
                           "c <- beta2 c + (1 - beta2) g^2;   c' = c / (1 - beta2^t),   t = 1 at "
                           "the first step\n"
                           "x <- x - learning_rate m' / (sqrt(c') + epsilon)",
                .source = "I. Loshchilov and F. Hutter, Decoupled weight decay regularization, "
                          "2019, algorithm 2",
                .family = "adaptive",
                .deviations =
                    "In the paper the schedule scales the decay but the learning rate does "
                    "not; here, as in PyTorch, both do: the paper's lambda is learning_rate "
                    "weight_decay."}},
      first_order_options<Options>(
          {{"beta1", &Options::beta1, from_up_to(0, 1), linear_search(0.5, 0.99),
            "share of the mean of gradients that a step keeps"},
           {"beta2", &Options::beta2, from_up_to(0, 1), linear_search(0.9, 0.9999),
            "share of the mean of squares that a step keeps"},
           {"epsilon", &Options::epsilon, non_negative(), "keeps the divisor from zero"}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
