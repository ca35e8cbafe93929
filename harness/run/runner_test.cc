#include "harness/run/runner.h"

#include <gtest/gtest.h>

#include <cmath>

#include "descend/first_order.h"
#include "harness/plan/plan.h"
#include "results/record/write_record.h"

namespace descend {
namespace {

// An optimizer that does what a test wants to see handled.
struct TroubleOptions : FirstOrderOptions {
  std::string kind = "throw_in_step";
};

template <typename Scalar>
class Trouble final : public FirstOrder<Scalar> {
 public:
  explicit Trouble(const TroubleOptions& options)
      : FirstOrder<Scalar>(options), options_(options) {}

 private:
  void prepare(const Layout&, ConstVectorRef<Scalar>, const RunInfo&) override {
    if (options_.kind == "unsupported") throw Unsupported("needs a matrix");
    if (options_.kind == "throw_in_start") throw std::runtime_error("no start");
  }
  void update(const Step<Scalar>& step, ConstVectorRef<Scalar>, VectorRef<Scalar> x) override {
    if (options_.kind == "throw_in_step" && step.number == 3) throw std::runtime_error("no step");
    if (options_.kind == "nan" && step.number == 3) x.setConstant(Scalar(kNaN));
  }
  const TroubleOptions& options_;
};

const ProgramRegistry& registry() {
  static const ProgramRegistry* const all = [] {
    auto* made = new ProgramRegistry;
    add_optimizer<Trouble, float, double>(
        *made,
        {.info = {.name = "trouble", .summary = "", .formula = "", .source = "", .family = ""}},
        first_order_options<TroubleOptions>(
            {{"kind", &TroubleOptions::kind, "what goes wrong", Fixed::yes}}));
    return made;
  }();
  return *all;
}

Record run(const std::string& experiment) {
  Json suite = {{"schema", "descend.suite/1"}};
  suite["experiments"] = Json::array({Json::parse(experiment)});
  const Plan plan(read_suite(suite, "test", Json::object()), registry());
  return run_one(plan.run_at(0), registry());
}

std::vector<double> column(const Record& record, const char* name) {
  const TraceColumn* found = record.trace.find(name);
  return found ? found->values.numbers() : std::vector<double>{};
}

TEST(Runner, ReproducesSgdOnTheDoubleWellStepByStep) {
  const Record record = run(R"({"problems": ["article_landscape"],
      "optimizers": ["sgd:learning_rate=0.01"], "budget": {"steps": 30}})");
  // The article's derivative, written a second time with the C library's functions.
  double x = -3;
  const std::vector<double> path = column(record, "x0");
  ASSERT_EQ(path.size(), 31u);
  for (const double recorded : path) {
    EXPECT_NEAR(recorded, x, 1e-12);
    x -=
        0.01 * (0.5 * std::cos(5 * x) - 2.5 * x * std::sin(5 * x) - 0.25 + std::sin(x) + 2 * x / 9);
  }
}

TEST(Runner, CountsWhatTheOptimizerAskedForAndNothingElse) {
  const Record record = run(R"({"problems": ["spiral"], "optimizers": ["sgd"],
      "budget": {"epochs": 2}, "batch_size": 100, "record": {"every": 1}})");
  EXPECT_EQ(record.evaluations.gradient, 6);
  EXPECT_EQ(record.evaluations.samples, 600);
  EXPECT_EQ(record.outcome.steps, 6);
  EXPECT_EQ(column(record, "gradient_evaluations"), (std::vector<double>{0, 1, 2, 3, 4, 5, 6}));
}

TEST(Runner, TheEvaluationBudgetEndsARun) {
  const Record record =
      run(R"({"problems": ["double_well"], "optimizers": ["sgd:learning_rate=0.01"],
      "budget": {"evaluations": 7}})");
  EXPECT_EQ(record.evaluations.gradient, 7);
  EXPECT_EQ(record.outcome.steps, 7);
}

TEST(Runner, TheLearningRateOfAStateIsThatOfTheUpdateThatLedToIt) {
  const Record record = run(R"({"problems": ["double_well"], "budget": {"steps": 3},
      "optimizers": ["sgd:learning_rate=0.01,decay=1.0"]})");
  const std::vector<double> rates = column(record, "learning_rate");
  ASSERT_EQ(rates.size(), 4u);
  EXPECT_EQ(rates[0], 0.01);
  EXPECT_EQ(rates[1], 0.01);
  EXPECT_EQ(rates[2], 0.01 * 0.5);
}

TEST(Runner, RecordingChangesNeitherPathNorVerdict) {
  auto with = [](const char* record) {
    return run(std::string(R"({"problems": ["article_landscape"], "budget": {"steps": 300},
        "optimizers": ["momentum:learning_rate=0.01,momentum=0.9"], "record": )") +
               record + "}");
  };
  const Record all = with(R"({"every": 1})"), few = with(R"({"every": 77})");
  EXPECT_EQ(all.outcome.verdict, Verdict::global_minimum);
  EXPECT_EQ(few.outcome.verdict, all.outcome.verdict);
  EXPECT_EQ(few.outcome.reached_step, all.outcome.reached_step);
  EXPECT_EQ(few.outcome.final_loss, all.outcome.final_loss);
  EXPECT_EQ(column(few, "step"), (std::vector<double>{0, 77, 154, 231, 300}));
}

