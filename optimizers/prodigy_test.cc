#include <gtest/gtest.h>

#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(Prodigy, MatchesThePaper) { expect_golden("prodigy", 3, {"quadratic", "rosenbrock"}); }

TEST(Prodigy, NeverOverestimatesTheDistanceOfAConvexProblem) {
  // r / |s|_1 <= <s, x0 - x*> / |s|_1 <= max |x0 - x*|, as every <g, x - x*> >= 0.
  const PaperProblem problem = paper_problem("quadratic");
  RuleOnLayout<double> run({"prodigy", {}}, problem.layout, problem.objective, problem.x0);
  const double distance = 4;  // to (1, -2, 3, -4) from zero
  double last = 0;
  for (int k = 0; k < 2000; ++k) {
    run.step();
    const double estimate = run.rule.object->learning_rate();
    ASSERT_LE(estimate, distance * (1 + 1e-12));
    ASSERT_GE(estimate, last);
    last = estimate;
  }
  EXPECT_GT(last, 0.1 * distance);  // and it has found the size, from 1e-6
}

TEST(Prodigy, ReachesTheMinimumWithoutARate) {
  const PaperProblem problem = paper_problem("quadratic");
  RuleOnLayout<double> run({"prodigy", {}}, problem.layout, problem.objective, problem.x0);
  for (int k = 0; k < 3000; ++k) run.step();
  Vector<double> gradient(4);
  const double before = problem.objective(problem.x0, gradient);
  EXPECT_LT(problem.objective(run.x, gradient), 1e-3 * before);
}

TEST(Prodigy, HoldsTheStateThatItsHeadSays) {
  const PaperProblem problem = paper_problem("quadratic");
  RuleOnLayout<double> run({"prodigy", {}}, problem.layout, problem.objective, problem.x0);
  EXPECT_EQ(run.state_size(), 4 * 4 + 2);
}

}  // namespace
}  // namespace descend::test
