// NAdam. T. Dozat, Incorporating Nesterov momentum into Adam, 2016, algorithm 2:
//
//   mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2),   t = 1 at the first step
//   p <- p mu_t,   p = 1 before the first step
//   m <- beta1 m + (1 - beta1) g
//   c <- beta2 c + (1 - beta2) g^2;   d = sqrt(c / (1 - beta2^t)) + epsilon
//   x <- x - learning_rate ((1 - mu_t) / (1 - p) g / d + mu_(t+1) / (1 - p mu_(t+1)) m / d)
//
// State: m and c, 2 n numbers, and p.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/elementary.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct NadamOptions : FirstOrderOptions {
  NadamOptions() { learning_rate = 2e-3; }

  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double momentum_decay = 4e-3;
};

template <typename Scalar>
class Nadam final : public FirstOrder<Scalar> {
 public:
  explicit Nadam(const NadamOptions& options) : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean", mean_);
    visit("mean_of_squares", mean_of_squares_);
    visit("momentum_product", product_);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar beta1(options_.beta1), rest1(1 - options_.beta1);
    const Scalar beta2(options_.beta2), rest2(1 - options_.beta2), epsilon(options_.epsilon);
    const double t = static_cast<double>(step.number);
    const double mu = momentum(t), next_mu = momentum(t + 1);
    product_ = step.number == 1 ? Real<Scalar>(mu) : product_ * mu;
    const Scalar correction2(1 - pow(options_.beta2, t));
    const Scalar of_gradient(step.learning_rate * (1 - mu) / (1 - product_));
    const Scalar of_mean(step.learning_rate * next_mu / (1 - product_ * next_mu));
    elementwise(
        [=](auto g, auto& m, auto& c, auto& x) {
          m = beta1 * m + rest1 * g;
          c = beta2 * c + rest2 * (g * g);
          const Scalar divisor = sqrt(c / correction2) + epsilon;
          x -= of_gradient * (g / divisor);
          x -= of_mean * (m / divisor);
        },
        gradient, mean_, mean_of_squares_, x);
  }

  /// mu_t.
  double momentum(double t) const {
    return options_.beta1 * (1 - 0.5 * pow(0.96, t * options_.momentum_decay));
  }

  const NadamOptions& options_;
  Vector<Scalar> mean_;
  Vector<Scalar> mean_of_squares_;
  Real<Scalar> product_;
};

}  // namespace

void add_nadam(Registry& registry) {
  using Options = NadamOptions;
  add_optimizer<Nadam, float, double, Lanes>(
      registry,
      {.info = {.name = "nadam",
                .summary = "Adam with Nesterov's look-ahead",
                .formula =
                    "mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2),   t = 1 at the first step\n"
                    "p <- p mu_t,   p = 1 before it\n"
                    "m <- beta1 m + (1 - beta1) g\n"
                    "c <- beta2 c + (1 - beta2) g^2;   d = sqrt(c / (1 - beta2^t)) + epsilon\n"
                    "x <- x - learning_rate ((1 - mu_t) / (1 - p) g / d + mu_(t+1) / (1 - p "
                    "mu_(t+1)) m / d)",
                .source = "T. Dozat, Incorporating Nesterov momentum into Adam, 2016, algorithm 2",
                .family = "adaptive",
                .deviations =
                    "As in PyTorch m is kept with beta1 rather than with mu_t, and 0.96^(t "
                    "momentum_decay) is the schedule of mu that the paper itself uses "
                    "(momentum_decay = 1 / 250). PyTorch before 2.0 counts mu_t twice in "
                    "the last product (its pull request 92699), but not with foreach=True."}},
      first_order_options<Options>(
          {{"beta1", &Options::beta1, from_up_to(0, 1), linear_search(0.5, 0.99),
            "share of the mean of gradients that a step keeps"},
           {"beta2", &Options::beta2, from_up_to(0, 1), linear_search(0.9, 0.9999),
            "share of the mean of squares that a step keeps"},
           {"epsilon", &Options::epsilon, non_negative(), "keeps the divisor from zero"},
           {"momentum_decay", &Options::momentum_decay, non_negative(),
            "how fast mu rises from beta1 / 2 to beta1"}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
