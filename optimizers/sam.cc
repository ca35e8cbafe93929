// Sharpness-aware minimization. P. Foret, A. Kleiner, H. Mobahi and B. Neyshabur, Sharpness-Aware
// Minimization for Efficiently Improving Generalization, 2021, algorithm 1 with p = 2:
//
//   e = rho g(x) / |g(x)|
//   x <- what `base` makes of x with the gradient g(x + e)
//
// both gradients on one batch.
//
// State: the base's; e, n numbers, is not kept.
// Deviations from the paper: as `show` prints them, below.

#include <cmath>

#include "descend/numerics/elementwise.h"
#include "descend/numerics/sums.h"
#include "optimizers/all.h"
#include "optimizers/base_rule.h"

namespace descend {
namespace {

struct SamOptions {
  Settings base{"sgd", {}};
  double rho = 0.05;
};

// Answers every request for a gradient with the gradient at the worst point nearby.
template <typename Scalar>
class SharpOracle final : public Oracle<Scalar> {
 public:
  SharpOracle(Oracle<Scalar>& inner, double rho, const VectorRef<Scalar>& iterate,
              Vector<Scalar>& probe)
      : inner_(inner), rho_(rho), iterate_(iterate), probe_(probe) {}

  Real<Scalar> value_and_gradient(VectorRef<Scalar> gradient) override {
    const Real<Scalar> loss = inner_.value_and_gradient(gradient);
    climb(iterate_, gradient);
    return loss;
  }
  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient) override {
    const Real<Scalar> loss = inner_.value_and_gradient(x, gradient);
    climb(x, gradient);
    return loss;
  }
  Real<Scalar> value(ConstVectorRef<Scalar> x) override { return inner_.value(x); }
  std::uint64_t draw() const override { return inner_.draw(); }

 private:
  void climb(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient) {
    if (rho_ == 0) return;
    const double slope = norm(gradient);
    if (slope == 0) return;
    const Scalar scale(rho_ / slope);
    if (std::isnormal(scale)) [[likely]] {
      elementwise([=](auto x, auto g, auto& probe) { probe = x + scale * g; }, x,
                  std::as_const(gradient), probe_);
    } else {  // beyond the range of numbers, or short of digits
      elementwise(
          [=, rho = rho_](auto x, auto g, auto& probe) {
            probe = x + Scalar(static_cast<double>(g) / slope * rho);
          },
          x, std::as_const(gradient), probe_);
    }
    inner_.value_and_gradient(probe_, gradient);
  }

  Oracle<Scalar>& inner_;
  double rho_;
  const VectorRef<Scalar>& iterate_;
  Vector<Scalar>& probe_;
};

template <typename Scalar>
class Sam final : public Optimizer<Scalar> {
 public:
  Sam(const SamOptions& options, const Registry& registry)
      : options_(options), base_(make_base<Scalar>("sam", options.base, registry)) {}

  void start(const Layout& layout, ConstVectorRef<Scalar> x0, const RunInfo& run) override {
    probe_.setZero(x0.size());
    base_.object->start(layout, x0, run);
  }

  StepStatus step(Oracle<Scalar>& oracle, VectorRef<Scalar> x) override {
    SharpOracle<Scalar> sharp(oracle, options_.rho, x, probe_);
    return base_.object->step(sharp, x);
  }

  void state(StateVisitor& visit) override { visit.keep("base", *base_.object); }

  Real<Scalar> learning_rate() const override { return base_.object->learning_rate(); }

  bool uses_seed() const override { return base_.object->uses_seed(); }

  bool change_inner(std::string_view option, const Value& value) override {
    return change_base(base_, option, value);
  }

 private:
  const SamOptions& options_;
  Made<Optimizer<Scalar>> base_;
  Vector<Scalar> probe_;
};

}  // namespace

void add_sam(Registry& registry) {
  add_optimizer<Sam, float, double>(
      registry,
      {.info = {.name = "sam",
                .summary = "any rule, with the gradient of the worst point nearby",
                .formula = "e = rho g(x) / |g(x)|\n"
                           "x <- what `base` makes of x with the gradient g(x + e)",
                .source = "P. Foret, A. Kleiner, H. Mobahi and B. Neyshabur, Sharpness-Aware "
                          "Minimization for Efficiently Improving Generalization, 2021, "
                          "algorithm 1",
                .family = "wrapper",
                .deviations =
                    "None of the rule. Written as an oracle around the oracle, so that any "
                    "rule may be the base: wherever the base asks for a gradient it is told "
                    "that of the point rho higher up, and the loss of the point itself. A "
                    "step takes two gradients for each that the base asks for; with rho = "
                    "0, or no slope, one. Clipping and weight decay are the base's and see "
                    "the second gradient."}},
      OptionTable<SamOptions>{{"base", &SamOptions::base, Kind::optimizer, "the rule that moves x"},
                              {"rho", &SamOptions::rho, non_negative(), log_search(1e-3, 0.5),
                               "how far away the worst point is looked for"}});
}

}  // namespace descend
