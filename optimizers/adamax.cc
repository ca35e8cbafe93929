// AdaMax. D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015, algorithm 2:
//
//   m <- beta1 m + (1 - beta1) g
//   u <- max(beta2 u, |g| + epsilon)
//   x <- x - learning_rate / (1 - beta1^t) m / u,   t = 1 at the first step
//
// State: m and u, 2 n numbers.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/elementary.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct AdamaxOptions : FirstOrderOptions {
  AdamaxOptions() { learning_rate = 2e-3; }

  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

template <typename Scalar>
class Adamax final : public FirstOrder<Scalar> {
 public:
  explicit Adamax(const AdamaxOptions& options) : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean", mean_);
    visit("largest", largest_);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar beta1(options_.beta1), rest1(1 - options_.beta1);
    const Scalar beta2(options_.beta2), epsilon(options_.epsilon);
    const double t = static_cast<double>(step.number);
    const Scalar lr(step.learning_rate / (1 - pow(options_.beta1, t)));
    elementwise(
        [=](auto g, auto& m, auto& u, auto& x) {
          m = beta1 * m + rest1 * g;
          u = max(beta2 * u, abs(g) + epsilon);
          x -= lr * (m / u);
        },
        gradient, mean_, largest_, x);
  }

  const AdamaxOptions& options_;
  Vector<Scalar> mean_;
  Vector<Scalar> largest_;
};

}  // namespace

void add_adamax(Registry& registry) {
  using Options = AdamaxOptions;
  add_optimizer<Adamax, float, double, Lanes>(
      registry,
      {.info = {.name = "adamax",
                .summary = "Adam with the largest recent gradient as its divisor",
                .formula =
                    "m <- beta1 m + (1 - beta1) g\n"
                    "u <- max(beta2 u, |g| + epsilon)\n"
                    "x <- x - learning_rate / (1 - beta1^t) m / u,   t = 1 at the first step",
                .source = "D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, "
                          "2015, algorithm 2",
                .family = "adaptive",
                .deviations = "The paper has no epsilon, and divides 0 by 0 where a gradient has "
                              "always been 0; PyTorch's stands here."}},
      first_order_options<Options>(
          {{"beta1", &Options::beta1, from_up_to(0, 1), linear_search(0.5, 0.99),
            "share of the mean of gradients that a step keeps"},
           {"beta2", &Options::beta2, from_up_to(0, 1), linear_search(0.9, 0.9999),
            "share of the largest gradient that a step keeps"},
           {"epsilon", &Options::epsilon, non_negative(), "keeps the divisor from zero"}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
