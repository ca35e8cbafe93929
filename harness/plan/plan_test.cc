#include "harness/plan/plan.h"

#include <gtest/gtest.h>

#include "harness/registry/own_registry.h"

namespace descend {
namespace {

Json suite_of(const std::string& experiment) {
  Json suite = {{"schema", "descend.suite/1"}, {"name", "test"}};
  suite["experiments"] = Json::array({Json::parse(experiment)});
  return suite;
}

Plan plan_of(const std::string& experiment, const Json& overrides = Json::object()) {
  return Plan(read_suite(suite_of(experiment), "test.json", overrides), own_registry());
}

std::string refusal_of(const std::string& experiment, const Json& overrides = Json::object()) {
  try {
    plan_of(experiment, overrides);
  } catch (const BadInput& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Plan, IsTheCrossProductInOrder) {
  const Plan plan = plan_of(R"({"problems": ["spiral", "quadratic"],
      "optimizers": ["sgd", {"name": "momentum", "momentum": {"grid": [0.5, 0.9]}}],
      "repetitions": 2, "seed": 7})");
  ASSERT_EQ(plan.size(), 12u);
  EXPECT_EQ(plan.run_at(0).settings.problem.name, "spiral");
  EXPECT_EQ(plan.run_at(0).settings.seed, 7);
  EXPECT_EQ(plan.run_at(1).settings.seed, 8);
  EXPECT_EQ(plan.run_at(4).settings.optimizer_spec, "momentum:momentum=0.9");
  EXPECT_EQ(plan.run_at(6).settings.problem.name, "quadratic");
}

TEST(Plan, EqualRunsHaveEqualIdsWhateverTheirSpellingOrLabel) {
  const Plan a = plan_of(R"({"label": "one", "problems": ["double_well"],
                             "optimizers": ["sgd:learning_rate=1"]})");
  const Plan b = plan_of(R"({"label": "two", "problems": [{"name": "double_well"}],
                             "optimizers": [{"name": "sgd", "learning_rate": 1.0}]})");
  const Plan c = plan_of(R"({"problems": ["double_well"], "optimizers": ["sgd"], "seed": 1})");
  EXPECT_EQ(a.run_at(0).id, b.run_at(0).id);
  EXPECT_NE(a.run_at(0).id, c.run_at(0).id);
  const Plan twice = plan_of(R"({"problems": ["double_well"],
                                 "optimizers": ["sgd", "sgd:learning_rate=1.0"]})");
  EXPECT_EQ(twice.size(), 2u);
  EXPECT_EQ(twice.distinct(), 1u);
  EXPECT_FALSE(twice.is_repeated(0));
  EXPECT_TRUE(twice.is_repeated(1));
}

TEST(Plan, DecayIsShortForInverseTime) {
  const Plan plan =
      plan_of(R"({"problems": ["double_well"], "optimizers": ["momentum:decay=0.1"]})");
  EXPECT_EQ(plan.run_at(0).settings.schedule.name, "inverse_time");
  EXPECT_EQ(std::get<double>(plan.run_at(0).settings.schedule.find("decay")->data), 0.1);
  EXPECT_EQ(plan.run_at(0).settings.optimizer.find("decay"), nullptr);
  EXPECT_NE(refusal_of(R"({"problems": ["double_well"], "optimizers": ["sgd:decay=0.1"],
                           "schedules": ["constant"]})")
                .find("cannot be combined"),
            std::string::npos);
}

TEST(Plan, DecayedSgdBringsItsSchedule) {
  const Plan plan = plan_of(R"({"problems": ["double_well"],
                                "optimizers": ["decayed_sgd", "decayed_sgd:decay=0.5"]})");
  EXPECT_EQ(plan.run_at(0).settings.schedule.name, "inverse_time");
  EXPECT_EQ(std::get<double>(plan.run_at(0).settings.schedule.find("decay")->data), 1e-3);
  EXPECT_EQ(std::get<double>(plan.run_at(1).settings.schedule.find("decay")->data), 0.5);
}

