// AdaGrad. J. Duchi, E. Hazan and Y. Singer, Adaptive subgradient methods for online learning and
// stochastic optimization, 2011, figure 1 (diagonal case, no projection); in the form of the book
// that the article "Optimizers" comes from (H. Kinsley and D. Kukiela, Neural Networks from Scratch
// in Python, 2020):
//
//   c <- c + g^2
//   x <- x + (-learning_rate g) / (sqrt(c) + epsilon)
//
// State: c, n numbers.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct AdagradOptions : FirstOrderOptions {
  double epsilon = 1e-7;
  double initial_accumulator = 0.0;
  std::string convention = "book";
};

template <typename Scalar>
class Adagrad final : public FirstOrder<Scalar> {
 public:
  explicit Adagrad(const AdagradOptions& options)
      : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override { visit("sum_of_squares", sum_); }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar lr(step.learning_rate), epsilon(options_.epsilon);
    if (step.number == 1) sum_.setConstant(Scalar(options_.initial_accumulator));
    if (options_.convention == "book") {
      elementwise(
          [=](auto g, auto& c, auto& x) {
            c += g * g;
            x += (-lr * g) / (sqrt(c) + epsilon);
          },
          gradient, sum_, x);
    } else {
      elementwise(
          [=](auto g, auto& c, auto& x) {
            c += g * g;
            x -= lr * (g / (sqrt(c) + epsilon));
          },
          gradient, sum_, x);
    }
  }

  const AdagradOptions& options_;
  Vector<Scalar> sum_;
};

}  // namespace

void add_adagrad(Registry& registry) {
  using Options = AdagradOptions;
  add_optimizer<Adagrad, float, double, Lanes>(
      registry,
      {.info = {.name = "adagrad",
                .summary = "a rate for each coordinate that falls with the squares it has seen",
                .formula = "c <- c + g^2\n"
                           "x <- x - learning_rate g / (sqrt(c) + epsilon)",
                .source = "J. Duchi, E. Hazan and Y. Singer, Adaptive subgradient methods for "
                          "online learning and stochastic optimization, 2011, figure 1",
                .family = "adaptive",
                .deviations = "Epsilon stands outside the root; the paper has a delta added to it "
                              "there, too. `convention=pytorch` divides before it multiplies, x - "
                              "learning_rate (g / (sqrt(c) + epsilon)), and is otherwise the same; "
                              "PyTorch's own default epsilon is 1e-10 and its lr_decay is `decay` "
                              "here."}},
      first_order_options<Options>(
          {{"epsilon", &Options::epsilon, non_negative(), "keeps the divisor from zero"},
           {"initial_accumulator", &Options::initial_accumulator, non_negative(),
            "c before the first step"},
           {"convention",
            &Options::convention,
            {"book", "pytorch"},
            "order of the operations: learning_rate g first, or the quotient first",
            Fixed::yes}},
          log_search(1e-3, 10.0)));
}

}  // namespace descend
