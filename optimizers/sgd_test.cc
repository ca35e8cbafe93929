#include <gtest/gtest.h>

#include "optimizers/rule_test.h"

namespace descend::test {
namespace {

/// f(x) = sum over i of (x_i - 1)^4 / 4 + i x_i^2: neither quadratic nor symmetric.
template <typename Scalar>
double quartic(const Vector<Scalar>& x, Vector<Scalar>& gradient) {
  double loss = 0;
  for (Index i = 0; i < x.size(); ++i) {
    const Scalar d = x[i] - Scalar(1);
    gradient[i] = d * d * d + Scalar(2 * i) * x[i];
    loss += double(d * d * d * d / 4 + Scalar(i) * x[i] * x[i]);
  }
  return loss;
}

template <typename Scalar>
class RuleTest : public testing::Test {
 protected:
  static std::vector<Vector<Scalar>> run(const Settings& rule,
                                         const Settings& schedule = {"constant", {}}) {
    const Vector<Scalar> x0 = Vector<Scalar>::LinSpaced(5, Scalar(-1.3), Scalar(0.7));
    return run_rule<Scalar>(rule, quartic<Scalar>, x0, 200, schedule);
  }
};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(RuleTest, Scalars);

const Settings kSgd{"sgd", {{"learning_rate", Value{0.05}}}};

TYPED_TEST(RuleTest, SgdSubtractsTheRateTimesTheGradient) {
  const auto points = this->run(kSgd);
  ASSERT_EQ(points.size(), 201u);
  Vector<TypeParam> gradient(5);
  for (std::size_t k = 0; k + 1 < points.size(); ++k) {
    quartic<TypeParam>(points[k], gradient);
    const Vector<TypeParam> expected = points[k] - TypeParam(0.05) * gradient;
    EXPECT_EQ(points[k + 1], expected) << "step " << k + 1;
  }
}

TYPED_TEST(RuleTest, MomentumWithoutMomentumIsSgd) {
  const Settings momentum{"momentum", {{"learning_rate", Value{0.05}}, {"momentum", Value{0.0}}}};
  EXPECT_EQ(this->run(momentum), this->run(kSgd));
}

TYPED_TEST(RuleTest, NesterovWithoutMomentumIsSgd) {
  const Settings nesterov{"nesterov", {{"learning_rate", Value{0.05}}, {"momentum", Value{0.0}}}};
  EXPECT_EQ(this->run(nesterov), this->run(kSgd));
}

TYPED_TEST(RuleTest, NesterovReportsWhereItsGradientIsTaken) {
  const Settings nesterov{"nesterov", {{"learning_rate", Value{0.05}}, {"momentum", Value{0.9}}}};
  const auto points = this->run(nesterov);
  // The textbook's form: y holds the point without the look-ahead, y + mu v the one with it.
  const double mu = TypeParam(0.9), lr = TypeParam(0.05);
  Eigen::VectorXd y = points[0].template cast<double>();
  Eigen::VectorXd v = Eigen::VectorXd::Zero(5), gradient(5);
  const double tolerance = std::is_same_v<TypeParam, float> ? 1e-4 : 1e-12;
  for (int k = 0; k < 100; ++k) {
    const Eigen::VectorXd ahead = y + mu * v;
    EXPECT_LT((ahead - points[k].template cast<double>()).cwiseAbs().maxCoeff(), tolerance)
        << "step " << k;
    quartic<double>(ahead, gradient);
    v = mu * v - lr * gradient;
    y += v;
  }
}

TYPED_TEST(RuleTest, DecayOfZeroIsConstant) {
  for (const char* schedule : {"inverse_time", "exponential"}) {
    EXPECT_EQ(this->run(kSgd, {schedule, {{"decay", Value{0.0}}}}), this->run(kSgd)) << schedule;
  }
}

TEST(DecayedSgd, IsSgdWithAScheduleOfItsOwn) {
  const OptimizerPlugin& plugin = registry().optimizer("decayed_sgd");
  EXPECT_EQ(plugin.own_schedule, (Settings{"inverse_time", {{"decay", Value{1e-3}}}}));
  const Vector<double> x0 = Vector<double>::LinSpaced(5, -1.3, 0.7);
  const Settings decayed{"decayed_sgd", kSgd.values};
  EXPECT_EQ(run_rule<double>(decayed, quartic<double>, x0, 20),
            run_rule<double>(kSgd, quartic<double>, x0, 20));
}

TEST(Sgd, HasTheArticlesDefaults) {
  const Settings settings = complete(registry().optimizer("sgd").info, {"sgd", {}});
  EXPECT_EQ(settings, (Settings{"sgd",
                                {{"learning_rate", Value{1.0}},
                                 {"weight_decay", Value{0.0}},
                                 {"clip_norm", Value{}},
                                 {"clip_value", Value{}}}}));
}

TEST(Sgd, CouplesWeightDecayAndClipsByValueBeforeIt) {
  const Vector<double> x0 = Vector<double>::Constant(2, 4.0);
  auto steep = [](const Vector<double>& x, Vector<double>& gradient) {
    gradient = 10 * x;
    return 5 * x.squaredNorm();
  };
  const Settings sgd{
      "sgd",
      {{"learning_rate", Value{0.5}}, {"weight_decay", Value{0.25}}, {"clip_value", Value{3.0}}}};
  const auto points = run_rule<double>(sgd, steep, x0, 1);
  EXPECT_EQ(points[1], Vector<double>::Constant(2, 4.0 - 0.5 * (3.0 + 0.25 * 4.0)));
}

}  // namespace
}  // namespace descend::test
