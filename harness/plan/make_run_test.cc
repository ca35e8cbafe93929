#include "harness/plan/make_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

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

struct FileOptions {
  File path{"data.csv"};
  Settings inner{"sgd", {}};
};

// Reads nothing: its file matters to the id alone.
template <typename Scalar>
class FileRule final : public Optimizer<Scalar> {
 public:
  explicit FileRule(const FileOptions&) {}
  void start(const Layout&, ConstVectorRef<Scalar>, const RunInfo&) override {}
  StepStatus step(Oracle<Scalar>&, VectorRef<Scalar>) override { return {}; }
};

TEST(MakeRun, TheContentOfAFileIsInTheIdAndItsPathAsItWasGiven) {
  ProgramRegistry registry;
  add_optimizer<FileRule, double>(
      registry,
      {.info = {.name = "reader", .summary = "", .formula = "", .source = "", .family = ""}},
      OptionTable<FileOptions>{{"path", &FileOptions::path, "data"},
                               {"inner", &FileOptions::inner, Kind::optimizer, "a rule"}});
  const auto folder = std::filesystem::temp_directory_path() / "descend_make_run_test";
  std::filesystem::create_directories(folder);
  const std::string a = (folder / "a.csv").string(), b = (folder / "b.csv").string();
  const auto write = [](const std::string& path, const char* text) { std::ofstream(path) << text; };
  const auto id_of = [&](const Settings& optimizer) {
    RunRequest request = request_of("double_well", "");
    request.optimizer = optimizer;
    return make_run(request, registry).id;
  };
  const auto reader = [](const std::string& path) {
    return Settings{"reader", {{"path", {path}}}};
  };
  write(a, "1,2");
  write(b, "1,2");
  const std::string first = id_of(reader(a));
  EXPECT_EQ(id_of(reader(a)), first);
  EXPECT_NE(id_of(reader(b)), first) << "another path";
  const std::string nested = id_of({"sam", {{"base", {reader(a)}}}});
  write(a, "1,3");
  EXPECT_NE(id_of(reader(a)), first) << "another content";
  EXPECT_NE(id_of({"sam", {{"base", {reader(a)}}}}), nested);
  write(a, "1,2");
  EXPECT_EQ(id_of(reader(a)), first);

  std::filesystem::remove_all(folder);
  RunRequest request = request_of("double_well", "");
  request.optimizer = reader(a);
  try {
    make_run(request, registry);
    ADD_FAILURE() << "a file that is not there";
  } catch (const BadInput& error) {
    EXPECT_EQ(std::string(error.what()),
              "here: reader: path: " + a + ": No such file or directory");
  }
}

TEST(MakeRun, RefusesWhatFloat32Loses) {
  const auto refusal = [](const Settings& optimizer, Precision precision) {
    RunRequest request = request_of("rosenbrock", "");
    request.optimizer = optimizer;
    request.options.precision = precision;
    return refusal_of(request);
  };
  const Settings small{"adam", {{"epsilon", {1e-50}}}}, near_one{"adam", {{"beta2", {1 - 1e-12}}}},
      large{"sgd", {{"clip_norm", {1e60}}}},
      nested{"sam", {{"base", {Settings{"prodigy", {{"epsilon", {1e-60}}}}}}}};
  for (const Settings& settings : {small, near_one, large, nested}) {
    EXPECT_EQ(refusal(settings, Precision::float64), "accepted");
    EXPECT_NE(refusal(settings, Precision::float32).find("in float32; allowed is"),
              std::string::npos)
        << refusal(settings, Precision::float32);
  }
  EXPECT_EQ(refusal({"adam", {{"epsilon", {0.0}}}}, Precision::float32), "accepted");
  RunRequest change = request_of("rosenbrock", "adam");
  change.options.precision = Precision::float32;
  change.changes = {{3, "beta1", {0.9999999999}}};
  EXPECT_NE(refusal_of(change).find("beta1 is 0.9999999999, which is 1.0 in float32"),
            std::string::npos);
}

TEST(MakeRun, RefusesASchedulesThatChangesNoStep) {
  for (const Settings& optimizer :
       {Settings{"rprop", {}}, Settings{"sam", {{"base", {Settings{"rprop", {}}}}}},
        Settings{"lookahead",
                 {{"base", {Settings{"sam", {{"base", {Settings{"rprop", {}}}}}}}}}}}) {
    RunRequest request = request_of("rosenbrock", "");
    request.set_optimizer(optimizer, Settings{"cosine", {}}, own_registry());
    EXPECT_NE(refusal_of(request).find("no schedule changes the steps of"), std::string::npos);
    request.set_optimizer(optimizer, {}, own_registry());
    EXPECT_EQ(refusal_of(request), "accepted");
  }
  RunRequest change = request_of("rosenbrock", "rprop");
  change.changes = {{3, "learning_rate", {0.5}}};
  EXPECT_NE(refusal_of(change), "accepted");
}

TEST(MakeRun, RefusesAChangeThatIsNeverMade) {
  RunRequest request = request_of("spiral", "sgd");
  request.changes = {{30, "learning_rate", {0.5}}};
  request.options.budget.steps = 30;
  EXPECT_EQ(refusal_of(request),
            "here: learning_rate@30: the run makes 30 updates, counted from 0");
  request.options.budget.steps = 31;
  EXPECT_EQ(refusal_of(request), "accepted");
  request.options.budget = {.steps = {}, .epochs = 3, .evaluations = {}};
  request.options.batch_size = 31;  // ten batches an epoch
  EXPECT_NE(refusal_of(request), "accepted");
  request.options.batch_size = 29;
  EXPECT_EQ(refusal_of(request), "accepted");
}

}  // namespace
}  // namespace descend
