#include "harness/plan/make_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/registry/own_registry.h"

namespace descend {
namespace {

RunRequest request_of(const std::string& problem, const std::string& optimizer) {
  RunRequest request("here");
  request.problem = {problem, {}};
  request.optimizer = {optimizer, {}};
  return request;
}

std::string refusal_of(const RunRequest& request) {
  try {
    make_run(request, own_registry());
  } catch (const BadInput& error) {
    return error.what();
  }
  return "accepted";
}

TEST(MakeRun, ResolvesEverything) {
  RunRequest request = request_of("spiral", "sgd");
  request.changes = {{5, "learning_rate", {std::int64_t{2}}}, {3, "learning_rate", {1.5}}};
  request.label = "first";
  request.options.seed = 7;
  const auto run = make_run(request, own_registry());
  const RunSettings& settings = run.settings;
  EXPECT_EQ(settings.seed, 7);
  EXPECT_EQ(settings.label, "first");
  EXPECT_EQ(settings.problem_spec, "spiral");
  EXPECT_EQ(settings.optimizer_spec, "sgd");
  EXPECT_EQ(settings.schedule.name, "constant");
  EXPECT_EQ(settings.precision, Precision::float32);
  EXPECT_EQ(settings.regime, Regime::batch);
  EXPECT_EQ(*settings.problem.find("samples"), Value{std::int64_t{100}});
  EXPECT_EQ(*settings.optimizer.find("clip_norm"), Value{nullptr});
  ASSERT_EQ(settings.changes.size(), 2u);
  EXPECT_EQ(settings.changes[0].step, 3);
  EXPECT_EQ(settings.changes[1].value, Value{2.0});
  EXPECT_TRUE(settings.budget.steps);
}

TEST(MakeRun, MakesTheSameOfWhatItHasMade) {
  RunRequest request = request_of("spiral", "");
  request.set_optimizer({"decayed_sgd", {{"decay", {0.5}}}}, {}, own_registry());
  request.options.batch_size = 7;
  request.options.target_loss = 0.25;
  const auto run = make_run(request, own_registry());
  RunRequest again("here");
  again.problem = run.settings.problem;
  again.optimizer = run.settings.optimizer;
  again.schedule = run.settings.schedule;
  again.options.batch_size = 7;
  again.options.target_loss = 0.25;
  again.options.precision = Precision::float32;
  again.options.budget = run.settings.budget;
  again.options.loss_bound = run.settings.loss_bound;
  EXPECT_EQ(make_run(again, own_registry()).id, run.id);
}

TEST(MakeRun, RefusesOptionsThatNoSuiteMayHave) {
  const std::pair<void (*)(ExperimentOptions&), const char*> cases[] = {
      {[](auto& options) { options.budget.steps = 0; }, "here.budget.steps: 0 is not allowed"},
      {[](auto& options) { options.budget.epochs = -1; }, "here.budget.epochs: -1 is not"},
      {[](auto& options) { options.budget.evaluations = 0; }, "here.budget.evaluations: 0 is"},
      {[](auto& options) { options.batch_size = 0; }, "here.batch_size: 0 is not allowed"},
      {[](auto& options) { options.batch_size = 301; }, "here: batch_size: 301 is more than"},
      {[](auto& options) { options.seed = -1; }, "here.seed: -1 is not allowed"},
      {[](auto& options) { options.seed = kIntegerLimit; }, "here: seeds must stay below 2^53"},
      {[](auto& options) { options.loss_bound = 0; }, "here.loss_bound: must be above 0"},
      {[](auto& options) { options.record.spacing = RecordRule::log; }, "here.record: 0 is not"},
      {[](auto& options) { options.record.parameters_every = 0; }, "here.record.parameters_every"},
  };
  for (const auto& [change, message] : cases) {
    RunRequest request = request_of("spiral", "sgd");
    change(request.options);
    EXPECT_THAT(refusal_of(request), ::testing::StartsWith(message));
  }
}

TEST(MakeRun, NamesThePlaceOfEachPart) {
  RunRequest request = request_of("spiral", "sgd");
  request.places = {"the run", "the rule", "the schedule", "the changes"};
  RunRequest bad = request;
  bad.problem.name = "spirall";
  EXPECT_THAT(refusal_of(bad), ::testing::StartsWith("the run: there is no problem 'spirall'"));
  bad = request;
  bad.optimizer.values = {{"learning_rate", {-1.0}}};
  EXPECT_THAT(refusal_of(bad), ::testing::StartsWith("the rule: sgd: learning_rate is -1.0"));
  bad = request;
  bad.schedule.name = "cosin";
  EXPECT_THAT(refusal_of(bad), ::testing::StartsWith("the schedule: there is no schedule"));
  bad = request;
  bad.changes = {{1, "momentum", {0.5}}};
  EXPECT_THAT(refusal_of(bad), ::testing::StartsWith("the changes: sgd has no option 'momentum'"));
}

}  // namespace
}  // namespace descend