TEST(Plan, TheCommandLineOverridesTheSuite) {
  const std::string experiment = R"({"problems": ["double_well"], "optimizers": ["sgd"],
      "budget": {"epochs": 5}, "expect": [{"verdict": "stalled"}]})";
  const Plan plan = plan_of(experiment, {{"budget", {{"steps", 3}}}, {"optimizers", {"momentum"}}});
  EXPECT_EQ(plan.run_at(0).settings.budget.steps, 3);
  EXPECT_FALSE(plan.run_at(0).settings.budget.epochs);
  EXPECT_EQ(plan.run_at(0).settings.optimizer.name, "momentum");
  EXPECT_TRUE(plan.suite().experiments[0].expect.empty());
}

TEST(Plan, EveryOptionIsInTheRecord) {
  const Plan plan = plan_of(R"({"problems": ["spiral"], "optimizers": ["sgd"]})");
  const RunSettings settings = plan.run_at(0).settings;
  const Json optimizer = to_json(settings.optimizer), problem = to_json(settings.problem);
  EXPECT_EQ(optimizer["learning_rate"], 1.0);
  EXPECT_TRUE(optimizer["learning_rate"].is_number_float());
  EXPECT_EQ(optimizer["clip_norm"], nullptr);
  EXPECT_EQ(problem["samples"], 100);
  EXPECT_TRUE(problem["samples"].is_number_integer());
  EXPECT_EQ(settings.regime, Regime::batch);
  EXPECT_EQ(settings.precision, Precision::float32);
}

TEST(Plan, RecordAndBudgetLeaveTheOptimizersRandomNumbersAlone) {
  const auto seed_of = [](const std::string& rest, const Json& overrides = Json::object()) {
    return plan_of(R"({"problems": ["spiral"], "optimizers": ["sgd"])" + rest + "}", overrides)
        .run_at(0)
        .settings.optimizer_seed;
  };
  const std::uint64_t seed = seed_of("");
  EXPECT_LT(seed, std::uint64_t{1} << 53);
  EXPECT_EQ(seed, seed_of(R"(, "record": {"every": 7, "parameters": true})"));
  EXPECT_EQ(seed, seed_of(R"(, "budget": {"steps": 5}, "target_loss": 0.5, "loss_bound": 9)"));
  EXPECT_EQ(seed, seed_of(R"(, "label": "another")"));
  EXPECT_NE(seed, seed_of(R"(, "seed": 1)"));
  EXPECT_NE(seed, seed_of(R"(, "batch_size": 10)"));
  EXPECT_NE(seed, seed_of(R"(, "precision": "float64")"));
  EXPECT_NE(seed, seed_of(R"(, "schedules": ["cosine"])"));
  EXPECT_NE(seed, seed_of(R"(, "changes": [{"step": 1, "option": "learning_rate", "value": 2}])"));
  EXPECT_NE(seed, seed_of("", {{"optimizers", {"momentum"}}}));
}

TEST(Plan, RefusesBadInputInOneClearLine) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"problems": ["spirall"], "optimizers": ["sgd"]})", "did you mean 'spiral'?"},
      {R"({"problems": ["spiral"], "optimizers": ["momentun"]})", "did you mean 'momentum'?"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd:learning_rat=1"]})",
       "did you mean 'learning_rate'?"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd:learning_rate=-1"]})",
       "learning_rate is -1; allowed is a number, at least 0"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd:learning_rate=fast"]})",
       "learning_rate is fast"},
      {R"({"problems": ["spiral"], "optimizers": []})", "at least one optimizer"},
      {R"({"problems": [], "optimizers": ["sgd"]})", "at least one problem"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"], "budget": {"steps": 0}})",
       "experiments[0].budget.steps: 0 is not allowed"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"], "budget": {"step": 5}})",
       "did you mean 'steps'?"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"], "batch_size": 301})",
       "301 is more than the 300 samples"},
      {R"({"problems": ["double_well"], "optimizers": ["sgd"], "batch_size": 2})",
       "has no samples"},
      {R"({"problems": ["spiral:samples=2,classes=5"], "optimizers": ["sgd"]})", "classes"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"], "precision": "float16"})",
       "\"float32\" and \"float64\" are"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"], "optimiser": []})",
       "unknown key \"optimiser\""},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"], "record": {"every": 0}})",
       "record.every: 0 is not allowed"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"],
                    "changes": [{"step": 5, "option": "momentum", "value": 1}]})",
       "sgd has no option 'momentum'"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"],
                    "changes": [{"step": 5, "option": "learning_rate", "value": -1}]})",
       "learning_rate is -1"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"],
                    "expect": [{"verdikt": "stalled"}]})",
       "did you mean 'verdict'?"},
      {R"({"problems": ["spiral"], "optimizers": ["sgd"],
                    "expect": [{"rows": [{"step": 1, "loss": 1.5}]}]})",
       "printed digits are given as a text"}};
  for (const auto& [experiment, expected] : cases) {
    const std::string message = refusal_of(experiment);
    EXPECT_NE(message.find(expected), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    EXPECT_EQ(message.find("test.json"), 0u) << message;
  }
}

