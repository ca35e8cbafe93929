// RAdam. L. Liu, H. Jiang, P. He, W. Chen, X. Liu, J. Gao and J. Han, On the variance of the
// adaptive learning rate and beyond, 2020, algorithm 2:
//
//   m <- beta1 m + (1 - beta1) g;     m' = m / (1 - beta1^t)
//   c <- beta2 c + (1 - beta2) g^2,   t = 1 at the first step
//   rho = 2 / (1 - beta2) - 1;        rho_t = rho - 2 t beta2^t / (1 - beta2^t)
//   rho_t > 5:   r = sqrt((rho_t - 4) (rho_t - 2) rho / ((rho - 4) (rho - 2) rho_t))
//                x <- x - learning_rate r m' sqrt(1 - beta2^t) / (sqrt(c) + epsilon)
//   otherwise:   x <- x - learning_rate m'
//
// State: m and c, 2 n numbers.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/elementary.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct RadamOptions : FirstOrderOptions {
  RadamOptions() { learning_rate = 1e-3; }

  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

template <typename Scalar>
class Radam final : public FirstOrder<Scalar> {
 public:
  explicit Radam(const RadamOptions& options) : FirstOrder<Scalar>(options), options_(options) {}

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
    const double power2 = pow(options_.beta2, t);
    const Real<Scalar> rate = step.learning_rate / (1 - pow(options_.beta1, t));
    const double rho = 2 / (1 - options_.beta2) - 1;
    const double rho_t = rho - 2 * t * power2 / (1 - power2);
    if (rho_t > 5) {
      const double rectification =
          sqrt((rho_t - 4) * (rho_t - 2) * rho / ((rho - 4) * (rho - 2) * rho_t));
      const Scalar lr(rate * rectification * sqrt(1 - power2));
      elementwise(
          [=](auto g, auto& m, auto& c, auto& x) {
            m = beta1 * m + rest1 * g;
            c = beta2 * c + rest2 * (g * g);
            x -= lr * (m / (sqrt(c) + epsilon));
          },
          gradient, mean_, mean_of_squares_, x);
    } else {
      const Scalar lr(rate);
      elementwise(
          [=](auto g, auto& m, auto& c, auto& x) {
            m = beta1 * m + rest1 * g;
            c = beta2 * c + rest2 * (g * g);
            x -= lr * m;
          },
          gradient, mean_, mean_of_squares_, x);
    }
  }

  const RadamOptions& options_;
  Vector<Scalar> mean_;
  Vector<Scalar> mean_of_squares_;
};

}  // namespace

void add_radam(Registry& registry) {
  using Options = RadamOptions;
  add_optimizer<Radam, float, double, Lanes>(
      registry,
      {.info =
           {.name = "radam",
            .summary = "Adam that adapts only once its mean of squares can be trusted",
            .formula =
                "m <- beta1 m + (1 - beta1) g;     m' = m / (1 - beta1^t)\n"
                "c <- beta2 c + (1 - beta2) g^2,   t = 1 at the first step\n"
                "rho = 2 / (1 - beta2) - 1;        rho_t = rho - 2 t beta2^t / (1 - beta2^t)\n"
                "rho_t > 5:   r = sqrt((rho_t - 4) (rho_t - 2) rho / ((rho - 4) (rho - 2) rho_t))\n"
                "             x <- x - learning_rate r m' sqrt(1 - beta2^t) / (sqrt(c) + epsilon)\n"
                "otherwise:   x <- x - learning_rate m'",
            .source = "L. Liu, H. Jiang, P. He, W. Chen, X. Liu, J. Gao and J. Han, On the "
                      "variance of the adaptive learning rate and beyond, 2020, algorithm 2",
            .family = "adaptive",
            .deviations = "The paper's threshold is 4 and it has no epsilon; both are as in the "
                          "authors' program and PyTorch."}},
      first_order_options<Options>(
          {{"beta1", &Options::beta1, from_up_to(0, 1), linear_search(0.5, 0.99),
            "share of the mean of gradients that a step keeps"},
           {"beta2", &Options::beta2, from_up_to(0, 1), linear_search(0.9, 0.9999),
            "share of the mean of squares that a step keeps"},
           {"epsilon", &Options::epsilon, non_negative(), "keeps the divisor from zero"}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
