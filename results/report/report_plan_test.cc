#include "results/report/report_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "results/record/sample_records.h"
#include "results/record/write_record.h"

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

using Json = nlohmann::ordered_json;

std::size_t hash_with(const std::function<void(Json&)>& change) {
  Json line = Json::parse(record_line(sample_record("run-1")));
  change(line);
  return settings_hash(line);
}

TEST(ReportPlan, RepetitionsDifferInNothingButTheSeed) {
  const std::size_t hash = hash_with([](Json&) {});
  const std::vector<std::function<void(Json&)>> repeated = {
      [](Json& run) { run["id"] = "run-2"; },
      [](Json& run) { run["seed"] = 1; },
      [](Json& run) { run["optimizer_seed"] = 1; },
      [](Json& run) { run["session"] = "later"; },
      [](Json& run) { run["outcome"]["final_loss"] = 0.5; },
      [](Json& run) { run["trace"]["loss"][0] = 0.5; },
  };
  for (std::size_t i = 0; i < repeated.size(); ++i) EXPECT_EQ(hash_with(repeated[i]), hash) << i;
  const std::vector<std::function<void(Json&)>> other = {
      [](Json& run) { run["precision"] = "float64"; },
      [](Json& run) {
        run["record"] = {{"every", 5}, {"parameters", false}};
      },
      [](Json& run) { run["loss_bound"] = 1e6; },
      [](Json& run) { run["target_loss"] = 0.5; },
      [](Json& run) { run["optimizer"]["learning_rate"] = 0.5; },
      [](Json& run) { run["budget"]["steps"] = 7; },
      [](Json& run) { run["schedule"]["name"] = "cosine"; },
  };
  for (std::size_t i = 0; i < other.size(); ++i) EXPECT_NE(hash_with(other[i]), hash) << i;
}

TEST(ReportPlan, ATwinOfOtherPrecisionIsNoRepetition) {
  std::vector<RunSize> runs;
  for (const char* precision : {"float32", "float64"}) {
    for (const int seed : {0, 1}) {
      runs.push_back(run(1001, hash_with([&](Json& line) {
                           line["precision"] = precision;
                           line["seed"] = seed;
                         })));
    }
  }
  // Two of the four fit: the first of each precision.
  const ReportPlan plan = plan_report(runs, 2 * runs[0].bytes(kMinStates, Digits::seven));
  EXPECT_EQ(plan.shown, (std::vector<bool>{true, false, true, false}));
}

}  // namespace
}  // namespace descend
