#include "harness/commands/expectation.h"

#include <gtest/gtest.h>

#include "descend/types.h"
#include "harness/plan/expect.h"

namespace descend {
namespace {

FinishedRun sample_run() {
  FinishedRun run;
  run.line.outcome.status = Status::budget_exhausted;
  run.line.outcome.verdict = Verdict::oscillating;
  run.line.outcome.final_loss = 0.25;
  run.line.outcome.reached_minimum_index = 2;
  run.line.outcome.reached_step = 8;
  run.line.outcome.left_domain_step = 5;
  run.trace.columns = {{"step", true, {0, 100}},
                       {"loss", false, {1.0986, 0.0884}},
                       {"accuracy", false, {0.36, 0.4}}};
  return run;
}

std::vector<CheckedExpectation> checks_of(const char* expect) {
  const FinishedRun run = sample_run();
  const Json list = Json::parse(expect);
  validate_expectations(list, "test");
  return check_expectations(list, {&run});
}

TEST(Expectation, RowsAreComparedInTheirPrintedDigits) {
  const auto checks = checks_of(R"([{"rows": [{"step": 0, "accuracy": "0.360", "loss": "1.099"},
                                              {"step": 100, "loss": "0.089"}]}])");
  ASSERT_EQ(checks.size(), 2u);
  EXPECT_TRUE(checks[0].holds);
  EXPECT_FALSE(checks[1].holds);
  EXPECT_EQ(checks[1].found, "0.088");
}

TEST(Expectation, AStepThatWasNotRecordedDoesNotHold) {
  const auto checks = checks_of(R"([{"rows": [{"step": 50, "loss": "1.0"}]}])");
  EXPECT_FALSE(checks.at(0).holds);
  EXPECT_EQ(checks[0].found, "not recorded");
}

TEST(Expectation, BehavioursAreChecked) {
  for (const auto& check : checks_of(
           R"([{"verdict": ["stalled", "oscillating"], "reached_minimum_index": 2, "by_step": 8,
                "final_loss_below": 0.3, "left_domain": true, "diverged": false,
                "loss_at": {"step": 100, "at_most": 0.1}}])")) {
    EXPECT_TRUE(check.holds) << check.what;
  }
  for (const auto& check :
       checks_of(R"([{"verdict": "stalled", "reached_minimum_index": 1, "by_step": 7,
                      "final_loss_below": 0.2, "final_loss_above": 0.3, "left_domain": false,
                      "diverged": true, "loss_at": {"step": 100, "at_most": 0.01}}])")) {
    EXPECT_FALSE(check.holds) << check.what;
  }
}

TEST(Expectation, AnEntryCanSpeakOfOneRun) {
  const FinishedRun run = sample_run();
  FinishedRun other = run;
  other.line.outcome.verdict = Verdict::stalled;
  const Json expect = Json::parse(R"([{"run": 1, "verdict": "stalled"}])");
  const auto checks = check_expectations(expect, {&run, &other});
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_TRUE(checks[0].holds);
}

TEST(Expectation, WhatMeetsNoRunDoesNotHold) {
  const FinishedRun run = sample_run();
  const auto count_of = [](const char* expect, const std::vector<const FinishedRun*>& runs) {
    std::pair<std::size_t, std::size_t> held;
    for (const CheckedExpectation& check : check_expectations(Json::parse(expect), runs)) {
      ++held.second;
      held.first += check.holds;
    }
    return held;
  };
  const std::pair<std::size_t, std::size_t> fails{0, 1}, holds{1, 1};
  EXPECT_EQ(count_of(R"([{"run": 0, "diverged": false}])", {&run}), holds);
  EXPECT_EQ(count_of(R"([{"run": 1, "diverged": false}])", {&run}), fails);
  EXPECT_EQ(count_of(R"([{"run": 5, "verdict": "oscillating"}])", {&run, nullptr}), fails);
  EXPECT_EQ(count_of(R"([{"run": 1, "diverged": false}])", {&run, nullptr}), fails);
  EXPECT_EQ(count_of(R"([{"diverged": false}])", {}), fails);
  EXPECT_EQ(count_of(R"([{"diverged": false}])", {nullptr}), fails);
  // The same run, asked for twice.
  EXPECT_EQ(count_of(R"([{"diverged": false}])", {&run, &run}), holds);
}

TEST(Expectation, OfARunThatWasNotMadeOnlyTheStatusHolds) {
  FinishedRun run;
  run.line.outcome.status = Status::skipped;
  run.line.outcome.reason = "it moves matrices";
  const Json list = Json::parse(
      R"([{"diverged": false}, {"left_domain": false}, {"verdict": "unknown"},
          {"reached_minimum_index": null}, {"by_step": 3}, {"final_loss_below": 1},
          {"final_loss_above": 1}, {"loss_at": {"step": 0, "at_most": 1}}])");
  for (const CheckedExpectation& check : check_expectations(list, {&run})) {
    EXPECT_FALSE(check.holds) << check.what;
    EXPECT_EQ(check.found, "skipped: it moves matrices");
  }
  const auto status = check_expectations(Json::parse(R"([{"status": "skipped"}])"), {&run});
  EXPECT_TRUE(status.at(0).holds);
}

TEST(Expectation, AMetricIsThatOfTheLastRecordedState) {
  for (
      const auto& check : checks_of(
          R"([{"metric": "accuracy", "at_least": 0.4}, {"metric": "accuracy", "at_most": 0.4}])")) {
    EXPECT_TRUE(check.holds) << check.expectation();
  }
  const auto checks = checks_of(R"([{"metric": "accuracy", "at_least": 0.41},
                                    {"metric": "accuracy", "at_least": 0, "at_most": 0.39}])");
  ASSERT_EQ(checks.size(), 2u);
  EXPECT_FALSE(checks[0].holds);
  EXPECT_EQ(checks[0].expectation(), "last accuracy expected at least 0.41");
  EXPECT_EQ(checks[0].found, "0.4");
  EXPECT_FALSE(checks[1].holds);
  EXPECT_EQ(checks[1].expectation(), "last accuracy expected at least 0 and at most 0.39");
}

TEST(Expectation, NamesTheRunOfWhichItSpeaks) {
  FinishedRun run = sample_run();
  run.line.id = "run-12";
  run.line.settings.optimizer_spec = "sgd:learning_rate=0.1";
  run.line.settings.problem_spec = "spiral";
  run.line.settings.schedule = {"constant", {}};
  run.line.settings.seed = 7;
  const auto checks = check_expectations(Json::parse(R"([{"verdict": "stalled"}])"), {&run});
  EXPECT_EQ(checks.at(0).subject, "sgd:learning_rate=0.1 on spiral, seed 7");
  EXPECT_EQ(checks[0].expectation(), "verdict expected stalled");
  EXPECT_EQ(checks[0].run, "run-12");
}

}  // namespace
}  // namespace descend
