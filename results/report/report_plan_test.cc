#include "results/report/report_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace descend {
namespace {

RunSize run(std::size_t states, std::size_t settings = 0) {
  RunSize size;
  size.head = 1000;
  size.states = states;
  size.constant_columns = 2;
  size.even_columns = 2;
  size.other_columns = 6;
  size.settings = settings;
  return size;
}

std::size_t total(const std::vector<RunSize>& runs, const ReportPlan& plan) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (plan.shown[i]) bytes += runs[i].bytes(plan.most_states, plan.digits);
  }
  return bytes;
}

TEST(ReportPlan, AFewRunsKeepEverything) {
  const std::vector<RunSize> runs(20, run(1001));
  const ReportPlan plan = plan_report(runs, 13'000'000);
  EXPECT_EQ(plan.digits, Digits::all);
  EXPECT_EQ(plan.most_states, kMostStates);
  EXPECT_EQ(plan_report({}, 1000).shown.size(), 0u);
}

TEST(ReportPlan, ManyRunsAreThinnedUntilTheyFit) {
  const std::vector<RunSize> runs(1000, run(1001));
  const ReportPlan plan = plan_report(runs, 13'000'000);
  EXPECT_EQ(plan.digits, Digits::seven);
  EXPECT_LE(total(runs, plan), 13'000'000u);
  EXPECT_GT(total(runs, plan), 12'000'000u) << "room is left";
  EXPECT_EQ(std::count(plan.shown.begin(), plan.shown.end(), true), 1000);
}

TEST(ReportPlan, RunsThatAreLeftOutAreRepetitions) {
  std::vector<RunSize> runs;
  for (std::size_t i = 0; i < 20'000; ++i) runs.push_back(run(1001, i / 20));
  runs[19'999].parameters = true;
  const ReportPlan plan = plan_report(runs, 13'000'000);
  EXPECT_EQ(plan.most_states, kFewestStates);
  EXPECT_LE(total(runs, plan), 13'000'000u);
  for (std::size_t i = 0; i < 20'000; i += 20) EXPECT_TRUE(plan.shown[i]) << i;
  EXPECT_TRUE(plan.shown[19'999]);
  EXPECT_GT(std::count(plan.shown.begin(), plan.shown.end(), true), 3000);
}

}  // namespace
}  // namespace descend
