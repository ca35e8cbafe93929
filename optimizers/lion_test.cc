#include <gtest/gtest.h>

#include "optimizers/golden_test.h"

namespace descend::test {
namespace {

// PyTorch 1.13 has no Lion: a second implementation, line by line after algorithm 2 of the paper,
// one coordinate at a time.
TEST(Lion, MatchesThePapersProgramFor1000Steps) {
  const double beta1 = 0.85, beta2 = 0.97, eta = 2e-3, lambda = 0.05;
  const Vector<double> x0 = Eigen::Vector2d(-1.2, 1);
  const auto points = run_rule<double>({"lion",
                                        {{"learning_rate", Value{eta}},
                                         {"beta1", Value{beta1}},
                                         {"beta2", Value{beta2}},
                                         {"weight_decay", Value{lambda}}}},
                                       rosenbrock(), x0, 1000);
  double theta[2] = {x0[0], x0[1]}, m[2] = {0, 0};
  for (int t = 1; t <= 1000; ++t) {
    Vector<double> gradient(2);
    rosenbrock()(Eigen::Vector2d(theta[0], theta[1]), gradient);
    for (int i = 0; i < 2; ++i) {
      const double c = beta1 * m[i] + (1 - beta1) * gradient[i];
      const double sign = (c > 0) - (c < 0);
      theta[i] = theta[i] - eta * (sign + lambda * theta[i]);
      m[i] = beta2 * m[i] + (1 - beta2) * gradient[i];
    }
    ASSERT_LT(relative_distance(points[t], Eigen::Vector2d(theta[0], theta[1])), 1e-10)
        << "step " << t;
  }
}

}  // namespace
}  // namespace descend::test
