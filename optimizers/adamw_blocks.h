/// AdamW for the blocks that a matrix rule leaves to it: biases and other vectors.
#pragma once

#include <cmath>

#include "descend/numerics/elementary.h"
#include "descend/numerics/elementwise.h"
#include "optimizers/dense.h"

namespace descend {

struct AdamwStep {
  /// Counted from 1.
  Index number;
  double learning_rate, beta1, beta2, epsilon, weight_decay;
};

/// One step of AdamW (I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, 2019) on
/// the vectors' common length n: m and v are its state, x is moved.
template <typename Scalar>
void adamw(const AdamwStep& step, Eigen::Map<const Vector<Scalar>> gradient,
           Eigen::Map<Vector<Scalar>> m, Eigen::Map<Vector<Scalar>> v,
           Eigen::Map<Vector<Scalar>> x) {
  const Scalar beta1(step.beta1), rest1(1 - step.beta1);
  const Scalar beta2(step.beta2), rest2(1 - step.beta2);
  const Scalar rate(step.learning_rate / (1 - pow(step.beta1, static_cast<double>(step.number))));
  const Scalar root(1 / std::sqrt(1 - pow(step.beta2, static_cast<double>(step.number))));
  const Scalar epsilon(step.epsilon), shrink(1 - step.learning_rate * step.weight_decay);
  elementwise(
      [=](auto g, auto& m, auto& v, auto& x) {
        m = beta1 * m + rest1 * g;
        v = beta2 * v + rest2 * (g * g);
        x = shrink * x - rate * m / (root * sqrt(v) + epsilon);
      },
      gradient, m, v, x);
}

}  // namespace descend
