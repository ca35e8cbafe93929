// AMSGrad. S. J. Reddi, S. Kale and S. Kumar, On the convergence of Adam and beyond, 2018,
// algorithm 2:
//
//   m <- beta1 m + (1 - beta1) g;     m' = m / (1 - beta1^t)
//   c <- beta2 c + (1 - beta2) g^2,   t = 1 at the first step
//   h <- max(h, c);                   h' = h / (1 - beta2^t)
//   x <- x + (-learning_rate m') / (sqrt(h') + epsilon)
//
// State: m, c and h, 3 n numbers.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/elementary.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct AmsgradOptions : FirstOrderOptions {
  AmsgradOptions() { learning_rate = 1e-3; }

  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

template <typename Scalar>
class Amsgrad final : public FirstOrder<Scalar> {
 public:
  explicit Amsgrad(const AmsgradOptions& options)
      : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean", mean_);
    visit("mean_of_squares", mean_of_squares_);
    visit("largest_mean_of_squares", largest_);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar beta1(options_.beta1), rest1(1 - options_.beta1);
    const Scalar beta2(options_.beta2), rest2(1 - options_.beta2), epsilon(options_.epsilon);
    const double t = static_cast<double>(step.number);
    const Scalar correction1(1 - pow(options_.beta1, t)), correction2(1 - pow(options_.beta2, t));
    const Scalar lr(step.learning_rate);
    elementwise(
        [=](auto g, auto& m, auto& c, auto& h, auto& x) {
          m = beta1 * m + rest1 * g;
          c = beta2 * c + rest2 * (g * g);
          h = max(h, c);
          x += (-lr * (m / correction1)) / (sqrt(h / correction2) + epsilon);
        },
        gradient, mean_, mean_of_squares_, largest_, x);
  }

  const AmsgradOptions& options_;
  Vector<Scalar> mean_;
  Vector<Scalar> mean_of_squares_;
  Vector<Scalar> largest_;
};

}  // namespace

void add_amsgrad(Registry& registry) {
  using Options = AmsgradOptions;
  add_optimizer<Amsgrad, float, double, Lanes>(
      registry,
      {.info = {.name = "amsgrad",
                .summary = "Adam whose divisor never falls",
                .formula = "m <- beta1 m + (1 - beta1) g;     m' = m / (1 - beta1^t)\n"
                           "c <- beta2 c + (1 - beta2) g^2,   t = 1 at the first step\n"
                           "h <- max(h, c);                   h' = h / (1 - beta2^t)\n"
                           "x <- x - learning_rate m' / (sqrt(h') + epsilon)",
                .source = "S. J. Reddi, S. Kale and S. Kumar, On the convergence of Adam and "
                          "beyond, 2018, algorithm 2",
                .family = "adaptive",
                .deviations =
                    "The paper corrects no bias and has no epsilon; both are as in PyTorch, "
                    "so that the rule is `adam` wherever c never falls."}},
      first_order_options<Options>(
          {{"beta1", &Options::beta1, from_up_to(0, 1), linear_search(0.5, 0.99),
            "share of the mean of gradients that a step keeps"},
           {"beta2", &Options::beta2, from_up_to(0, 1), linear_search(0.9, 0.9999),
            "share of the mean of squares that a step keeps"},
           {"epsilon", &Options::epsilon, non_negative(), "keeps the divisor from zero"}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
