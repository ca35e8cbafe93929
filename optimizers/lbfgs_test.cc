#include <gtest/gtest.h>

#include "optimizers/decompositions.h"
#include "optimizers/golden_test.h"
#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(Lbfgs, MatchesPyTorchUntilItStops) {
  int cases = 0;
  const nlohmann::json file = read_golden("golden/pytorch_lbfgs.json");
  for (const nlohmann::json& golden : file.at("cases")) {
    SCOPED_TRACE(golden.at("pytorch").get<std::string>() + " on " +
                 golden.at("problem").get<std::string>());
    const PaperProblem problem = paper_problem(golden.at("problem"));
    RuleOnLayout<double> run(settings_from("lbfgs", golden.at("settings")), problem.layout,
                             problem.objective, problem.x0);
    const nlohmann::json& points = golden.at("points");
    for (std::size_t k = 0; k < points.size(); ++k) {
      ASSERT_EQ(run.step().code, StepStatus::ok) << "step " << k + 1;
      const auto expected = points[k].at("x").get<std::vector<double>>();
      const Vector<double> x = Eigen::Map<const Vector<double>>(expected.data(), expected.size());
      // Early steps agree to rounding; later ones carry it on, through quotients of small numbers.
      EXPECT_LT(relative_distance(run.x, x), k < 10 ? 1e-10 : 1e-6) << "step " << k + 1;
    }
    EXPECT_EQ(run.step().code, StepStatus::converged);
    ++cases;
  }
  EXPECT_EQ(cases, 4);
}

/// f = x' Q diag(spectrum) Q' x / 2 - b' x with some rotation Q.
struct Quadratic {
  Matrix<double> matrix;
  Vector<double> b;

  explicit Quadratic(Index n) : matrix(n, n), b(n) {
    Matrix<double> q(n, n);
    for (Index i = 0; i < q.size(); ++i) q.data()[i] = std::sin(double(3 * i + 1));
    DecompositionSpace space(n);
    orthonormalize(q, space);
    Vector<double> spectrum(n);
    for (Index i = 0; i < n; ++i) spectrum[i] = std::pow(100.0, double(i) / double(n - 1));
    matrix = q * spectrum.asDiagonal() * q.transpose();
    for (Index i = 0; i < n; ++i) b[i] = std::cos(double(i));
  }

  double operator()(const Vector<double>& x, Vector<double>& gradient) const {
    gradient = matrix * x - b;
    return 0.5 * x.dot(matrix * x) - b.dot(x);
  }
};

const std::vector<Setting> kExact{{"c1", Value{1e-9}},
                                  {"c2", Value{1e-8}},
                                  {"history", Value{std::int64_t{40}}},
                                  {"tolerance_gradient", Value{0.0}},
                                  {"tolerance_change", Value{0.0}},
                                  {"least_curvature", Value{0.0}}};

TEST(Lbfgs, SolvesAQuadraticInAsManyStepsAsItHasDimensions) {
  for (Index n : {2, 3, 5, 8, 12}) {
    const Quadratic quadratic(n);
    RuleOnLayout<double> run({"lbfgs", kExact}, one_block(n, 1, Role::vector), quadratic,
                             Vector<double>::Ones(n));
    Vector<double> gradient(n);
    quadratic(run.x, gradient);
    const double first = gradient.norm();
    for (Index k = 0; k < n + 1; ++k) run.step();
    quadratic(run.x, gradient);
    EXPECT_LT(gradient.norm(), 1e-8 * first) << "dimension " << n;
  }
}

TEST(Lbfgs, DoesNotSeeAnOrthogonalChangeOfBasis) {
  const Index n = 2;
  const double c = 0.6, s = 0.8;
  Matrix<double> turn(n, n);
  turn << c, -s, s, c;
  const auto turned = [&](const Vector<double>& y, Vector<double>& gradient) {
    Vector<double> inner(n);
    const double loss = rosenbrock()(turn * y, inner);
    gradient = turn.transpose() * inner;
    return loss;
  };
  const Vector<double> x0 = vector_of({-1.2, 1});
  // PyTorch's first step min(1, 1 / |g|_1) is the one thing that sees the axes; the search with a
  // small c2 finds the same minimum along the line from either.
  std::vector<Setting> options = kExact;
  options[1].value = Value{1e-6};
  const Layout layout = one_block(n, 1, Role::vector);
  const auto plain = run_on_layout<double>({"lbfgs", options}, layout, rosenbrock(), x0, 12);
  const auto other =
      run_on_layout<double>({"lbfgs", options}, layout, turned, turn.transpose() * x0, 12);
  ASSERT_EQ(plain.size(), 13u);
  ASSERT_EQ(other.size(), 13u);
  for (std::size_t k = 0; k < plain.size(); ++k) {
    EXPECT_LT(relative_distance(turn * other[k], plain[k]), 1e-4) << "step " << k;
  }
  EXPECT_GT((plain[12] - x0).norm(), 1.0);
}

