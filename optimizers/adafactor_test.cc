#include <gtest/gtest.h>

#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(Adafactor, MatchesThePaper) {
  // Its steps are as long as alpha says wherever it is: about a minimum it goes to and fro.
  expect_golden("adafactor", 3, {"quadratic", "rosenbrock"});
}

TEST(Adafactor, LosesNothingWhereTheSquaresHaveRankOne) {
  // The factored second moment of u v' is exact, so a matrix moves as the vector of its entries.
  const Index rows = 4, cols = 3;
  const auto outer = [&](const Vector<double>&, Vector<double>& gradient) {
    for (Index j = 0; j < cols; ++j) {
      for (Index i = 0; i < rows; ++i) gradient[j * rows + i] = (0.5 + double(i)) * (double(j) - 3);
    }
    return 0.0;
  };
  const Vector<double> x0 = Vector<double>::LinSpaced(rows * cols, -1, 2);
  const Settings rule{"adafactor", {}};
  const auto matrix = run_on_layout<double>(rule, one_block(rows, cols), outer, x0, 30);
  const auto vector =
      run_on_layout<double>(rule, one_block(rows * cols, 1, Role::vector), outer, x0, 30);
  for (std::size_t k = 0; k < matrix.size(); ++k) {
    EXPECT_LT(relative_distance(matrix[k], vector[k]), 1e-12) << "step " << k;
  }
  EXPECT_NE(matrix[1], matrix[0]);
}

TEST(Adafactor, StaysFiniteWhereRowsAndColumnsHaveNoGradient) {
  const auto one_entry = [](const Vector<float>&, Vector<float>& gradient) {
    gradient.setZero();
    gradient[0] = 1;
    return 0.0;
  };
  RuleOnLayout<float> run({"adafactor", {}}, one_block(4, 3), one_entry, Vector<float>::Ones(12));
  for (int k = 0; k < 20; ++k) run.step();
  EXPECT_TRUE(run.x.allFinite());
  EXPECT_LT(run.x[0], 1);
  EXPECT_EQ(run.x.tail(11), Vector<float>::Ones(11));
}

TEST(Adafactor, HoldsSublinearState) {
  const PaperProblem problem = paper_problem("blocks");
  RuleOnLayout<double> run({"adafactor", {}}, problem.layout, problem.objective, problem.x0);
  Index expected = 0;
  for (const Block& block : problem.layout.blocks) {
    expected += block.role == Role::vector ? block.size() : block.rows + block.cols;
  }
  EXPECT_EQ(run.state_size(), expected);
}

}  // namespace
}  // namespace descend::test
