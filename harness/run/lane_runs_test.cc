// Runs side by side end as they do one by one.

#include "harness/run/lane_runs.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <set>

#include "descend/numerics/lanes.h"
#include "harness/registry/own_registry.h"
#include "harness/run/runner.h"

namespace descend {
namespace {

Run planned(const std::string& problem, const std::string& optimizer, double rate,
            const Json& settings) {
  Json experiment = settings;
  experiment["problems"] = {problem};
  Json spec = parse_spec(optimizer);
  spec["learning_rate"] = rate;
  experiment["optimizers"] = Json::array({spec});
  const Json suite = {{"schema", "descend.suite/1"}, {"experiments", Json::array({experiment})}};
  return Plan(read_suite(suite, "test", Json::object()), own_registry()).run_at(0);
}

// From rates that hardly move to ones that explode; returns how many different verdicts there were.
std::size_t expect_the_same(const std::string& problem, const std::string& optimizer,
                            const Json& settings = {{"budget", {{"steps", 150}}}}) {
  const std::array<double, 20> rates = {1e-9, 1e-6, 1e-4, 0.001, 0.003, 0.01, 0.02,
                                        0.03, 0.05, 0.1,  0.2,   0.3,   0.5,  1.0,
                                        2.0,  3.0,  10.0, 100.0, 1e3,   1e9};
  const auto lanes =
      LaneRuns::make(planned(problem, optimizer, 0.5, settings).settings, own_registry());
  EXPECT_NE(lanes, nullptr) << problem << ", " << optimizer;
  if (!lanes) return 0;
  std::set<Verdict> verdicts;
  for (std::size_t first = 0; first < rates.size(); first += Lanes::kCount) {
    const std::size_t count = std::min<std::size_t>(Lanes::kCount, rates.size() - first);
    std::array<CellOutcome, Lanes::kCount> outcomes;
    EXPECT_TRUE(
        lanes->run(std::span(rates).subspan(first, count), std::span(outcomes).first(count)));
    for (std::size_t i = 0; i < count; ++i) {
      const double rate = rates[first + i];
      const Outcome alone =
          run_one(planned(problem, optimizer, rate, settings), own_registry()).outcome;
      const std::string where = problem + ", " + optimizer + ", rate " + std::to_string(rate);
      EXPECT_EQ(outcomes[i].verdict, alone.verdict) << where;
      EXPECT_EQ(outcomes[i].steps, alone.steps) << where;
      EXPECT_EQ(outcomes[i].minimum, alone.reached_minimum_index.value_or(-1)) << where;
      const bool both_nan =
          outcomes[i].final_loss != outcomes[i].final_loss && alone.final_loss != alone.final_loss;
      EXPECT_TRUE(both_nan || std::bit_cast<std::uint64_t>(outcomes[i].final_loss) ==
                                  std::bit_cast<std::uint64_t>(alone.final_loss))
          << where << ": " << outcomes[i].final_loss << " and " << alone.final_loss;
      verdicts.insert(outcomes[i].verdict);
    }
  }
  return verdicts.size();
}

TEST(LaneRuns, EndAsOneByOneForEveryRuleThatKnowsLanes) {
  int rules = 0;
  for (const PluginInfo* info : own_registry().all(Kind::optimizer)) {
    if (!own_registry().optimizer(info->name).make.of<Lanes>()) continue;
    ++rules;
    for (const char* problem : {"article_landscape", "rosenbrock", "quadratic:dimension=11"}) {
      expect_the_same(problem, info->name);
    }
  }
  EXPECT_GE(rules, 15);
}

TEST(LaneRuns, MeetEveryKindOfEnd) {
  EXPECT_GE(expect_the_same("article_landscape", "momentum"), 4u);
  EXPECT_GE(expect_the_same("double_well", "sgd"), 3u);
  EXPECT_GE(expect_the_same("forrester", "adam"), 2u);
  expect_the_same("gramacy_lee", "nesterov:momentum=0.5,weight_decay=0.01,clip_norm=2");
  expect_the_same("rastrigin_1d", "rmsprop");
}

TEST(LaneRuns, KeepBudgetsTargetsBoundsAndSchedules) {
  expect_the_same("article_landscape", "momentum", {{"budget", {{"evaluations", 77}}}});
  expect_the_same("article_landscape", "momentum",
                  {{"budget", {{"epochs", 90}}}, {"target_loss", -1.0}});
  expect_the_same("rosenbrock", "adam", {{"budget", {{"steps", 90}}}, {"loss_bound", 30.0}});
  expect_the_same("article_landscape", "sgd",
                  {{"budget", {{"steps", 90}}}, {"schedules", {"cosine"}}, {"seed", 3}});
  expect_the_same("article_landscape", "decayed_sgd:decay=0.1");
}

TEST(LaneRuns, KnowWhatTheyCannotDo) {
  const auto possible = [](const char* problem, const char* optimizer,
                           Json settings = Json::object()) {
    return LaneRuns::make(planned(problem, optimizer, 0.1, settings).settings, own_registry()) !=
           nullptr;
  };
  EXPECT_TRUE(possible("double_well", "sgd"));
  EXPECT_FALSE(possible("double_well", "lbfgs"));
  EXPECT_FALSE(possible("spiral:samples=10", "sgd"));
  EXPECT_FALSE(possible("double_well", "sgd", {{"precision", "float32"}}));
  EXPECT_FALSE(possible("double_well", "sgd", {{"schedules", {"reduce_on_plateau"}}}));
}

}  // namespace
}  // namespace descend
