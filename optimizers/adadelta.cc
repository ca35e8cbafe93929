// Adadelta. M. D. Zeiler, ADADELTA: an adaptive learning rate method, 2012, algorithm 1:
//
//   c <- rho c + (1 - rho) g^2
//   d <- sqrt(u + epsilon) / sqrt(c + epsilon) g
//   u <- rho u + (1 - rho) d^2
//   x <- x - learning_rate d
//
// State: c and u, 2 n numbers.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct AdadeltaOptions : FirstOrderOptions {
  double rho = 0.9;
  double epsilon = 1e-6;
};

template <typename Scalar>
class Adadelta final : public FirstOrder<Scalar> {
 public:
  explicit Adadelta(const AdadeltaOptions& options)
      : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean_of_squares", mean_of_squares_);
    visit("mean_of_squared_steps", mean_of_squared_steps_);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar rho(options_.rho), rest(1 - options_.rho), epsilon(options_.epsilon);
    const Scalar lr(step.learning_rate);
    elementwise(
        [=](auto g, auto& c, auto& u, auto& x) {
          c = rho * c + rest * (g * g);
          const Scalar d = sqrt(u + epsilon) / sqrt(c + epsilon) * g;
          u = rho * u + rest * (d * d);
          x -= lr * d;
        },
        gradient, mean_of_squares_, mean_of_squared_steps_, x);
  }

  const AdadeltaOptions& options_;
  Vector<Scalar> mean_of_squares_;
  Vector<Scalar> mean_of_squared_steps_;
};

}  // namespace

void add_adadelta(Registry& registry) {
  using Options = AdadeltaOptions;
  add_optimizer<Adadelta, float, double, Lanes>(
      registry,
      {.info = {.name = "adadelta",
                .summary = "steps as long as the steps before it, in the units of x",
                .formula = "c <- rho c + (1 - rho) g^2\n"
                           "d <- sqrt(u + epsilon) / sqrt(c + epsilon) g\n"
                           "u <- rho u + (1 - rho) d^2\n"
                           "x <- x - learning_rate d",
                .source =
                    "M. D. Zeiler, ADADELTA: an adaptive learning rate method, 2012, algorithm 1",
                .family = "adaptive",
                .deviations = "The paper has no learning rate; at its default of 1 this is the "
                              "paper's rule."}},
      first_order_options<Options>(
          {{"rho", &Options::rho, from_up_to(0, 1), linear_search(0.8, 0.999),
            "share of the means of squares that a step keeps"},
           {"epsilon", &Options::epsilon, non_negative(), log_search(1e-9, 1e-3),
            "squared length of the first steps"}}));
}

}  // namespace descend
