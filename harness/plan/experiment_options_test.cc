#include "harness/plan/experiment_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "descend/types.h"

namespace descend {
namespace {

ExperimentOptions read_all(const Json& defaults, const Json& experiment, const Json& flags) {
  ExperimentOptions options;
  options.read(defaults, "suite.defaults");
  options.read(experiment, "suite.experiments[0]");
  options.read_flags(flags);
  return options;
}

TEST(ExperimentOptions, HaveOneRowEach) {
  std::set<std::string_view> keys, flags;
  for (const ExperimentOption& option : experiment_options()) {
    EXPECT_TRUE(keys.insert(option.key).second) << option.key;
    ASSERT_EQ(option.flag != nullptr, option.help != nullptr) << option.key;
    if (option.flag) {
      EXPECT_TRUE(flags.insert(option.flag).second) << option.flag;
    }
  }
  EXPECT_THAT(experiment_option_keys(), ::testing::UnorderedElementsAre(
                                            "budget", "repetitions", "seed", "record", "batch_size",
                                            "precision", "target_loss", "loss_bound"));
}

TEST(ExperimentOptions, TheCommandLineStandsAboveTheExperimentAboveTheDefaults) {
  const ExperimentOptions options = read_all(
      {{"seed", 1}, {"repetitions", 2}, {"batch_size", 10}, {"record", {{"parameters", true}}}},
      {{"seed", 3}, {"target_loss", 0.5}, {"batch_size", "full"}},
      {{"seed", "4"}, {"precision", "float32"}, {"loss_bound", "1e3"}});
  EXPECT_EQ(options.seed, 4);
  EXPECT_EQ(options.repetitions, 2);
  EXPECT_EQ(options.target_loss, 0.5);
  EXPECT_EQ(options.loss_bound, 1000);
  EXPECT_EQ(options.precision, Precision::float32);
  EXPECT_FALSE(options.batch_size);
  EXPECT_TRUE(options.record.parameters);
}

TEST(ExperimentOptions, AFlagStandsBesideTheOptionWhoseKeyItsOwnIsInside) {
  const ExperimentOptions options =
      read_all({}, {}, {{"record", "linear:5"}, {"record.parameters", "true"}});
  EXPECT_EQ(options.record.count, 5);
  EXPECT_TRUE(options.record.parameters);
  EXPECT_FALSE(read_all({}, {}, {{"record", "linear:5"}}).record.parameters);
}

TEST(ExperimentOptions, ABudgetTakesTheWholePlaceOfTheOneBefore) {
  const ExperimentOptions options = read_all({{"budget", {{"epochs", 5}}}},
                                             {{"budget", {{"steps", 7}, {"evaluations", nullptr}}}},
                                             {{"budget", {{"evaluations", "9"}}}});
  EXPECT_FALSE(options.budget.epochs);
  EXPECT_FALSE(options.budget.steps);
  EXPECT_EQ(options.budget.evaluations, 9);
}

TEST(ExperimentOptions, ARecordIsSpacedAsTheLastOneSays) {
  const Json defaults = {{"record", {{"every", 3}, {"parameters", true}, {"parameters_every", 2}}}};
  ExperimentOptions options = read_all(defaults, Json::object(), Json::object());
  EXPECT_EQ(options.record.spacing, RecordRule::every);
  EXPECT_EQ(options.record.count, 3);
  options = read_all(defaults, {{"record", {{"log", 40}}}}, Json::object());
  EXPECT_EQ(options.record.spacing, RecordRule::log);
  EXPECT_EQ(options.record.count, 40);
  EXPECT_EQ(options.record.parameters_every, 2);
  options = read_all(defaults, Json::object(), {{"record", "linear:50"}});
  EXPECT_EQ(options.record.spacing, RecordRule::linear);
  EXPECT_EQ(options.record.count, 50);
  EXPECT_TRUE(options.record.parameters);
  options = read_all(defaults, {{"record", {{"log", 40}}}}, {{"record", {{"every", "6"}}}});
  EXPECT_EQ(options.record.spacing, RecordRule::every);
  EXPECT_EQ(options.record.count, 6);
}

TEST(ExperimentOptions, AreRefusedByTheNameThatTheReaderKnows) {
  struct Case {
    Json json, flags;
    const char* message;
  };
  const Json none = Json::object();
  const Case cases[] = {
      {{{"budget", {{"steps", 0}}}}, none, "suite.experiments[0].budget.steps: 0 is not allowed"},
      {none, {{"budget", {{"steps", "0"}}}}, "--steps: '0' is not allowed; a whole number from 1"},
      {none, {{"budget", {{"steps", "1e3"}}}}, "--steps: '1e3' is not allowed"},
      {{{"budget", {{"step", 1}}}}, none, "experiments[0].budget: unknown key \"step\"; did you"},
      {{{"batch_size", "half"}}, none, "experiments[0].batch_size: \"half\" is not allowed"},
      {none, {{"batch_size", "half"}}, "--batch-size: 'half' is not allowed"},
      {{{"precision", "float16"}}, none, "\"float16\" is not allowed; \"float32\" and"},
      {none, {{"precision", "float16"}}, "--precision: 'float16' is not allowed; float32 and"},
      {{{"record", {{"every", 1}, {"log", 5}}}},
       none,
       "experiments[0].record: \"every\", \"linear"},
      {{{"record", {{"log", 1}}}}, none, "experiments[0].record.log: 1 is not allowed"},
      {{{"record", "log:5"}}, none, "experiments[0].record: expected an object"},
      {{{"record", {{"parameters", 1}}}}, none, "record.parameters: true or false"},
      {none, {{"record", "every:5"}}, "--record: 'every:5' is not allowed; linear:POINTS or"},
      {none, {{"record", "log:1"}}, "--record: '1' is not allowed; a whole number from 2"},
      {none, {{"record", {{"every", "0"}}}}, "--record-every: '0' is not allowed"},
      {none, {{"repetitions", "0"}}, "--repetitions: '0' is not allowed"},
      {none, {{"seed", "-1"}}, "--seed: '-1' is not allowed"},
      {none, {{"target_loss", "null"}}, "--target-loss: 'null' is not a number"},
      {none, {{"loss_bound", "0"}}, "--loss-bound: must be above 0"},
  };
  for (const Case& bad : cases) {
    try {
      read_all(Json::object(), bad.json, bad.flags);
      ADD_FAILURE() << "allowed, where expected: " << bad.message;
    } catch (const BadInput& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr(bad.message));
    }
  }
}

}  // namespace
}  // namespace descend
