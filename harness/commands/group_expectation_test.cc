#include "harness/commands/group_expectation.h"

#include <gtest/gtest.h>

#include <list>

#include "descend/types.h"

namespace descend {
namespace {

// Runs as a suite's experiment makes them.
class Runs {
 public:
  Runs& add(const std::string& optimizer, const std::string& problem,
            const std::vector<double>& final_losses, const std::string& schedule = "constant") {
    for (std::size_t seed = 0; seed < final_losses.size(); ++seed) {
      FinishedRun& run = runs_.emplace_back();
      run.line.settings.optimizer_spec = optimizer;
      run.line.settings.optimizer = {optimizer.substr(0, optimizer.find(':')), {}};
      run.line.settings.problem_spec = problem;
      run.line.settings.schedule = {schedule, {}};
      run.line.settings.seed = static_cast<Index>(seed);
      run.line.outcome.final_loss = final_losses[seed];
      run.trace.columns = {{"step", true, {0}}, {"accuracy", false, {1 - final_losses[seed]}}};
      pointers_.push_back(&run);
    }
    return *this;
  }

  std::vector<CheckedExpectation> check(const char* entry, bool per_schedule = false) const {
    return check_expectations(Json::array({Json::parse(entry)}), pointers_, per_schedule);
  }

 private:
  std::list<FinishedRun> runs_;
  std::vector<const FinishedRun*> pointers_;
};

TEST(GroupExpectation, AMedianIsOverTheSeedsOfEachSettingOnEachProblem) {
  Runs runs;
  runs.add("sgd", "a", {0.1, 0.2, 9}).add("sgd", "b", {1, 2}).add("adam", "a", {kNaN, kNaN, 0.1});
  const auto checks = runs.check(R"({"median": "final_loss", "at_most": 1})");
  ASSERT_EQ(checks.size(), 3u);
  EXPECT_TRUE(checks[0].holds);
  EXPECT_EQ(checks[0].found, "0.2");
  EXPECT_EQ(checks[0].subject, "sgd on a, 3 seeds");
  EXPECT_FALSE(checks[1].holds);
  EXPECT_EQ(checks[1].found, "1.5");
  EXPECT_FALSE(checks[2].holds) << "most of its seeds have no loss";
  EXPECT_EQ(checks[2].found, "none");
  EXPECT_EQ(checks[2].expectation(), "median final_loss expected at most 1");
  for (const auto& check : runs.check(R"({"median": "accuracy", "at_least": 0.95})")) {
    EXPECT_FALSE(check.holds) << check.subject;
  }
}

TEST(GroupExpectation, ARunOfAnotherSeedThatIsTheSameRunCountsOnce) {
  FinishedRun low, high;
  low.line.settings.optimizer_spec = high.line.settings.optimizer_spec = "sgd";
  low.line.outcome.final_loss = 0;
  high.line.outcome.final_loss = 1;
  low.trace.columns = high.trace.columns = {{"step", true, {0}}};
  const Json expect = Json::parse(R"([{"median": "final_loss", "at_least": 0.5}])");
  const auto checks = check_expectations(expect, {&low, &low, &low, &high});
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_EQ(checks[0].found, "0.5");
}

TEST(GroupExpectation, TheBetterOneIsBetterOnEachProblem) {
  Runs runs;
  runs.add("momentum:momentum=0.5", "a", {0.1, 0.2, 0.9}).add("sgd", "a", {0.3, 0.3, 0.3});
  runs.add("momentum:momentum=0.5", "b", {2, 2, 0}).add("sgd", "b", {1, 1, 1});
  for (const char* first : {"momentum", "momentum:momentum=0.5"}) {
    const auto checks = runs.check(
        (R"({"better": [")" + std::string(first) + R"(", "sgd"], "on": "final_loss"})").c_str());
    ASSERT_EQ(checks.size(), 2u) << first;
    EXPECT_TRUE(checks[0].holds);
    EXPECT_EQ(checks[0].found, "0.2 against 0.3");
    EXPECT_FALSE(checks[1].holds);
    EXPECT_EQ(checks[1].subject, "momentum:momentum=0.5 on b, 3 seeds");
    EXPECT_EQ(checks[1].expectation(),
              "median final_loss of momentum:momentum=0.5 expected below that of sgd");
  }
  // Of accuracies more is better, and a tie is not.
  const auto accuracies = runs.check(R"({"better": ["momentum", "sgd"], "on": "accuracy"})");
  EXPECT_TRUE(accuracies.at(0).holds);
  EXPECT_EQ(accuracies[0].expectation(),
            "median accuracy of momentum:momentum=0.5 expected above that of sgd");
  const auto tie = Runs()
                       .add("sgd", "a", {1})
                       .add("adam", "a", {1})
                       .check(R"({"better": ["adam", "sgd"], "on": "final_loss"})");
  EXPECT_FALSE(tie.at(0).holds);
}

TEST(GroupExpectation, ComparesAtTheSameScheduleWhereTheExperimentHasSome) {
  Runs runs;
  for (const char* schedule : {"constant", "cosine"}) {
    runs.add("adam", "a", {1}, schedule).add("sgd", "a", {2}, schedule);
  }
  const char* entry = R"({"better": ["adam", "sgd"], "on": "final_loss"})";
  EXPECT_EQ(runs.check(entry, true).size(), 2u);
  EXPECT_EQ(runs.check(entry, false).size(), 4u);
  const auto nothing = Runs().add("adam", "a", {1}).add("sgd", "b", {2}).check(entry);
  ASSERT_EQ(nothing.size(), 1u);
  EXPECT_FALSE(nothing[0].holds);
  EXPECT_EQ(nothing[0].found, "no problem with runs of both");
}

}  // namespace
}  // namespace descend
