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

double last_of(const Record& run, const char* name) {
  const TraceColumn* column = run.trace.find(name);
  return column ? column->values[column->values.size() - 1] : kNaN;
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
  const auto last_rate = [](const Record& run) { return last_of(run, "learning_rate"); };
  const double expected = last_rate(record("sgd:learning_rate=1e-30", plateau));
  EXPECT_LT(expected, 1e-35);
  EXPECT_EQ(last_rate(record("sgd:learning_rate=1e-30", plateau + short_batch)), expected);
}

Record run_of(const std::string& problem, const std::string& optimizer, const std::string& rest) {
  return run_by(100000, settings_for(R"({"problems": [")" + problem + R"("], "optimizers": [")" +
                                     optimizer + R"("])" + rest + "}"));
}

// What is counted is what has led to the last state, whatever ends the run.
void expect_counts_of_the_last_state(const Record& run) {
  EXPECT_EQ(static_cast<double>(run.evaluations.gradient), last_of(run, "gradient_evaluations"));
  EXPECT_EQ(static_cast<double>(run.evaluations.value), last_of(run, "value_evaluations"));
  EXPECT_EQ(static_cast<double>(run.outcome.steps), last_of(run, "step"));
}

TEST(Running, ABudgetOfEvaluationsIsNeverOverrun) {
  for (const char* optimizer : {"lbfgs:c1=0.1,c2=0.9", "lbfgs", "sam", "lookahead:base=sam",
                                "momentum", "schedule_free_sgd"}) {
    const Record whole = run_of("rosenbrock", optimizer, R"(, "budget": {"steps": 40})");
    const std::vector<double> losses = whole.trace.find("loss")->values.numbers();
    for (int budget = 1; budget <= 30; ++budget) {
      SCOPED_TRACE(std::string(optimizer) + ", " + std::to_string(budget));
      const Record run = run_of("rosenbrock", optimizer,
                                R"(, "budget": {"evaluations": )" + std::to_string(budget) + "}");
      EXPECT_LE(run.evaluations.gradient + run.evaluations.value, budget);
      expect_counts_of_the_last_state(run);
      const std::vector<double> here = run.trace.find("loss")->values.numbers();
      ASSERT_LE(here.size(), losses.size());
      for (std::size_t k = 0; k < here.size(); ++k) EXPECT_EQ(here[k], losses[k]) << k;
      // The step after the last would not have fitted.
      const auto next = here.size();
      if (next < losses.size()) {
        EXPECT_GT(whole.trace.find("gradient_evaluations")->values[next] +
                      whole.trace.find("value_evaluations")->values[next],
                  budget);
      }
    }
  }
}

TEST(Running, AStepThatOnlyReportsIsNoUpdate) {
  for (const char* problem : {"rosenbrock", "quadratic:dimension=3", "article_landscape"}) {
    const Record run = run_of(problem, "lbfgs", R"(, "budget": {"steps": 1000})");
    EXPECT_EQ(run.outcome.status, Status::converged) << problem;
    EXPECT_GT(last_of(run, "update_norm"), 0) << problem;
    expect_counts_of_the_last_state(run);
  }
}

TEST(Running, ATargetOfBatchesIsJudgedByAllSamplesWhateverIsRecorded) {
  const std::string batches = R"(, "batch_size": 7, "budget": {"epochs": 60}, "target_loss": )";
  const auto run = [&](const std::string& target, const std::string& record) {
    return run_of("spiral:samples=20", "adam:learning_rate=0.05", batches + target + record);
  };
  const Record unreached = run("-1", R"(, "record": {"every": 1})");
  EXPECT_EQ(unreached.outcome.status, Status::budget_exhausted);
  const std::vector<double> losses = unreached.trace.find("loss")->values.numbers();
  const std::size_t steps_per_epoch = 9;
  for (const std::size_t epoch : {3u, 11u, 40u}) {
    const double target = losses.at(epoch * steps_per_epoch) + 1e-6;
    std::size_t first = 0;
    while (first < losses.size() && !(losses[first] <= target)) first += steps_per_epoch;
    ASSERT_LT(first, losses.size());
    for (const char* record : {R"(, "record": {"every": 1})", R"(, "record": {"every": 400})",
                               R"(, "record": {"log": 5})"}) {
      const Record reached = run(std::to_string(target), record);
      EXPECT_EQ(reached.outcome.status, Status::target_reached) << target << record;
      EXPECT_EQ(reached.outcome.target_step, static_cast<Index>(first)) << target << record;
      EXPECT_EQ(reached.evaluations.gradient, static_cast<Index>(first)) << "no batch unused";
      expect_counts_of_the_last_state(reached);
    }
  }
}

TEST(Running, ABatchRunThatEndsBelowItsTargetHasReachedIt) {
  const auto run = [](const std::string& target) {
    // Of the second epoch one step is made.
    return run_of("spiral:samples=20", "adam:learning_rate=0.05",
                  R"(, "batch_size": 7, "budget": {"steps": 10}, "target_loss": )" + target);
  };
  const Record free = run("-1");
  EXPECT_EQ(free.outcome.status, Status::budget_exhausted);
  // Between the loss at the end of the first epoch and the lower one at the last state.
  const std::vector<double> losses = free.trace.find("loss")->values.numbers();
  ASSERT_LT(losses[10], losses[9] - 1e-4);
  const Record reached = run(std::to_string(0.5 * (losses[9] + losses[10])));
  EXPECT_EQ(reached.outcome.status, Status::target_reached);
  EXPECT_EQ(reached.outcome.target_step, 10);
}

}  // namespace
}  // namespace descend