TEST(Lbfgs, EndsWithAReasonWhereTheLineSearchFindsNothing) {
  // A gradient that points the wrong way: every step along it is a step up.
  const auto liar = [](const Vector<double>& x, Vector<double>& gradient) {
    gradient = -2 * x;
    return x.squaredNorm();
  };
  const Vector<double> x0 = Vector<double>::Ones(3);
  RuleOnLayout<double> run({"lbfgs", {}}, one_block(3, 1, Role::vector), liar, x0);
  const StepStatus status = run.step();
  EXPECT_EQ(status.code, StepStatus::failed);
  EXPECT_STREQ(status.reason, "the line search found no lower point");
  EXPECT_EQ(run.x, x0);
}

TEST(Lbfgs, EndsWithAReasonWhereTheGradientIsNotFinite) {
  const auto broken = [](const Vector<double>&, Vector<double>& gradient) {
    gradient.setConstant(NAN);
    return 1.0;
  };
  RuleOnLayout<double> run({"lbfgs", {}}, one_block(3, 1, Role::vector), broken,
                           Vector<double>::Ones(3));
  const StepStatus status = run.step();
  EXPECT_EQ(status.code, StepStatus::failed);
  EXPECT_STREQ(status.reason, "the slope along the direction is not finite");
}

TEST(Lbfgs, HasConvergedWhereTheGradientIsZero) {
  const auto flat = [](const Vector<double>&, Vector<double>& gradient) {
    gradient.setZero();
    return 1.0;
  };
  const Vector<double> x0 = Vector<double>::Ones(3);
  RuleOnLayout<double> run({"lbfgs", {}}, one_block(3, 1, Role::vector), flat, x0);
  EXPECT_EQ(run.step().code, StepStatus::converged);
  EXPECT_EQ(run.x, x0);
}

TEST(Lbfgs, DoesNotEvaluateItsLastPointAgain) {
  int evaluations = 0;
  Vector<double> last = Vector<double>::Constant(4, kInfinity);
  const auto counted = [&](const Vector<double>& x, Vector<double>& gradient) {
    ++evaluations;
    EXPECT_NE(x, last);
    last = x;
    return quadratic()(x, gradient);
  };
  const Vector<double> x0 = Vector<double>::Zero(4);
  RuleOnLayout<double> run({"lbfgs", {}}, one_block(4, 1, Role::vector), counted, x0);
  for (int k = 0; k < 8; ++k) run.step();
  EXPECT_GE(evaluations, 9);
  // Moved from outside, the point is new.
  run.x *= 1.01;
  const int before = evaluations;
  run.step();
  EXPECT_GE(evaluations, before + 2);
}

TEST(Lbfgs, WorksInFloat) {
  const auto bowl = [](const Vector<float>& x, Vector<float>& gradient) {
    double loss = 0;
    for (Index i = 0; i < x.size(); ++i) {
      const float d = x[i] - 1;
      gradient[i] = float(i + 1) * d;
      loss += double(float(i + 1) * d * d / 2);
    }
    return loss;
  };
  const auto points = run_on_layout<float>({"lbfgs", {}}, one_block(6, 1, Role::vector), bowl,
                                           Vector<float>::Zero(6), 20);
  EXPECT_LT((points.back() - Vector<float>::Ones(6)).norm(), 1e-4);
}

TEST(Lbfgs, HoldsTheStateThatItsHeadSays) {
  RuleOnLayout<double> run({"lbfgs", {{"history", Value{std::int64_t{7}}}}},
                           one_block(5, 1, Role::vector), rosenbrock(), Vector<double>::Zero(5));
  EXPECT_EQ(run.state_size(), 2 * 7 * 5 + 2 * 5 + 7 + 4);
}

}  // namespace
}  // namespace descend::test
