// Momentum ("heavy ball"). B. T. Polyak, Some methods of speeding up the convergence of iteration
// methods, 1964, equation 9; in the form of the article "Optimizers":
//
//   v <- momentum v - learning_rate g
//   x <- x + v
//
// State: v, n numbers. The rate stands inside the velocity, so that a change of rate reaches the
// velocity only step by step: `pytorch_momentum` is another rule.

#include "descend/first_order.h"
#include "descend/registry.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct MomentumOptions : FirstOrderOptions {
  double momentum = 0.9;
};

template <typename Scalar>
class Momentum final : public FirstOrder<Scalar> {
 public:
  explicit Momentum(const MomentumOptions& options)
      : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override { visit("velocity", velocity_); }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar mu(options_.momentum), lr(step.learning_rate);
    elementwise(
        [=](auto g, auto& v, auto& x) {
          v = mu * v - lr * g;
          x += v;
        },
        gradient, velocity_, x);
  }

  const MomentumOptions& options_;
  Vector<Scalar> velocity_;
};

}  // namespace

void add_momentum(Registry& registry) {
  add_optimizer<Momentum, float, double, Lanes>(
      registry,
      {.info = {.name = "momentum",
                .summary = "gradient descent with a velocity that remembers past gradients",
                .formula = "v <- momentum v - learning_rate g\nx <- x + v",
                .source = "B. T. Polyak, Some methods of speeding up the convergence of iteration "
                          "methods, 1964",
                .family = "first_order"}},
      first_order_options<MomentumOptions>(
          {{"momentum", &MomentumOptions::momentum, from_up_to(0, 1), linear_search(0, 0.99),
            "share of the velocity that a step keeps"}}));
}

}  // namespace descend
