#include "results/report/report_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "results/record/sample_records.h"
#include "results/record/settings_json.h"

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
    if (plan.shown[i]) bytes += runs[i].bytes(plan.max_states, plan.digits);
  }
  return bytes;
}

TEST(ReportPlan, AFewRunsKeepEverything) {
  const std::vector<RunSize> runs(20, run(1001));
  const ReportPlan plan = plan_report(runs, 13'000'000);
  EXPECT_EQ(plan.digits, Digits::all);
  EXPECT_EQ(plan.max_states, kMaxStates);
  EXPECT_EQ(plan_report({}, 1000).shown.size(), 0u);
}

TEST(ReportPlan, ManyRunsAreThinnedUntilTheyFit) {
  const std::vector<RunSize> runs(1000, run(1001));
  const ReportPlan plan = plan_report(runs, 13'000'000);
  EXPECT_EQ(plan.digits, Digits::seven);
  EXPECT_LE(total(runs, plan), 13'000'000u);
  EXPECT_GT(total(runs, plan), 12'000'000u) << "more would have fitted";
  EXPECT_EQ(std::count(plan.shown.begin(), plan.shown.end(), true), 1000);
}

TEST(ReportPlan, RunsThatAreLeftOutAreRepetitions) {
  std::vector<RunSize> runs;
  for (std::size_t i = 0; i < 20'000; ++i) runs.push_back(run(1001, i / 20));
  runs[19'999].parameters = true;
  const ReportPlan plan = plan_report(runs, 13'000'000);
  EXPECT_EQ(plan.max_states, kMinStates);
  EXPECT_LE(total(runs, plan), 13'000'000u);
  for (std::size_t i = 0; i < 20'000; i += 20) EXPECT_TRUE(plan.shown[i]) << i;
  EXPECT_TRUE(plan.shown[19'999]);
  EXPECT_GT(std::count(plan.shown.begin(), plan.shown.end(), true), 3000);
}

TEST(ReportPlan, ATwinOfOtherPrecisionIsNoRepetition) {
  RunSettings settings = sample_record("run-1").settings;
  std::vector<RunSize> runs;
  for (const Precision precision : {Precision::float32, Precision::float64}) {
    for (const int seed : {0, 1}) {
      settings.precision = precision;
      settings.seed = seed;
      runs.push_back(run(1001, std::hash<std::string>{}(text_without_seeds(settings))));
    }
  }
  // Two of the four fit: the first of each precision.
  const ReportPlan plan = plan_report(runs, 2 * runs[0].bytes(kMinStates, Digits::seven));
  EXPECT_EQ(plan.shown, (std::vector<bool>{true, false, true, false}));
}

}  // namespace
}  // namespace descend
