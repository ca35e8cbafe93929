// The rules around other rules.

#include <gtest/gtest.h>

#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(Sam, MatchesThePaper) {
  // At the bottom of the valley the direction of the gradient, to which SAM goes rho far, turns
  // round with each step, and every difference grows.
  expect_golden("sam", 3, {"rosenbrock"});
}

TEST(Lookahead, MatchesThePaper) { expect_golden("lookahead", 3); }

/// Every rule that another may be wrapped around, with a rate at which it gets somewhere.
std::vector<Settings> bases() {
  std::vector<Settings> all;
  for (const auto& [name, plugin] : registry().optimizers) {
    if (!plugin.own_schedule.name.empty() || plugin.info.family == "wrapper") continue;
    all.push_back({name, {{"learning_rate", Value{1e-3}}}});
  }
  return all;
}

template <typename Scalar>
std::vector<Vector<Scalar>> run_blocks(const Settings& settings, int steps = 60) {
  const PaperProblem problem = paper_problem("blocks");
  return run_on_layout<Scalar>(settings, problem.layout, blocks_function<Scalar>(problem.layout),
                               problem.x0.cast<Scalar>(), steps);
}

template <typename Scalar>
void expect_inclusion(const Settings& base) {
  const auto plain = run_blocks<Scalar>(base);
  EXPECT_NE(plain[2], plain[0]) << base.name;
  EXPECT_EQ(run_blocks<Scalar>({"sam", {{"base", Value{base}}, {"rho", Value{0.0}}}}), plain)
      << base.name;
  EXPECT_EQ(run_blocks<Scalar>(
                {"lookahead",
                 {{"base", Value{base}}, {"k", Value{std::int64_t{1}}}, {"alpha", Value{1.0}}}}),
            plain)
      << base.name;
}

TEST(Wrappers, AreTheirBaseBitForBitWhereTheyDoNothing) {
  const auto all = bases();
  EXPECT_GE(all.size(), 10u);
  for (const Settings& base : all) {
    expect_inclusion<float>(base);
    expect_inclusion<double>(base);
  }
}

TEST(Wrappers, GoInsideEachOther) {
  const Settings inner{"sam", {{"rho", Value{0.01}}}};
  const Settings outer{"lookahead", {{"base", Value{inner}}, {"k", Value{std::int64_t{3}}}}};
  const auto points = run_blocks<double>(outer, 2);
  EXPECT_EQ(points[2], run_blocks<double>(inner, 2)[2]);
}

TEST(Sam, AsksTwiceAStepAndReportsTheLossOfThePointItself) {
  int evaluations = 0;
  const auto bowl = [&](const Vector<double>& x, Vector<double>& gradient) {
    ++evaluations;
    gradient = 2 * x;
    return x.squaredNorm();
  };
  const Settings sgd{"sgd", {{"learning_rate", Value{0.1}}}};
  RuleOnLayout<double> run({"sam", {{"base", Value{sgd}}, {"rho", Value{0.5}}}},
                           one_block(2, 1, Role::vector), bowl, vector_of({3, 4}));
  run.step();
  EXPECT_EQ(evaluations, 2);
  // e = 0.5 (0.6, 0.8); the gradient there is 2 (3.3, 4.4).
  EXPECT_NEAR(run.x[0], 3 - 0.66, 1e-15);
  EXPECT_NEAR(run.x[1], 4 - 0.88, 1e-15);
}

TEST(Wrappers, ReportTheRateOfTheirBase) {
  const Settings sgd{"sgd", {{"learning_rate", Value{0.125}}}};
  for (const char* name : {"sam", "lookahead"}) {
    RuleOnLayout<double> run({name, {{"base", Value{sgd}}}}, one_block(2, 1, Role::vector),
                             rosenbrock(), vector_of({0, 0}));
    run.step();
    EXPECT_EQ(run.rule.object->learning_rate(), 0.125) << name;
  }
}

TEST(Wrappers, FollowAChangeInMidRun) {
  const Settings sgd{"sgd", {{"learning_rate", Value{1e-3}}}};
  const PaperProblem problem = paper_problem("rosenbrock");
  RuleOnLayout<double> sam({"sam", {{"base", Value{sgd}}, {"rho", Value{0.0}}}}, problem.layout,
                           problem.objective, problem.x0);
  RuleOnLayout<double> plain(sgd, problem.layout, problem.objective, problem.x0);
  for (int k = 0; k < 5; ++k) sam.step();
  for (int k = 0; k < 5; ++k) plain.step();
  EXPECT_EQ(sam.x, plain.x);
  sam.rule.change("rho", Value{0.1});
  sam.step();
  plain.step();
  EXPECT_NE(sam.x, plain.x);

  const Settings wrapped{"lookahead", {{"base", Value{sgd}}, {"k", Value{std::int64_t{1000}}}}};
  RuleOnLayout<double> lookahead(wrapped, problem.layout, problem.objective, problem.x0);
  for (int k = 0; k < 5; ++k) lookahead.step();
  lookahead.rule.change("alpha", Value{0.25});
  lookahead.rule.change("k", Value{std::int64_t{6}});
  const Vector<double> before = lookahead.x;
  lookahead.step();
  EXPECT_LT((lookahead.x - problem.x0).norm(), 0.5 * (before - problem.x0).norm());
}

TEST(Wrappers, RefuseABaseWithAScheduleOfItsOwn) {
  for (const char* name : {"sam", "lookahead"}) {
    EXPECT_THROW(make_rule<double>({name, {{"base", Value{Settings{"decayed_sgd", {}}}}}}),
                 BadInput);
  }
}

TEST(Wrappers, HandOnTheRefusalOfTheirBase) {
  for (const char* name : {"sam", "lookahead"}) {
    auto rule = make_rule<double>({name, {{"base", Value{Settings{"muon", {}}}}}});
    const Vector<double> x0 = Vector<double>::Zero(3);
    EXPECT_THROW(rule.object->start(one_block(3, 1, Role::vector), x0, {}), Unsupported);
  }
}

TEST(Wrappers, HoldTheStateThatTheirHeadsSay) {
  const PaperProblem problem = paper_problem("quadratic");
  const Value base{Settings{"momentum", {}}};
  RuleOnLayout<double> sam({"sam", {{"base", base}}}, problem.layout, problem.objective,
                           problem.x0);
  RuleOnLayout<double> lookahead({"lookahead", {{"base", base}}}, problem.layout, problem.objective,
                                 problem.x0);
  EXPECT_EQ(sam.state_size(), 4);
  EXPECT_EQ(lookahead.state_size(), 4 + 4 + 1);
}

}  // namespace
}  // namespace descend::test
