// Nesterov's accelerated gradient. Y. Nesterov, A method for solving the convex programming problem
// with convergence rate O(1/k^2), 1983; with a constant momentum: I. Sutskever, J. Martens, G. Dahl
// and G. Hinton, On the importance of initialization and momentum in deep learning, 2013, equations
// 3 and 4:
//
//   v <- momentum v - learning_rate g(y + momentum v);   y <- y + v
//
// Written for the point where the gradient is taken, x = y + momentum v (Y. Bengio, N.
// Boulanger-Lewandowski and R. Pascanu, Advances in optimizing recurrent networks, 2013):
//
//   v <- momentum v - learning_rate g(x)
//   x <- x + momentum v - learning_rate g(x)
//
// State: v, n numbers.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct NesterovOptions : FirstOrderOptions {
  double momentum = 0.9;
};

template <typename Scalar>
class Nesterov final : public FirstOrder<Scalar> {
 public:
  explicit Nesterov(const NesterovOptions& options)
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
          x += mu * v - lr * g;
        },
        gradient, velocity_, x);
  }

  const NesterovOptions& options_;
  Vector<Scalar> velocity_;
};

}  // namespace

void add_nesterov(Registry& registry) {
  add_optimizer<Nesterov, float, double, Lanes>(
      registry,
      {.info = {.name = "nesterov",
                .summary = "momentum whose gradient is taken where the velocity leads",
                .formula = "v <- momentum v - learning_rate g(x)\n"
                           "x <- x + momentum v - learning_rate g(x)",
                .source = "Y. Nesterov, A method for solving the convex programming problem with "
                          "convergence rate O(1/k^2), 1983; I. Sutskever, J. Martens, G. Dahl and "
                          "G. Hinton, On the importance of initialization and momentum in deep "
                          "learning, 2013, equations 3 and 4",
                .family = "first_order",
                .deviations =
                    "X, the point with the look-ahead, is the one that is reported, so that "
                    "the loss of a trace is the loss whose gradient was taken; y = x - "
                    "momentum v. The two forms are the same sequence while `momentum` stays "
                    "as it is."}},
      first_order_options<NesterovOptions>(
          {{"momentum", &NesterovOptions::momentum, from_up_to(0, 1), linear_search(0, 0.99),
            "share of the velocity that a step keeps"}}));
}

}  // namespace descend