TEST(Runner, ABatchOfAllSamplesIsTheFullBatch) {
  const std::string rest =
      R"("problems": ["spiral"], "optimizers": ["sgd"], "budget": {"steps": 5}})";
  EXPECT_EQ(column(run("{\"batch_size\": 300, " + rest), "loss"), column(run("{" + rest), "loss"));
}

TEST(Runner, TheTargetEndsARunAtTheFirstStateThatReachesIt) {
  const Record record = run(R"({"problems": ["article_landscape"], "budget": {"steps": 300},
      "optimizers": ["momentum:learning_rate=0.01,momentum=0.9"], "target_loss": -1.2})");
  EXPECT_EQ(record.outcome.status, Status::target_reached);
  ASSERT_TRUE(record.outcome.target_step);
  EXPECT_EQ(record.outcome.steps, *record.outcome.target_step);
  EXPECT_LE(record.outcome.final_loss, -1.2);
  EXPECT_GT(column(record, "loss").at(column(record, "loss").size() - 2), -1.2);
}

TEST(Runner, ATargetOfABatchRunIsALossOverAllSamples) {
  const Record record = run(R"({"problems": ["spiral"], "budget": {"epochs": 60}, "batch_size": 10,
      "optimizers": ["sgd:learning_rate=0.2"], "target_loss": 1.085, "record": {"every": 1}})");
  EXPECT_EQ(record.outcome.status, Status::target_reached);
  EXPECT_LE(record.outcome.final_loss, 1.085);
}

TEST(Runner, AnExplosionKeepsWhatWasRecorded) {
  const Record record = run(R"({"problems": ["article_landscape"], "budget": {"steps": 1000},
      "optimizers": ["momentum:learning_rate=0.3,momentum=0.9"]})");
  EXPECT_EQ(record.outcome.status, Status::diverged);
  ASSERT_TRUE(record.outcome.diverged_step);
  EXPECT_EQ(column(record, "step").back(), static_cast<double>(*record.outcome.diverged_step));
  EXPECT_GT(*record.outcome.diverged_step, *record.outcome.explosion_start_step);
}

TEST(Runner, ParametersThatAreNotNumbersEndARun) {
  const Record record = run(R"({"problems": ["double_well"], "optimizers": ["trouble:kind=nan"],
                                "budget": {"steps": 10}})");
  EXPECT_EQ(record.outcome.status, Status::diverged);
  EXPECT_EQ(record.outcome.diverged_step, 3);
}

TEST(Runner, APluginsFailureCostsItsOwnRunOnly) {
  for (const char* kind : {"throw_in_step", "throw_in_start"}) {
    const Record record =
        run(std::string(R"({"problems": ["double_well"], "optimizers": ["trouble:kind=)") + kind +
            R"("], "budget": {"steps": 10}})");
    EXPECT_EQ(record.outcome.status, Status::failed);
    EXPECT_NE(record.outcome.reason.find("no st"), std::string::npos);
  }
  const Record skipped = run(R"({"problems": ["double_well"],
      "optimizers": ["trouble:kind=unsupported"], "budget": {"steps": 10}})");
  EXPECT_EQ(skipped.outcome.status, Status::skipped);
  EXPECT_EQ(skipped.outcome.reason, "needs a matrix");
}

TEST(Runner, KeepsParametersUpdatesAndGradients) {
  const Record record = run(R"({"problems": ["article_landscape"], "budget": {"steps": 10},
      "optimizers": ["sgd:learning_rate=0.01"],
      "record": {"every": 1, "parameters": true, "parameters_every": 5}})");
  ASSERT_TRUE(record.parameters);
  EXPECT_EQ(record.parameters->steps, (std::vector<Index>{0, 5, 10}));
  const std::vector<double> x = column(record, "x0");
  EXPECT_EQ(record.parameters->parameters[1][0], x[5]);
  EXPECT_EQ(record.parameters->updates[1][0], x[5] - x[4]);
  EXPECT_EQ(record.parameters->updates[0][0], 0);
  EXPECT_FALSE(record.drawing.columns.empty());
}

TEST(Runner, TheTimesOfARunAddUp) {
  for (const char* experiment :
       {R"({"problems": ["spiral"], "optimizers": ["sgd"], "budget": {"steps": 50}})",
        R"({"problems": ["spiral"], "optimizers": ["adam"], "budget": {"epochs": 3},
            "batch_size": 32, "record": {"every": 1}})",
        // Clocks are read at few of the steps and states here.
        R"({"problems": ["article_landscape"], "optimizers": ["momentum"],
            "budget": {"steps": 30000}, "record": {"every": 1}})",
        R"({"problems": ["rosenbrock"], "optimizers": ["lbfgs"], "budget": {"steps": 3000}})"}) {
    const Timing t = run(experiment).timing;
    EXPECT_NEAR(t.problem + t.optimizer + t.recording + t.harness, t.wall, 0.01 * t.wall);
    EXPECT_GT(t.problem, 0) << experiment;
    EXPECT_GT(t.recording, 0) << experiment;
    EXPECT_GE(t.optimizer, 0) << experiment;
    EXPECT_GE(t.harness, 0) << experiment;
  }
}

TEST(Runner, SameSettingsSameBits) {
  const std::string experiment = R"({"problems": ["spiral"], "optimizers": ["momentum"],
      "budget": {"epochs": 3}, "batch_size": 7, "seed": 5})";
  EXPECT_EQ(trace_hash(run(experiment)), trace_hash(run(experiment)));
}

}  // namespace
}  // namespace descend
