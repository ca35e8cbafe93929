#include <gtest/gtest.h>

#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(Shampoo, MatchesThePaper) { expect_golden("shampoo", 2); }

TEST(Shampoo, OfASingleEntryIsAdagrad) {
  // L and R are both epsilon + sum of g^2, each to the power -1/4.
  const auto slope = [](const Vector<double>& x, Vector<double>& gradient) {
    gradient[0] = 2 * (x[0] - 3);
    return (x[0] - 3) * (x[0] - 3);
  };
  const double rate = 0.5, epsilon = 1e-3;
  const auto points = run_on_layout<double>(
      {"shampoo", {{"learning_rate", Value{rate}}, {"epsilon", Value{epsilon}}}}, one_block(1, 1),
      slope, Vector<double>::Zero(1), 50);
  double x = 0, sum = epsilon;
  for (std::size_t k = 1; k < points.size(); ++k) {
    const double g = 2 * (x - 3);
    sum += g * g;
    x -= rate * g / std::sqrt(sum);
    ASSERT_NEAR(points[k][0], x, 1e-12) << "step " << k;
  }
}

TEST(Shampoo, HoldsTheStateThatItsHeadSays) {
  const PaperProblem problem = paper_problem("blocks");
  RuleOnLayout<double> run({"shampoo", {{"max_size", Value{std::int64_t{4}}}}}, problem.layout,
                           problem.objective, problem.x0);
  Index expected = problem.layout.size();
  const auto side = [](Index n) { return 2 * (n > 4 ? n : n * n); };
  for (const Block& block : problem.layout.blocks) {
    expected += side(block.rows);
    if (block.role != Role::vector) expected += side(block.cols);
  }
  EXPECT_EQ(run.state_size(), expected);
}

}  // namespace
}  // namespace descend::test
