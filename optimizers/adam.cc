// Adam. D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2015, algorithm 1; in
// the order of operations of the book that the article "Optimizers" comes from:
//
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

struct AdamOptions : FirstOrderOptions {
  AdamOptions() { learning_rate = 1e-3; }

  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-7;
  std::string convention = "book";
};

template <typename Scalar>
class Adam final : public FirstOrder<Scalar> {
 public:
  explicit Adam(const AdamOptions& options) : FirstOrder<Scalar>(options), options_(options) {}

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
    const double bias1 = 1 - pow(options_.beta1, t), bias2 = 1 - pow(options_.beta2, t);
    if (options_.convention == "book") {
      const Scalar lr(step.learning_rate), correction1(bias1), correction2(bias2);
      elementwise(
          [=](auto g, auto& m, auto& c, auto& x) {
            m = beta1 * m + rest1 * g;
            c = beta2 * c + rest2 * (g * g);
            x += (-lr * (m / correction1)) / (sqrt(c / correction2) + epsilon);
          },
          gradient, mean_, mean_of_squares_, x);
    } else {
      const Scalar lr(step.learning_rate / bias1), correction2(sqrt(bias2));
      elementwise(
          [=](auto g, auto& m, auto& c, auto& x) {
            m = beta1 * m + rest1 * g;
            c = beta2 * c + rest2 * (g * g);
            x -= lr * (m / (sqrt(c) / correction2 + epsilon));
          },
          gradient, mean_, mean_of_squares_, x);
    }
  }

  const AdamOptions& options_;
  Vector<Scalar> mean_;
  Vector<Scalar> mean_of_squares_;
};

}  // namespace

void add_adam(Registry& registry) {
  using Options = AdamOptions;
  add_optimizer<Adam, float, double, Lanes>(
      registry,
      {.info = {.name = "adam",
                .summary =
                    "mean gradient over the root of the mean square, both freed of their bias",
                .formula = "m <- beta1 m + (1 - beta1) g;     m' = m / (1 - beta1^t)\n"
                           "c <- beta2 c + (1 - beta2) g^2;   c' = c / (1 - beta2^t),   t = 1 at "
                           "the first step\n"
                           "x <- x - learning_rate m' / (sqrt(c') + epsilon)",
                .source = "D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, "
                          "2015, algorithm 1",
                .family = "adaptive",
                .deviations =
                    "Epsilon is 1e-7 as in the book; the paper and PyTorch have 1e-8. "
                    "`convention=pytorch` has PyTorch's order of operations, equal but for "
                    "rounding: x <- x - (learning_rate / (1 - beta1^t)) (m / (sqrt(c) / "
                    "sqrt(1 - beta2^t) + epsilon))"}},
      first_order_options<Options>(
          {{"beta1", &Options::beta1, from_up_to(0, 1), linear_search(0.5, 0.99),
            "share of the mean of gradients that a step keeps"},
           {"beta2", &Options::beta2, from_up_to(0, 1), linear_search(0.9, 0.9999),
            "share of the mean of squares that a step keeps"},
           {"epsilon", &Options::epsilon, non_negative(), "keeps the divisor from zero"},
           {"convention",
            &Options::convention,
            {"book", "pytorch"},
            "order of the operations; the two differ by rounding",
            Fixed::yes}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
