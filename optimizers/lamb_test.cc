#include <gtest/gtest.h>

#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(Lamb, MatchesThePaper) { expect_golden("lamb", 3); }

TEST(Lamb, MovesEachBlockByTheRateTimesItsLength) {
  const PaperProblem problem = paper_problem("blocks");
  const double rate = 0.01;
  const auto points = run_on_layout<double>({"lamb", {{"learning_rate", Value{rate}}}},
                                            problem.layout, problem.objective, problem.x0, 30);
  for (std::size_t k = 0; k + 1 < points.size(); ++k) {
    for (const Block& block : problem.layout.blocks) {
      const auto before = points[k].segment(block.offset, block.size());
      const auto after = points[k + 1].segment(block.offset, block.size());
      EXPECT_NEAR((after - before).norm(), rate * before.norm(), 1e-14) << block.name;
    }
  }
}

TEST(Lamb, LeavesABlockThatStartsAtZero) {
  const PaperProblem problem = paper_problem("quadratic");
  ASSERT_EQ(problem.x0.norm(), 0);
  RuleOnLayout<double> run({"lamb", {}}, problem.layout, problem.objective, problem.x0);
  run.step();
  EXPECT_GT(run.x.norm(), 0);
}

TEST(Lamb, HoldsTheStateThatItsHeadSays) {
  const PaperProblem problem = paper_problem("blocks");
  RuleOnLayout<double> run({"lamb", {}}, problem.layout, problem.objective, problem.x0);
  EXPECT_EQ(run.state_size(), 2 * problem.layout.size());
}

}  // namespace
}  // namespace descend::test
