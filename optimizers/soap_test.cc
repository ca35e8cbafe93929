#include <gtest/gtest.h>

#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(Soap, MatchesThePaper) { expect_golden("soap", 2); }

TEST(Soap, OfASingleEntryIsAdamAfterItsFirstStep) {
  const auto slope = [](const Vector<double>& x, Vector<double>& gradient) {
    gradient[0] = 2 * (x[0] - 3);
    return (x[0] - 3) * (x[0] - 3);
  };
  const Setting rate{"learning_rate", Value{0.05}}, epsilon{"epsilon", Value{1e-12}};
  const Setting none{"weight_decay", Value{0.0}};
  const Vector<double> x0 = Vector<double>::Zero(1);
  const auto soap =
      run_on_layout<double>({"soap", {rate, epsilon, none}}, one_block(1, 1), slope, x0, 51);
  const auto adam = run_on_layout<double>(
      {"adam", {rate, epsilon, {"beta1", Value{0.95}}, {"beta2", Value{0.95}}}}, one_block(1, 1),
      slope, x0, 50);
  EXPECT_EQ(soap[1], x0);
  for (std::size_t k = 0; k < adam.size(); ++k) {
    EXPECT_NEAR(soap[k + 1][0], adam[k][0], 1e-10) << "step " << k;
  }
}

TEST(Soap, HoldsTheStateThatItsHeadSays) {
  const PaperProblem problem = paper_problem("blocks");
  RuleOnLayout<double> run({"soap", {{"max_size", Value{std::int64_t{4}}}}}, problem.layout,
                           problem.objective, problem.x0);
  Index expected = 2 * problem.layout.size();
  const auto side = [](Index n) { return n > 4 ? 0 : 2 * n * n; };
  for (const Block& block : problem.layout.blocks) {
    if (block.role != Role::vector) expected += side(block.rows) + side(block.cols);
  }
  EXPECT_EQ(run.state_size(), expected);
}

}  // namespace
}  // namespace descend::test
