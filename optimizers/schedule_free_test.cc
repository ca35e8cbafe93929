#include <gtest/gtest.h>

#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(ScheduleFreeSgd, MatchesThePaper) { expect_golden("schedule_free_sgd", 3); }

TEST(ScheduleFreeAdamw, MatchesThePaper) { expect_golden("schedule_free_adamw", 3); }

TEST(ScheduleFreeSgd, WithoutMomentumReportsTheMeanOfSgdsPoints) {
  const PaperProblem problem = paper_problem("rosenbrock");
  const Setting rate{"learning_rate", Value{5e-4}};
  const auto sgd =
      run_on_layout<double>({"sgd", {rate}}, problem.layout, problem.objective, problem.x0, 300);
  const auto free = run_on_layout<double>({"schedule_free_sgd", {rate, {"momentum", Value{0.0}}}},
                                          problem.layout, problem.objective, problem.x0, 300);
  EXPECT_EQ(free[1], sgd[1]);
  Vector<double> sum = Vector<double>::Zero(2);
  for (std::size_t k = 1; k < sgd.size(); ++k) {
    sum += sgd[k];
    EXPECT_LT(relative_distance(free[k], sum / double(k)), 1e-12) << "step " << k;
  }
}

/// Fails the test where the gradient is asked for at the iterate.
class ElsewhereOracle final : public Oracle<double> {
 public:
  double value_and_gradient(VectorRef<double>) override {
    ADD_FAILURE() << "asked at the iterate";
    return 0;
  }
  double value(ConstVectorRef<double>) override { return 0; }
  double value_and_gradient(ConstVectorRef<double> x, VectorRef<double> gradient) override {
    points.push_back(x);
    gradient = x;
    return 0;
  }
  std::uint64_t draw() const override { return 0; }

  std::vector<Vector<double>> points;
};

TEST(ScheduleFreeRules, AskBetweenTheAverageAndTheFastSequence) {
  for (const char* name : {"schedule_free_sgd", "schedule_free_adamw"}) {
    const bool sgd = std::string(name) == "schedule_free_sgd";
    auto rule = make_rule<double>(
        {name, {{"learning_rate", Value{0.1}}, {sgd ? "momentum" : "beta1", Value{1.0}}}});
    Vector<double> x = Vector<double>::Ones(3);
    rule.object->start(one_block(3, 1, Role::vector), x, {});
    ElsewhereOracle oracle;
    std::vector<Vector<double>> reported{x};
    for (int k = 0; k < 10; ++k) {
      rule.object->step(oracle, x);
      reported.push_back(x);
    }
    // With all the weight on the average, that is where the gradient is taken.
    ASSERT_EQ(oracle.points.size(), 10u);
    for (int k = 0; k < 10; ++k) EXPECT_EQ(oracle.points[k], reported[k]) << name;
  }
}

TEST(ScheduleFreeRules, StandStillAtARateOfZero) {
  const PaperProblem problem = paper_problem("quadratic");
  for (const char* name : {"schedule_free_sgd", "schedule_free_adamw"}) {
    RuleOnLayout<double> run({name, {{"learning_rate", Value{0.0}}}}, problem.layout,
                             problem.objective, problem.x0);
    for (int k = 0; k < 3; ++k) run.step();
    EXPECT_EQ(run.x, problem.x0) << name;
  }
}

TEST(ScheduleFreeRules, HoldTheStateThatTheirHeadsSay) {
  const PaperProblem problem = paper_problem("quadratic");
  RuleOnLayout<double> sgd({"schedule_free_sgd", {}}, problem.layout, problem.objective,
                           problem.x0);
  RuleOnLayout<double> adamw({"schedule_free_adamw", {}}, problem.layout, problem.objective,
                             problem.x0);
  EXPECT_EQ(sgd.state_size(), 4 + 1);
  EXPECT_EQ(adamw.state_size(), 2 * 4 + 1);
}

}  // namespace
}  // namespace descend::test
