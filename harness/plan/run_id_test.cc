#include "harness/plan/run_id.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/plan/make_run.h"
#include "harness/registry/own_registry.h"
#include "results/record/read_runs.h"

namespace descend {
namespace {

// Does nothing, and exists in two versions.
struct FirstVersion {
  double power = 2;
};
struct SecondVersion {
  double power = 2;
  double damping = 0.5;
  Settings inner = {"sgd", {}};
};

template <typename Options>
struct Idle {
  template <typename Scalar>
  class Rule final : public Optimizer<Scalar> {
   public:
    explicit Rule(const Options&) {}
    void start(const Layout&, ConstVectorRef<Scalar>, const RunInfo&) override {}
    StepStatus step(Oracle<Scalar>&, VectorRef<Scalar>) override { return {}; }
  };
};

template <typename Options>
ProgramRegistry registry_with(OptionTable<Options> options) {
  ProgramRegistry registry;
  add_optimizer<Idle<Options>::template Rule, double>(
      registry,
      {.info = {.name = "idle", .summary = "", .formula = "", .source = "", .family = ""}},
      std::move(options));
  return registry;
}

Run run_of(const Settings& optimizer, const ProgramRegistry& registry) {
  RunRequest request("test");
  request.problem = {"double_well", {}};
  request.optimizer = optimizer;
  return make_run(request, registry);
}

TEST(RunId, StaysWhereARuleGetsAnotherOption) {
  const ProgramRegistry before =
      registry_with(OptionTable<FirstVersion>{{"power", &FirstVersion::power, positive(), ""}});
  const ProgramRegistry after = registry_with(
      OptionTable<SecondVersion>{{"damping", &SecondVersion::damping, positive(), ""},
                                 {"power", &SecondVersion::power, positive(), ""},
                                 {"inner", &SecondVersion::inner, Kind::optimizer, ""}});
  for (const std::vector<Setting>& given :
       {std::vector<Setting>{}, std::vector<Setting>{{"power", {3.0}}}}) {
    const auto run = run_of({"idle", given}, before), later = run_of({"idle", given}, after);
    EXPECT_EQ(run.id, later.id);
    EXPECT_EQ(run.settings.optimizer_seed, later.settings.optimizer_seed);
    EXPECT_EQ(later.settings.optimizer.values.size(), 3u);
  }
  EXPECT_NE(run_of({"idle", {}}, before).id, run_of({"idle", {{"power", {3.0}}}}, before).id);
  const auto run = run_of({"idle", {}}, after),
             damped = run_of({"idle", {{"damping", {0.1}}}}, after);
  EXPECT_NE(run.id, damped.id);
  EXPECT_NE(run.settings.optimizer_seed, damped.settings.optimizer_seed);
  EXPECT_EQ(run.id, run_of({"idle", {{"damping", {0.5}}}}, after).id);
  const Settings nested = {"sgd", {{"learning_rate", {0.1}}}};
  EXPECT_NE(run.id, run_of({"idle", {{"inner", {nested}}}}, after).id);
}

TEST(RunId, HasEveryOptionOfTheFirstPlugins) {
  EXPECT_TRUE(is_always_in_ids("sgd", "learning_rate"));
  EXPECT_TRUE(is_always_in_ids("sgd", "clip_value"));
  EXPECT_TRUE(is_always_in_ids("soap", "epsilon"));
  EXPECT_FALSE(is_always_in_ids("sgd", "clip"));
  EXPECT_FALSE(is_always_in_ids("sgd", "value"));
  EXPECT_FALSE(is_always_in_ids("sgd", "momentum"));
  EXPECT_FALSE(is_always_in_ids("idle", "power"));
}

TEST(RunId, IsThatOfStoredResults) {
  Index count = 0;
  read_runs(DESCEND_TEST_DATA "/../golden/bits", Traces::skip, [&](const StoredRun& run) {
    const RunSettings& settings = run.line.settings;
    EXPECT_EQ(run_id(identity_of(settings, {}, own_registry()).digest), run.line.id)
        << settings.optimizer_spec << " on " << settings.problem_spec;
    ++count;
  });
  EXPECT_GT(count, 100);
}

TEST(RunId, ReadsBack) {
  const Digest digest{0x0123456789abcdef, 0x00000000000000ff};
  EXPECT_EQ(run_id(digest), "run-0123456789abcdef00000000000000ff");
  EXPECT_EQ(digest_in_id("run-0123456789abcdef00000000000000ff"), digest);
  for (const char* text :
       {"", "run-", "0123456789abcdef00000000000000ff", "run-0123456789abcdef00000000000000f",
        "run-0123456789abcdef-000000000000ff", "run-0123456789ABCDEF00000000000000ff",
        "run-0123456789abcdef00000000000000ff0"}) {
    EXPECT_FALSE(digest_in_id(text)) << text;
  }
}

}  // namespace
}  // namespace descend
