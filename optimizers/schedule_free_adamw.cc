// Schedule-free AdamW. A. Defazio, X. Yang, H. Mehta, K. Mishchenko, A. Khaled and A. Cutkosky, The
// Road Less Scheduled, 2024, algorithm 1, at step t:
//
//   y <- (1 - beta1) z + beta1 x
//   v <- beta2 v + (1 - beta2) g(y)^2
//   gamma = learning_rate sqrt(1 - beta2^t)
//   z <- z - gamma (g(y) / (sqrt(v) + epsilon) + weight_decay y)
//   x <- (1 - c) x + c z,   c = gamma^2 / (sum of all gamma^2 so far)
//
// State: z and v, 2 n numbers, and the sum; y, n numbers, is not kept from step to step.
// Deviations from the paper: as `show` prints them, below.

#include "descend/numerics/elementary.h"
#include "optimizers/all.h"
#include "optimizers/schedule_free.h"

namespace descend {
namespace {

struct ScheduleFreeAdamwOptions : FirstOrderOptions {
  ScheduleFreeAdamwOptions() { learning_rate = 2.5e-3; }
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

template <typename Scalar>
class ScheduleFreeAdamw final : public ScheduleFree<Scalar> {
 public:
  explicit ScheduleFreeAdamw(const ScheduleFreeAdamwOptions& options)
      : ScheduleFree<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    ScheduleFree<Scalar>::rule_state(visit);
    visit("mean_of_squares", mean_of_squares_);
  }

  double interpolation() const override { return options_.beta1; }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Real<Scalar> gamma =
        step.learning_rate * std::sqrt(1 - pow(options_.beta2, static_cast<double>(step.number)));
    const Real<Scalar> weight = this->averaging_weight(gamma);
    const Scalar c(weight), rest(1.0 - weight);
    const Scalar rate(gamma), decay(options_.weight_decay), epsilon(options_.epsilon);
    const Scalar beta2(options_.beta2), rest2(1 - options_.beta2);
    const auto probe = this->probe();
    elementwise(
        [=](auto g, auto& v, auto& z, auto& x) {
          const Scalar y = probe(x, z);
          v = beta2 * v + rest2 * (g * g);
          z -= rate * (g / (sqrt(v) + epsilon) + decay * y);
          x = rest * x + c * z;
        },
        gradient, mean_of_squares_, this->z(), x);
  }

  const ScheduleFreeAdamwOptions& options_;
  Vector<Scalar> mean_of_squares_;
};

}  // namespace

void add_schedule_free_adamw(Registry& registry) {
  add_optimizer<ScheduleFreeAdamw, float, double, Lanes>(
      registry,
      {.info = {.name = "schedule_free_adamw",
                .summary = "AdamW with an average in place of a schedule and of momentum",
                .formula = "y <- (1 - beta1) z + beta1 x\n"
                           "v <- beta2 v + (1 - beta2) g(y)^2\n"
                           "gamma = learning_rate sqrt(1 - beta2^t)\n"
                           "z <- z - gamma (g(y) / (sqrt(v) + epsilon) + weight_decay y)\n"
                           "x <- (1 - c) x + c z,   c = gamma^2 / sum of gamma^2",
                .source = "A. Defazio, X. Yang, H. Mehta, K. Mishchenko, A. Khaled and A. "
                          "Cutkosky, The Road Less Scheduled, 2024, algorithm 1",
                .family = "adaptive",
                .deviations = "None of the rule. The paper's warm-up is the schedule `warmup`. The "
                              "authors' later code divides v by 1 - beta2^t instead of putting the "
                              "correction into gamma. A step asks for the gradient at y only; the "
                              "loss in a trace, at x, is not the optimizer's own evaluation."}},
      first_order_options<ScheduleFreeAdamwOptions>(
          {{"beta1", &ScheduleFreeAdamwOptions::beta1, between(0, 1), linear_search(0.5, 0.98),
            "share of the average in the point where the gradient is taken"},
           {"beta2", &ScheduleFreeAdamwOptions::beta2, from_up_to(0, 1), linear_search(0.9, 0.9999),
            "share of the mean square that a step keeps"},
           {"epsilon", &ScheduleFreeAdamwOptions::epsilon, positive(),
            "keeps the denominator from zero"}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
