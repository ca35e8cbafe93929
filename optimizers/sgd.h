/// Gradient descent, stochastic or not; the rule of both `sgd` and `decayed_sgd`.
#pragma once

#include "descend/first_order.h"

namespace descend {

/// x <- x - learning_rate g. State: none.
template <typename Scalar>
class Sgd final : public FirstOrder<Scalar> {
 public:
  using FirstOrder<Scalar>::FirstOrder;

  bool uses_seed() const override { return false; }

 private:
  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar lr(step.learning_rate);
    elementwise([=](auto g, auto& x) { x -= lr * g; }, gradient, x);
  }
};

}  // namespace descend
