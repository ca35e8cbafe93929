// A run that is made a few steps at a time.
#include "harness/run/running.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>

#include "harness/plan/plan.h"
#include "harness/registry/own_registry.h"
#include "results/record/write_record.h"

namespace descend {
namespace {

RunSettings settings_for(const std::string& experiment) {
  const Json suite = {{"schema", "descend.suite/1"},
                      {"experiments", Json::array({Json::parse(experiment)})}};
  return Plan(read_suite(suite, "test", Json::object()), own_registry()).run_at(0).settings;
}

Record run_by(Index steps, const RunSettings& settings) {
  Record record;
  const auto running = Running::start(settings, own_registry());
  while (!running->done()) running->advance(steps);
  running->finish(record);
  return record;
}

TEST(Running, InPartsHasTheBitsOfTheWhole) {
  std::set<Status> ends;
  for (
      const char* experiment :
      {R"({"problems": ["article_landscape"], "optimizers": ["momentum"], "budget": {"steps": 50}})",
       // Ends of every kind: explosion, target, convergence, evaluations.
       R"({"problems": ["article_landscape"], "optimizers": ["momentum:learning_rate=0.3"],
            "budget": {"steps": 1000}})",
       R"({"problems": ["article_landscape"], "optimizers": ["momentum:learning_rate=0.01"],
            "target_loss": -1.1, "budget": {"steps": 300}})",
       R"({"problems": ["rosenbrock"], "optimizers": ["lbfgs"], "budget": {"steps": 200}})",
       R"({"problems": ["rosenbrock"], "optimizers": ["lbfgs"], "budget": {"evaluations": 30}})",
       // Batches, their target, changes in mid-run, parameters, a schedule that sees losses.
       R"({"problems": ["spiral:samples=20"], "optimizers": ["adam"], "batch_size": 7,
            "precision": "float32", "budget": {"epochs": 9}, "seed": 3})",
       R"({"problems": ["spiral:samples=20"], "optimizers": ["sgd:learning_rate=1"],
            "batch_size": 10, "target_loss": 1.08, "record": {"every": 3},
            "budget": {"epochs": 200}})",
       R"({"problems": ["quadratic:dimension=3"], "optimizers": ["momentum"],
            "schedules": ["reduce_on_plateau"], "changes": [{"step": 7, "option": "momentum", "value": 0.5}],
            "record": {"parameters": true, "parameters_every": 4}, "budget": {"steps": 40}})"}) {
    const RunSettings settings = settings_for(experiment);
    const Record whole = run_by(std::numeric_limits<Index>::max(), settings);
    ends.insert(whole.outcome.status);
    for (const Index steps : {1, 3, 1000}) {
      const Record parts = run_by(steps, settings);
      EXPECT_EQ(trace_hash(parts), trace_hash(whole)) << experiment;
      EXPECT_EQ(parts.outcome.status, whole.outcome.status) << experiment;
      EXPECT_EQ(parts.outcome.reason, whole.outcome.reason) << experiment;
      EXPECT_EQ(parts.evaluations.gradient, whole.evaluations.gradient) << experiment;
      ASSERT_EQ(parts.parameters.has_value(), whole.parameters.has_value());
      if (parts.parameters) {
        EXPECT_EQ(parts.parameters->updates, whole.parameters->updates);
      }
    }
  }
  EXPECT_EQ(ends, (std::set{Status::budget_exhausted, Status::target_reached, Status::converged,
                            Status::diverged}));
}

TEST(Running, TakesAsManyStepsAsItIsTold) {
  const RunSettings settings = settings_for(
      R"({"problems": ["double_well"], "optimizers": ["sgd"], "budget": {"steps": 10}})");
  const auto running = Running::start(settings, own_registry());
  EXPECT_EQ(running->dimension(), 1);
  running->advance(0);
  running->advance(4);
  running->advance(5);
  EXPECT_FALSE(running->done());
  running->advance(1);
  EXPECT_TRUE(running->done()) << "the last step leads to the last state";
  running->advance(1);
  Record record;
  running->finish(record);
  EXPECT_EQ(record.outcome.steps, 10);
  EXPECT_EQ(record.evaluations.gradient, 10);
  EXPECT_EQ(record.trace.columns.at(0).values.size(), 11u);
}

// The last batch of an epoch has one sample of the 299 of the others.
TEST(Running, AShortLastBatchCountsByItsSamples) {
  const auto record = [](const std::string& rule, const std::string& rest) {
    return run_by(
        10000, settings_for(R"({"problems": ["spiral:initial_scale=1"], "optimizers": [")" + rule +
                            R"("], "budget": {"epochs": 60})" + rest + "}"));
  };
  const std::string short_batch = R"(, "batch_size": 299)";
  EXPECT_EQ(record("sgd:learning_rate=0", short_batch).outcome.verdict, Verdict::stalled);

  // A rate so small that nothing moves: the schedule sees the loss of all samples every epoch.
  const std::string plateau = R"(, "schedules": ["reduce_on_plateau:patience=3"])";
  const auto last_rate = [](const Record& run) {
    for (const TraceColumn& column : run.trace.columns) {
      if (column.name == "learning_rate") return column.values[column.values.size() - 1];
    }
    return kNaN;
  };
  const double expected = last_rate(record("sgd:learning_rate=1e-30", plateau));
  EXPECT_LT(expected, 1e-35);
  EXPECT_EQ(last_rate(record("sgd:learning_rate=1e-30", plateau + short_batch)), expected);
}

}  // namespace
}  // namespace descend
