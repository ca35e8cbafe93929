// Lion. X. Chen, C. Liang, D. Huang, E. Real, K. Wang, Y. Liu, H. Pham, X. Dong, T. Luong, C.-J.
// Hsieh, Y. Lu and Q. V. Le, Symbolic discovery of optimization algorithms, 2023, algorithm 2:
//
//   u = sign(beta1 m + (1 - beta1) g)
//   x <- x - learning_rate (u + weight_decay x)
//   m <- beta2 m + (1 - beta2) g
//
// State: m, n numbers. Deviations: none; weight_decay is the paper's lambda, apart from the
// gradient.

#include "descend/first_order.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct LionOptions : FirstOrderOptions {
  LionOptions() { learning_rate = 1e-4; }

  double beta1 = 0.9;
  double beta2 = 0.99;
};

template <typename Scalar>
class Lion final : public FirstOrder<Scalar> {
 public:
  explicit Lion(const LionOptions& options)
      : FirstOrder<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override { visit("mean", mean_); }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar beta1(options_.beta1), rest1(1 - options_.beta1);
    const Scalar beta2(options_.beta2), rest2(1 - options_.beta2);
    const Scalar lr(step.learning_rate), decay(options_.weight_decay);
    const Scalar zero(0.0), one(1.0);
    elementwise(
        [=](auto g, auto& m, auto& x) {
          const Scalar u = beta1 * m + rest1 * g;
          const Scalar sign = select(u > zero, one, select(u < zero, -one, u));
          x -= lr * (sign + decay * x);
          m = beta2 * m + rest2 * g;
        },
        gradient, mean_, x);
  }

  const LionOptions& options_;
  Vector<Scalar> mean_;
};

}  // namespace

void add_lion(Registry& registry) {
  using Options = LionOptions;
  add_optimizer<Lion, float, double, Lanes>(
      registry,
      {.info = {.name = "lion",
                .summary = "the sign of an interpolated mean gradient",
                .formula = "u = sign(beta1 m + (1 - beta1) g)\n"
                           "x <- x - learning_rate (u + weight_decay x)\n"
                           "m <- beta2 m + (1 - beta2) g",
                .source = "X. Chen, C. Liang, D. Huang, E. Real, K. Wang, Y. Liu, H. Pham, X. "
                          "Dong, T. Luong, C.-J. Hsieh, Y. Lu and Q. V. Le, Symbolic discovery of "
                          "optimization algorithms, 2023, algorithm 2",
                .family = "adaptive"}},
      first_order_options<Options>(
          {{"beta1", &Options::beta1, from_up_to(0, 1), linear_search(0.5, 0.99),
            "share of the mean in the direction of a step"},
           {"beta2", &Options::beta2, from_up_to(0, 1), linear_search(0.9, 0.999),
            "share of the mean that a step keeps"}},
          log_search(1e-6, 0.1)));
}

}  // namespace descend
