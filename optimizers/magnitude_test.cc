// What a rule measures by a length is right however large or small the numbers are: their squares
// may overflow or underflow.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "optimizers/decompositions.h"
#include "optimizers/rule_test.h"
#include "optimizers/strong_wolfe.h"

namespace descend::test {
namespace {

template <typename Scalar>
class Magnitude : public testing::Test {
 protected:
  // Powers of two far beyond those whose squares are normal numbers.
  static constexpr int kLargest = std::numeric_limits<Scalar>::max_exponent - 8;
  static constexpr double kDigits = 4 * std::numeric_limits<Scalar>::epsilon();

  // f = scale (c . x): its gradient is the same everywhere.
  static Objective<Scalar> plane(double scale) {
    return [=](const Vector<Scalar>& x, Vector<Scalar>& gradient) {
      for (Index i = 0; i < x.size(); ++i) gradient[i] = Scalar(scale * double(i % 3 + 1));
      return double(x.dot(gradient));
    };
  }
};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(Magnitude, Scalars);

TYPED_TEST(Magnitude, ClippedGradientsHaveTheLengthOfTheBound) {
  for (const Index n : {1, 2, 30}) {
    const Vector<TypeParam> x0 = Vector<TypeParam>::Zero(n);
    for (int exponent = 1; exponent <= this->kLargest; exponent += 7) {
      for (const double bound : {1.0, 1e-3, 1e-12}) {
        const Settings sgd{"sgd", {{"learning_rate", Value{1.0}}, {"clip_norm", Value{bound}}}};
        const auto points = run_rule<TypeParam>(sgd, this->plane(std::ldexp(1.0, exponent)), x0, 1);
        EXPECT_NEAR(points[1].template cast<double>().norm(), bound, this->kDigits * bound)
            << n << ", 2^" << exponent;
      }
    }
  }
}

TYPED_TEST(Magnitude, ShortGradientsAreNotClipped) {
  const Vector<TypeParam> x0 = Vector<TypeParam>::Zero(3);
  for (int exponent = -this->kLargest; exponent <= this->kLargest; exponent += 7) {
    const double scale = std::ldexp(1.0, exponent);
    const Settings sgd{"sgd", {{"learning_rate", Value{1.0}}, {"clip_norm", Value{4 * scale}}}};
    const auto points = run_rule<TypeParam>(sgd, this->plane(scale), x0, 1);
    EXPECT_EQ(double(points[1][0]), -scale) << "2^" << exponent;
  }
}

TYPED_TEST(Magnitude, SamLooksAtADistanceOfRho) {
  const Settings sam{
      "sam",
      {{"rho", Value{0.25}}, {"base", Value{Settings{"sgd", {{"learning_rate", Value{1.0}}}}}}}};
  const Vector<TypeParam> x0 = Vector<TypeParam>::Zero(2);
  for (int exponent = -this->kLargest - 12; exponent <= this->kLargest; exponent += 7) {
    const double scale = std::ldexp(1.0, exponent);
    std::vector<Vector<TypeParam>> asked;
    const auto objective = [&](const Vector<TypeParam>& x, Vector<TypeParam>& gradient) {
      asked.push_back(x);
      return this->plane(scale)(x, gradient);
    };
    run_rule<TypeParam>(sam, objective, x0, 1);
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_NEAR(asked[1].template cast<double>().norm(), 0.25, this->kDigits) << "2^" << exponent;
  }
}

TYPED_TEST(Magnitude, LambMovesByTheLengthOfABlock) {
  const double rate = 0.125;
  for (int exponent = -this->kLargest + 10; exponent <= this->kLargest; exponent += 7) {
    const double scale = std::ldexp(1.0, exponent);
    const Vector<TypeParam> x0 = Vector<TypeParam>::Constant(3, TypeParam(scale));
    const auto points =
        run_rule<TypeParam>({"lamb", {{"learning_rate", Value{rate}}}}, this->plane(1), x0, 1);
    const double moved =
        (points[1].template cast<double>() / scale - x0.template cast<double>() / scale).norm();
    EXPECT_NEAR(moved, rate * std::sqrt(3.0), 4 * this->kDigits) << "2^" << exponent;
  }
}

TEST(Magnitude, CubicMinimaDoNotDependOnIt) {
  const LinePoint a{0, 1, -3}, b{1, 0.5, 2};
  const double t = cubic_minimum(a, b, 0, 1);
  EXPECT_GT(t, 0.1);
  EXPECT_LT(t, 0.9);
  for (int exponent = -1010; exponent <= 1010; exponent += 20) {
    const auto scaled = [=](double number) { return std::ldexp(number, exponent); };
    EXPECT_EQ(cubic_minimum({a.t, scaled(a.f), scaled(a.slope)},
                            {b.t, scaled(b.f), scaled(b.slope)}, 0, 1),
              t)
        << exponent;
  }
}

TEST(Magnitude, OrthonormalFactorsDoNotDependOnIt) {
  const Matrix<double> a{{1, 2, 3}, {-4, 5, 0.5}, {0.25, -2, 7}};
  DecompositionSpace space(3);
  Matrix<double> q = a;
  orthonormalize(q, space);
  for (int exponent = -1010; exponent <= 1000; exponent += 30) {
    Matrix<double> scaled = a * std::ldexp(1.0, exponent);
    orthonormalize(scaled, space);
    EXPECT_EQ(scaled, q) << exponent;
  }
}

}  // namespace
}  // namespace descend::test
