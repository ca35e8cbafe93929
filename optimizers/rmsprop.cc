// RMSprop. T. Tieleman and G. Hinton, Lecture 6.5 of Neural Networks for Machine Learning,
// Coursera, 2012; centered: A. Graves, Generating sequences with recurrent neural networks, 2013,
// equations 38 to 41; in the form of the book that the article "Optimizers" comes from:
//
//   c <- rho c + (1 - rho) g^2
//   a <- rho a + (1 - rho) g                       where centered; otherwise a = 0
//   v <- momentum v + (-learning_rate g) / (sqrt(c - a^2) + epsilon)
//   x <- x + v
//
// State: c, n numbers; n more where centered (a), n more where momentum is not 0 (v).
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct RmspropOptions : FirstOrderOptions {
  RmspropOptions() { learning_rate = 1e-3; }

  double rho = 0.9;
  double epsilon = 1e-7;
  bool centered = false;
  double momentum = 0.0;
  std::string convention = "book";
};

template <typename Scalar>
class Rmsprop final : public FirstOrder<Scalar> {
 public:
  explicit Rmsprop(const RmspropOptions& options)
      : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean_of_squares", mean_of_squares_);
    if (options_.centered) visit("mean", mean_);
    if (options_.momentum != 0) visit("velocity", velocity_);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar rho(options_.rho), rest(1 - options_.rho), epsilon(options_.epsilon), zero(0.0);
    if (options_.centered) {
      const auto divisor = [=](auto g, auto& c, auto& a) {
        c = rho * c + rest * (g * g);
        a = rho * a + rest * g;
        return sqrt(max(c - a * a, zero)) + epsilon;
      };
      move(step, divisor, gradient, x, mean_of_squares_, mean_);
    } else {
      const auto divisor = [=](auto g, auto& c) {
        c = rho * c + rest * (g * g);
        return sqrt(c) + epsilon;
      };
      move(step, divisor, gradient, x, mean_of_squares_);
    }
  }

  /// `divisor` updates its pieces of state and returns what the gradient is divided by.
  template <typename Divisor, typename... State>
  void move(const Step<Scalar>& step, Divisor divisor, ConstVectorRef<Scalar> gradient,
            VectorRef<Scalar> x, State&... state) {
    const Scalar lr(step.learning_rate), mu(options_.momentum);
    const bool book = options_.convention == "book";
    if (options_.momentum == 0 && book) {
      elementwise([=](auto g, auto& x, auto&... s) { x += (-lr * g) / divisor(g, s...); }, gradient,
                  x, state...);
    } else if (options_.momentum == 0) {
      elementwise([=](auto g, auto& x, auto&... s) { x -= lr * (g / divisor(g, s...)); }, gradient,
                  x, state...);
    } else if (book) {
      elementwise(
          [=](auto g, auto& v, auto& x, auto&... s) {
            v = mu * v + (-lr * g) / divisor(g, s...);
            x += v;
          },
          gradient, velocity_, x, state...);
    } else {
      elementwise(
          [=](auto g, auto& v, auto& x, auto&... s) {
            v = mu * v + g / divisor(g, s...);
            x -= lr * v;
          },
          gradient, velocity_, x, state...);
    }
  }

  const RmspropOptions& options_;
  Vector<Scalar> mean_of_squares_;
  Vector<Scalar> mean_;
  Vector<Scalar> velocity_;
};

}  // namespace

void add_rmsprop(Registry& registry) {
  using Options = RmspropOptions;
  add_optimizer<Rmsprop, float, double, Lanes>(
      registry,
      {.info = {.name = "rmsprop",
                .summary = "divides each coordinate by the root of its mean square",
                .formula = "c <- rho c + (1 - rho) g^2;   a <- rho a + (1 - rho) g where centered, "
                           "otherwise 0\n"
                           "v <- momentum v - learning_rate g / (sqrt(c - a^2) + epsilon)\n"
                           "x <- x + v",
                .source = "T. Tieleman and G. Hinton, Lecture 6.5 of Neural Networks for Machine "
                          "Learning, Coursera, 2012; A. Graves, Generating sequences with "
                          "recurrent neural networks, 2013, equations 38 to 41",
                .family = "adaptive",
                .deviations =
                    "The lecture has no epsilon, and Graves puts it inside the root. c - "
                    "a^2 is held at 0 where rounding would carry it below. "
                    "`convention=pytorch` keeps the rate outside the velocity, v <- "
                    "momentum v + g / (sqrt(c - a^2) + epsilon); x <- x - learning_rate v "
                    "another rule as soon as the rate changes. PyTorch calls rho alpha, its "
                    "default is 0.99, that of its epsilon 1e-8."}},
      first_order_options<Options>(
          {{"rho", &Options::rho, from_up_to(0, 1), linear_search(0.8, 0.999),
            "share of the mean of squares that a step keeps"},
           {"epsilon", &Options::epsilon, non_negative(), "keeps the divisor from zero"},
           {"centered", &Options::centered,
            "divides by the root of the variance rather than of the mean square", Fixed::yes},
           {"momentum", &Options::momentum, from_up_to(0, 1), linear_search(0, 0.99),
            "share of the velocity that a step keeps", Fixed::yes},
           {"convention",
            &Options::convention,
            {"book", "pytorch"},
            "the learning rate inside the velocity, or outside of it",
            Fixed::yes}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
