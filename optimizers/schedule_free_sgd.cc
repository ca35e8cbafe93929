// Schedule-free SGD. A. Defazio, X. Yang, H. Mehta, K. Mishchenko, A. Khaled and A. Cutkosky, The
// Road Less Scheduled, 2024, equations 3 to 5:
//
//   y <- (1 - momentum) z + momentum x
//   z <- z - learning_rate (g(y) + weight_decay y)
//   x <- (1 - c) x + c z,   c = learning_rate^2 / (sum of all learning_rate^2 so far)
//
// State: z, n numbers, and the sum; y, n numbers, is not kept from step to step.
// Deviations from the paper: as `show` prints them, below.

#include "optimizers/all.h"
#include "optimizers/schedule_free.h"

namespace descend {
namespace {

struct ScheduleFreeSgdOptions : FirstOrderOptions {
  double momentum = 0.9;
};

template <typename Scalar>
class ScheduleFreeSgd final : public ScheduleFree<Scalar> {
 public:
  explicit ScheduleFreeSgd(const ScheduleFreeSgdOptions& options)
      : ScheduleFree<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  double interpolation() const override { return options_.momentum; }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Real<Scalar> weight = this->averaging_weight(step.learning_rate);
    const Scalar c(weight), rest(1.0 - weight);
    const Scalar lr(step.learning_rate), decay(options_.weight_decay);
    const auto probe = this->probe();
    elementwise(
        [=](auto g, auto& z, auto& x) {
          const Scalar y = probe(x, z);
          z -= lr * (g + decay * y);
          x = rest * x + c * z;
        },
        gradient, this->z(), x);
  }

  const ScheduleFreeSgdOptions& options_;
};

}  // namespace

void add_schedule_free_sgd(Registry& registry) {
  add_optimizer<ScheduleFreeSgd, float, double, Lanes>(
      registry,
      {.info = {.name = "schedule_free_sgd",
                .summary = "SGD with an average in place of a schedule",
                .formula = "y <- (1 - momentum) z + momentum x\n"
                           "z <- z - learning_rate (g(y) + weight_decay y)\n"
                           "x <- (1 - c) x + c z,   c = learning_rate^2 / sum of learning_rate^2",
                .source = "A. Defazio, X. Yang, H. Mehta, K. Mishchenko, A. Khaled and A. "
                          "Cutkosky, The Road Less Scheduled, 2024, equations 3 to 5",
                .family = "first_order",
                .deviations =
                    "None of the rule. The paper's warm-up is the schedule `warmup`; with a "
                    "constant rate c = 1/t, the plain average. The authors' code weighs "
                    "with the greatest rate so far instead of the present one, which "
                    "differs only where a schedule lowers the rate. A step asks for the "
                    "gradient at y only; the loss in a trace, at x, is not the optimizer's "
                    "own evaluation."}},
      first_order_options<ScheduleFreeSgdOptions>(
          {{"momentum", &ScheduleFreeSgdOptions::momentum, between(0, 1), linear_search(0.5, 0.98),
            "share of the average in the point where the gradient is taken"}}));
}

}  // namespace descend
