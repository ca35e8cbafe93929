// Momentum as PyTorch's SGD writes it. After B. T. Polyak, Some methods of speeding up the
// convergence of iteration methods, 1964; PyTorch 1.13, torch.optim.SGD.
//
//   b <- momentum b + (1 - dampening) g,   the first b being g
//   x <- x - learning_rate b
//
// State: b, n numbers. The rate stands outside the velocity, so that a change of rate reaches the
// whole velocity at once. With a constant rate and no dampening b = -v / learning_rate of
// `momentum`, and the two take the same steps; once a schedule changes the rate they are different
// rules.

#include "descend/first_order.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct PytorchMomentumOptions : FirstOrderOptions {
  double momentum = 0.9;
  double dampening = 0.0;
};

template <typename Scalar>
class PytorchMomentum final : public FirstOrder<Scalar> {
 public:
  explicit PytorchMomentum(const PytorchMomentumOptions& options)
      : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override { visit("velocity", velocity_); }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar mu(options_.momentum), lr(step.learning_rate);
    const Scalar share(step.number == 1 ? 1.0 : 1.0 - options_.dampening);
    elementwise(
        [=](auto g, auto& b, auto& x) {
          b = mu * b + share * g;
          x -= lr * b;
        },
        gradient, velocity_, x);
  }

  const PytorchMomentumOptions& options_;
  Vector<Scalar> velocity_;
};

}  // namespace

void add_pytorch_momentum(Registry& registry) {
  using Options = PytorchMomentumOptions;
  add_optimizer<PytorchMomentum, float, double, Lanes>(
      registry,
      {.info = {.name = "pytorch_momentum",
                .summary = "momentum with the rate outside the velocity, as in PyTorch",
                .formula = "b <- momentum b + (1 - dampening) g,   the first b being g\n"
                           "x <- x - learning_rate b",
                .source = "B. T. Polyak, Some methods of speeding up the convergence of iteration "
                          "methods, 1964; PyTorch 1.13, torch.optim.SGD",
                .family = "first_order"}},
      first_order_options<Options>(
          {{"momentum", &Options::momentum, from_up_to(0, 1), linear_search(0, 0.99),
            "share of the velocity that a step keeps"},
           {"dampening", &Options::dampening, between(0, 1),
            "share of the gradient that does not enter the velocity"}}));
}

}  // namespace descend
