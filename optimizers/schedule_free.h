/// The frame of the schedule-free rules. A. Defazio, X. Yang, H. Mehta, K. Mishchenko, A. Khaled
/// and A. Cutkosky, The Road Less Scheduled, 2024: three sequences,
///
///   y <- (1 - beta) z + beta x            the gradient is taken here
///   z <- z - gamma (a direction at y)     the base rule's step
///   x <- (1 - c) x + c z,   c = gamma^2 / (sum of all gamma^2 so far)
///
/// x, the average, is the point that is reported.
#pragma once

#include "descend/first_order.h"

namespace descend {

template <typename Scalar>
class ScheduleFree : public FirstOrder<Scalar> {
 public:
  using FirstOrder<Scalar>::FirstOrder;

  void start(const Layout& layout, ConstVectorRef<Scalar> x0, const RunInfo& run) override {
    probe_.setZero(x0.size());
    FirstOrder<Scalar>::start(layout, x0, run);
    z_ = x0;
  }

 protected:
  void rule_state(StateVisitor& visit) override {
    visit("z", z_);
    visit("weight_sum", weight_sum_);
  }

  /// The share of x in the point where the gradient is taken.
  virtual double interpolation() const = 0;

  /// c of a step of length `gamma`. Zero where no step has had any length, as with a rate of zero.
  Real<Scalar> averaging_weight(const Real<Scalar>& gamma) {
    const Real<Scalar> weight = gamma * gamma;
    weight_sum_ += weight;
    return select(weight_sum_ > 0.0, weight / weight_sum_, Real<Scalar>(0.0));
  }

  /// y, where this step's gradient was taken, of one element: x and z, which the update reads
  /// anyway, give it once more with the same bits, and spare memory the reading of y.
  auto probe() const {
    const Scalar beta(interpolation()), rest(1 - interpolation());
    return [=](auto x, auto z) { return rest * z + beta * x; };
  }
  Vector<Scalar>& z() { return z_; }

 private:
  void evaluate(Oracle<Scalar>& oracle, ConstVectorRef<Scalar> x,
                VectorRef<Scalar> gradient) override {
    const auto at = probe();
    elementwise([=](auto x, auto z, auto& y) { y = at(x, z); }, x, std::as_const(z_), probe_);
    oracle.value_and_gradient(probe_, gradient);
  }

  Vector<Scalar> z_, probe_;
  Real<Scalar> weight_sum_ = 0.0;
};

}  // namespace descend
