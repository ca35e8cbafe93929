// Adan. X. Xie, P. Zhou, H. Li, Z. Lin and S. Yan, Adan: Adaptive Nesterov Momentum Algorithm for
// Faster Optimizing Deep Models, 2022, algorithm 1:
//
//   d <- g - g of the step before (0 at the first step)
//   m <- beta1 m + (1 - beta1) g
//   v <- beta2 v + (1 - beta2) d
//   n <- beta3 n + (1 - beta3) (g + beta2 d)^2
//   x <- (x - learning_rate (m / c1 + beta2 v / c2) / (sqrt(n / c3) + epsilon))
//        / (1 + learning_rate weight_decay)
//
// with the bias corrections ci = 1 - betai^t at step t.
//
// State: m, v, n and the gradient of the step before, 4 n numbers.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/elementary.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct AdanOptions : FirstOrderOptions {
  AdanOptions() { learning_rate = 1e-3; }
  double beta1 = 0.98;
  double beta2 = 0.92;
  double beta3 = 0.99;
  double epsilon = 1e-8;
  bool bias_correction = true;
};

template <typename Scalar>
class Adan final : public FirstOrder<Scalar> {
 public:
  explicit Adan(const AdanOptions& options)
      : FirstOrder<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean", mean_);
    visit("difference_mean", difference_mean_);
    visit("mean_of_squares", mean_of_squares_);
    visit("last_gradient", last_gradient_);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const bool first = step.number == 1;
    const bool corrected = options_.bias_correction;
    const auto kept = [&](double beta) { return first && !corrected ? 0.0 : beta; };
    const auto correction = [&](double beta) {
      return corrected ? 1 - pow(beta, static_cast<double>(step.number)) : 1.0;
    };
    const double c1 = correction(options_.beta1), c2 = correction(options_.beta2);
    const double c3 = correction(options_.beta3);

    const Scalar beta1(kept(options_.beta1)), rest1(1 - kept(options_.beta1));
    const Scalar beta2(kept(options_.beta2)), rest2(1 - kept(options_.beta2));
    const Scalar beta3(kept(options_.beta3)), rest3(1 - kept(options_.beta3));
    const Scalar ahead(options_.beta2), seen(first ? 0.0 : 1.0);
    const Scalar rate(step.learning_rate / c1);
    const Scalar difference_rate(step.learning_rate * options_.beta2 / c2);
    const Scalar root(1 / std::sqrt(c3)), epsilon(options_.epsilon);
    const Scalar shrink(1.0 + step.learning_rate * options_.weight_decay);
    elementwise(
        [=](auto g, auto& last, auto& m, auto& v, auto& n, auto& x) {
          const auto d = seen * (g - last);
          const auto u = g + ahead * d;
          m = beta1 * m + rest1 * g;
          v = beta2 * v + rest2 * d;
          n = beta3 * n + rest3 * (u * u);
          x = (x - (rate * m + difference_rate * v) / (root * sqrt(n) + epsilon)) / shrink;
          last = g;
        },
        gradient, last_gradient_, mean_, difference_mean_, mean_of_squares_, x);
  }

  const AdanOptions& options_;
  Vector<Scalar> mean_, difference_mean_, mean_of_squares_, last_gradient_;
};

}  // namespace

void add_adan(Registry& registry) {
  add_optimizer<Adan, float, double, Lanes>(
      registry,
      {.info = {.name = "adan",
                .summary = "Adam with Nesterov's look-ahead, estimated from gradient differences",
                .formula = "d <- g - last g\n"
                           "m <- beta1 m + (1 - beta1) g\n"
                           "v <- beta2 v + (1 - beta2) d\n"
                           "n <- beta3 n + (1 - beta3) (g + beta2 d)^2\n"
                           "x <- (x - learning_rate (m/(1 - beta1^t) + beta2 v/(1 - beta2^t))\n"
                           "          / (sqrt(n/(1 - beta3^t)) + epsilon))\n"
                           "     / (1 + learning_rate weight_decay)",
                .source = "X. Xie, P. Zhou, H. Li, Z. Lin and S. Yan, Adan: Adaptive Nesterov "
                          "Momentum Algorithm for Faster Optimizing Deep Models, 2022, algorithm 1",
                .family = "adaptive",
                .deviations =
                    "Beta is the share that is kept, as everywhere else; the paper's beta "
                    "is one minus that. The corrections ci are those of the authors' own "
                    "code, which starts the means at zero; the paper has none and starts "
                    "with m = g, v = 0, n = g^2: bias_correction=false."}},
      first_order_options<AdanOptions>(
          {{"beta1", &AdanOptions::beta1, from_up_to(0, 1), linear_search(0.8, 0.99),
            "share of the gradient's mean that a step keeps"},
           {"beta2", &AdanOptions::beta2, from_up_to(0, 1), linear_search(0.8, 0.99),
            "share of the mean difference that a step keeps, and the length of the look-ahead"},
           {"beta3", &AdanOptions::beta3, from_up_to(0, 1), linear_search(0.9, 0.999),
            "share of the mean square that a step keeps"},
           {"epsilon", &AdanOptions::epsilon, non_negative(), "keeps the denominator from zero"},
           {"bias_correction", &AdanOptions::bias_correction,
            "false: no correction, the means begin at the first gradient, as in the paper"}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
