/// For tests: the two functions of the golden trajectories.
#pragma once

#include "optimizers/rule_test.h"

namespace descend::test {

/// The order of a gradient's operations: the golden script's own, or another that is as good.
enum class Rounding { scripts, other };

/// f = (1 - x)^2 + 100 (y - x^2)^2.
inline Objective<double> rosenbrock(Rounding rounding = Rounding::scripts) {
  return [=](const Vector<double>& p, Vector<double>& gradient) {
    const double x = p[0], y = p[1], t = y - x * x;
    if (rounding == Rounding::scripts) {
      gradient << -2.0 * (1.0 - x) - 400.0 * x * t, 200.0 * t;
    } else {
      gradient << 2.0 * x - 2.0 - 400.0 * x * y + 400.0 * x * x * x, 200.0 * y - 200.0 * x * x;
    }
    return (1 - x) * (1 - x) + 100 * t * t;
  };
}

/// H diag(1, 10, 100, 1000) H, H the 4 x 4 Hadamard matrix over 2; exact.
inline Eigen::Matrix4d quadratic_matrix() {
  Eigen::Matrix4d hadamard;
  hadamard << 1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1;
  const Eigen::Vector4d spectrum(1, 10, 100, 1000);
  return 0.25 * hadamard.transpose() * spectrum.asDiagonal() * hadamard;
}

/// f = (p - c)' A (p - c) / 2 with A = quadratic_matrix() and c = (1, -2, 3, -4).
inline Objective<double> quadratic(Rounding rounding = Rounding::scripts) {
  return [=, matrix = quadratic_matrix()](const Vector<double>& p, Vector<double>& gradient) {
    const Eigen::Vector4d away = p - Eigen::Vector4d(1, -2, 3, -4);
    double loss = 0;
    for (int i = 0; i < 4; ++i) {
      double total = 0;
      for (int j = 0; j < 4; ++j) {
        const int k = rounding == Rounding::scripts ? j : 3 - j;
        total += matrix(i, k) * away[k];
      }
      gradient[i] = total;
      loss += total * away[i] / 2;
    }
    return loss;
  };
}

/// The largest difference of two points over the largest coordinate of the second.
inline double relative_distance(const Vector<double>& a, const Vector<double>& b) {
  return (a - b).cwiseAbs().maxCoeff() / b.cwiseAbs().maxCoeff();
}

}  // namespace descend::test
