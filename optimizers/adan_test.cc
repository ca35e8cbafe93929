#include <gtest/gtest.h>

#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(Adan, MatchesThePaperAndTheAuthorsCode) { expect_golden("adan", 6, {"rosenbrock"}); }

TEST(Adan, WithoutDifferencesIsAdam) {
  // With beta2 = 0 the look-ahead has no weight; what is left is Adam with beta3 for the squares.
  const PaperProblem problem = paper_problem("rosenbrock");
  const Setting rate{"learning_rate", Value{0.01}}, epsilon{"epsilon", Value{1e-6}};
  const Setting beta1{"beta1", Value{0.8}};
  const auto adan = run_on_layout<double>(
      {"adan", {rate, epsilon, beta1, {"beta2", Value{0.0}}, {"beta3", Value{0.95}}}},
      problem.layout, problem.objective, problem.x0, 200);
  const auto adam = run_on_layout<double>({"adam", {rate, epsilon, beta1, {"beta2", Value{0.95}}}},
                                          problem.layout, problem.objective, problem.x0, 200);
  for (std::size_t k = 0; k < adam.size(); ++k) {
    EXPECT_LT(relative_distance(adan[k], adam[k]), 1e-11) << "step " << k;
  }
}

TEST(Adan, DoesNotSeePowersOfTwoInTheLoss) {
  const Settings rule{"adan", {{"learning_rate", Value{0.01}}, {"epsilon", Value{0.0}}}};
  const PaperProblem problem = paper_problem("rosenbrock");
  const auto scaled = [&](const Vector<double>& x, Vector<double>& gradient) {
    const double loss = problem.objective(x, gradient);
    gradient *= 0x1p-30;
    return loss * 0x1p-30;
  };
  EXPECT_EQ(run_on_layout<double>(rule, problem.layout, scaled, problem.x0, 100),
            run_on_layout<double>(rule, problem.layout, problem.objective, problem.x0, 100));
}

TEST(Adan, HoldsTheStateThatItsHeadSays) {
  const PaperProblem problem = paper_problem("quadratic");
  RuleOnLayout<double> run({"adan", {}}, problem.layout, problem.objective, problem.x0);
  EXPECT_EQ(run.state_size(), 4 * 4);
}

}  // namespace
}  // namespace descend::test
