// The gradient methods on a quadratic, against what its eigenvalues say.

#include <gtest/gtest.h>

#include <complex>
#include <functional>

#include "optimizers/golden_test.h"

namespace descend::test {
namespace {

/// x_k = a r1^k + b r2^k of a recurrence x_(k+1) = p x_k - q x_(k-1), given x_0 and x_1.
double recurrence(double p, double q, double x0, double x1, int k) {
  using Complex = std::complex<double>;
  const Complex root = std::sqrt(Complex(p * p / 4 - q));
  const Complex r1 = p / 2 + root, r2 = p / 2 - root;
  const Complex b = (x1 - r1 * x0) / (r2 - r1), a = x0 - b;
  return (a * std::pow(r1, k) + b * std::pow(r2, k)).real();
}

/// Runs a rule on `quadratic` and compares each coordinate along the eigenvectors, z, with
/// z_k(lambda, z_0, k).
void expect_solution(const Settings& rule,
                     const std::function<double(double lambda, double z0, int k)>& solution) {
  Eigen::Matrix4d basis;
  basis << 1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1, 1, -1, -1, 1;
  basis /= 2;  // rows: the eigenvectors
  const Eigen::Vector4d spectrum(1, 10, 100, 1000), centre(1, -2, 3, -4);
  const auto points = run_rule<double>(rule, quadratic(), Vector<double>::Zero(4), 500);
  ASSERT_EQ(points.size(), 501u);
  const Eigen::Vector4d z0 = basis * -centre;
  for (int k : {0, 1, 2, 3, 10, 50, 100, 500}) {
    const Eigen::Vector4d z = basis * (points[k] - centre);
    for (int i = 0; i < 4; ++i) {
      EXPECT_NEAR(z[i], solution(spectrum[i], z0[i], k), 1e-11)
          << rule.name << ", step " << k << ", eigenvalue " << spectrum[i];
    }
  }
}

constexpr double kRate = 1.2e-3, kMomentum = 0.8;

TEST(Sgd, FollowsTheEigenvaluesOfAQuadratic) {
  expect_solution({"sgd", {{"learning_rate", Value{kRate}}}}, [](double lambda, double z0, int k) {
    return std::pow(1 - kRate * lambda, k) * z0;
  });
}

TEST(Momentum, FollowsTheEigenvaluesOfAQuadratic) {
  const std::vector<Setting> options{{"learning_rate", Value{kRate}},
                                     {"momentum", Value{kMomentum}}};
  for (const char* rule : {"momentum", "pytorch_momentum"}) {
    expect_solution({rule, options}, [](double lambda, double z0, int k) {
      const double s = kRate * lambda;
      return recurrence(1 + kMomentum - s, kMomentum, z0, (1 - s) * z0, k);
    });
  }
}

TEST(Nesterov, FollowsTheEigenvaluesOfAQuadratic) {
  const std::vector<Setting> options{{"learning_rate", Value{kRate}},
                                     {"momentum", Value{kMomentum}}};
  expect_solution({"nesterov", options}, [](double lambda, double z0, int k) {
    const double s = kRate * lambda;
    return recurrence((1 + kMomentum) * (1 - s), kMomentum * (1 - s), z0,
                      (1 - (1 + kMomentum) * s) * z0, k);
  });
}

}  // namespace
}  // namespace descend::test