TEST(Plan, NumbersTheRunsOfAllExperiments) {
  const Json suite = Json::parse(R"({"schema": "descend.suite/1", "experiments": [
      {"label": "a", "problems": ["spiral"], "optimizers": ["sgd"], "repetitions": 2},
      {"label": "b", "problems": ["spiral"], "optimizers": ["sgd:learning_rate={0.5,1.0}"]},
      {"label": "c", "problems": ["spiral"], "optimizers": ["sgd"], "seed": 1}]})");
  const Plan plan(read_suite(suite, "test.json", Json::object()), own_registry());
  ASSERT_EQ(plan.size(), 5u);
  EXPECT_EQ(plan.distinct(), 3u);
  std::string labels, repeated;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    const auto run = plan.run_at(i);
    EXPECT_EQ(run.id, plan.id_at(i));
    EXPECT_TRUE(plan.contains(run.id));
    labels += run.settings.label;
    repeated += plan.is_repeated(i) ? 'x' : '.';
  }
  EXPECT_EQ(labels, "aabbc");
  EXPECT_EQ(repeated, "...xx");
  EXPECT_EQ(plan.id_at(3), plan.id_at(0));
  EXPECT_EQ(plan.id_at(4), plan.id_at(1));
  const auto of_b = plan.runs_of(plan.suite().experiments[1]);
  EXPECT_EQ(of_b.front(), 2u);
  EXPECT_EQ(of_b.size(), 2u);
  EXPECT_FALSE(plan.contains("run-00000000000000000000000000000000"));
  EXPECT_FALSE(plan.contains(plan.id_at(0).substr(4)));
}

struct CountedOptions {
  std::int64_t samples = 1;
};

// Counts how often it is made.
template <typename Scalar>
class Counted final : public Problem<Scalar> {
 public:
  explicit Counted(const CountedOptions& options) : samples_(options.samples) {
    ++made;
    layout_.add("x", 1);
  }
  const Layout& layout() const override { return layout_; }
  void start(std::uint64_t, VectorRef<Scalar>) override {}
  Real<Scalar> value(ConstVectorRef<Scalar>, const Batch&) override { return 0; }
  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar>, const Batch&,
                                  VectorRef<Scalar>) override {
    return 0;
  }
  Index sample_count() const override { return samples_; }

  static inline int made = 0;

 private:
  Index samples_;
  Layout layout_;
};

TEST(Plan, MakesEachProblemOnce) {
  ProgramRegistry registry;
  add_problem<Counted, double>(
      registry,
      {.info = {.name = "counted", .summary = "", .formula = "", .source = "", .family = ""}},
      OptionTable<CountedOptions>{{"samples", &CountedOptions::samples, at_least(1), ""}});
  const Plan plan(read_suite(suite_of(R"({"problems": ["counted:samples={1,2}"], "batch_size": 1,
                                           "optimizers": ["sgd", "momentum"], "repetitions": 3})"),
                             "test.json", Json::object()),
                  registry);
  ASSERT_EQ(plan.size(), 12u);
  EXPECT_EQ(plan.run_at(5).settings.regime, Regime::batch);
  EXPECT_EQ(plan.run_at(6).settings.regime, Regime::stochastic);
  EXPECT_EQ(Counted<double>::made, 2);
}

TEST(Plan, RefusesAFileThatIsNoSuite) {
  EXPECT_THROW(Plan(read_suite(Json::array(), "x", Json::object()), own_registry()), BadInput);
  EXPECT_THROW(
      Plan(read_suite({{"schema", "descend.suite/2"}}, "x", Json::object()), own_registry()),
      BadInput);
  EXPECT_THROW(
      Plan(read_suite({{"schema", "descend.suite/1"}}, "x", Json::object()), own_registry()),
      BadInput);
}

}  // namespace
}  // namespace descend
