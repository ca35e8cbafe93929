// What whole runs cost, over the number of steps, of runs, of cells and of jobs.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "descend/numerics/lanes.h"
#include "harness/plan/plan.h"
#include "harness/run/counting_oracle.h"
#include "harness/run/lane_runs.h"
#include "harness/run/parallel.h"
#include "harness/run/runner.h"
#include "harness/settings/grid.h"
#include "harness/time/time_benchmarks.h"

namespace descend {
namespace {

RunRequest request_of(const std::string& problem, const std::string& optimizer, Index steps) {
  RunRequest request(problem);
  request.problem = SettingsGrid(problem, problem).at(0);
  request.optimizer = SettingsGrid(optimizer, problem).at(0);
  request.options.budget.steps = steps;
  return request;
}

struct WholeRun {
  const char* name;
  const char* problem;
  const char* optimizer;
  // 0: all samples.
  Index batch_size;
  Index record_every;
  std::vector<std::int64_t> steps;
};

const WholeRun kWholeRuns[] = {
    {"run/article_landscape/momentum/steps",
     "article_landscape",
     "momentum:learning_rate=0.01,momentum=0.9",
     0,
     100,
     {10'000, 100'000, 1'000'000}},
    {"run/spiral/sgd/steps", "spiral", "sgd", 0, 100, {100, 1'000, 10'000}},
    {"run/spiral_article/sgd/steps", "spiral:arithmetic=article", "sgd", 0, 100, {100, 1'000}},
    {"run/mlp_64_64_10_batch_64/adam/steps",
     "mlp:inputs=64,hidden=[64],classes=10,samples=1024",
     "adam",
     64,
     10'000,
     {100, 1'000}},
    {"run/mlp_784_128_10_batch_128/adam/steps",
     "mlp:inputs=784,hidden=[128],classes=10,samples=1024",
     "adam",
     128,
     10'000,
     {30, 300}},
    {"run/mlp_784_512_10_batch_256/adam/steps",
     "mlp:inputs=784,hidden=[512],classes=10,samples=1024",
     "adam",
     256,
     10'000,
     {10, 100}},
    {"recording/article_landscape/momentum/steps",
     "article_landscape",
     "momentum:learning_rate=0.01,momentum=0.9",
     0,
     1,
     {10'000, 100'000, 1'000'000}},
};

// Floating-point operations of one step's matrix products.
double operations_of(const ProgramRegistry& registry, const RunSettings& run) {
  const ProblemPlugin& plugin = registry.problem(run.problem.name);
  if (!plugin.make.of<float>()) return 0;
  const Made<Problem<float>> made = plugin.make.of<float>()(run.problem, registry);
  const Index samples = run.batch_size.value_or(made.object->sample_count());
  return static_cast<double>(samples) * product_operations(plugin.info, *made.object);
}

void time_run(benchmark::State& state, const ProgramRegistry& registry, const WholeRun& whole) {
  const std::int64_t steps = state.range(0);
  RunRequest request = request_of(whole.problem, whole.optimizer, steps);
  request.options.record.spacing = RecordRule::every;
  request.options.record.count = whole.record_every;
  if (whole.batch_size != 0) request.options.batch_size = whole.batch_size;
  const Run run = make_run(request, registry);
  double problem = 0, optimizer = 0, recording = 0;
  for (auto _ : state) {
    const Record record = run_one(run, registry);
    if (record.outcome.steps != steps) state.SkipWithError(record.outcome.reason.c_str());
    problem += record.timing.problem;
    optimizer += record.timing.optimizer;
    recording += record.timing.recording;
  }
  state.SetItemsProcessed(state.iterations() * steps);
  state.SetComplexityN(steps);
  const auto mean = [](double sum) {
    return benchmark::Counter(sum, benchmark::Counter::kAvgIterations);
  };
  state.counters["problem_seconds"] = mean(problem);
  state.counters["optimizer_seconds"] = mean(optimizer);
  state.counters["recording_seconds"] = mean(recording);
  const double operations = operations_of(registry, run.settings) * static_cast<double>(steps);
  if (operations > 0) {
    state.counters["FLOP/s"] =
        benchmark::Counter(operations, benchmark::Counter::kIsIterationInvariantRate);
  }
}

// One column of a map: runs that differ in their learning rate, sixteen side by side.
void time_map(benchmark::State& state, const ProgramRegistry& registry) {
  const Run run = make_run(request_of("article_landscape", "momentum", 200), registry);
  const auto lanes = LaneRuns::make(run.settings, registry);
  const std::int64_t cells = state.range(0);
  std::vector<double> rates;
  for (std::int64_t i = 0; i < cells; ++i) {
    rates.push_back(1e-4 * std::pow(1e4, static_cast<double>(i) / static_cast<double>(cells)));
  }
  std::vector<CellOutcome> outcomes(rates.size());
  for (auto _ : state) {
    for (std::size_t i = 0; i < rates.size(); i += Lanes::kCount) {
      const std::size_t count = std::min<std::size_t>(Lanes::kCount, rates.size() - i);
      if (!lanes->run(std::span(rates).subspan(i, count), std::span(outcomes).subspan(i, count))) {
        state.SkipWithError("a rule has stopped by itself");
      }
    }
  }
  std::int64_t steps = 0;
  for (const CellOutcome& outcome : outcomes) steps += outcome.steps;
  state.SetItemsProcessed(state.iterations() * steps);
  state.SetComplexityN(cells);
}

// The part of a map's step that is the problem and the rule themselves, without verdict or record.
void time_formulas(benchmark::State& state, const ProgramRegistry& registry) {
  constexpr Index kSteps = 200;
  const RunSettings run =
      make_run(request_of("article_landscape", "momentum:learning_rate=0.01", kSteps), registry)
          .settings;
  const auto problem = registry.problem(run.problem.name).make.of<Lanes>()(run.problem, registry);
  const auto rule =
      registry.optimizer(run.optimizer.name).make.of<Lanes>()(run.optimizer, registry);
  Vector<Lanes> start(1), x(1);
  problem.object->start(0, start);
  const Batch batch;
  CountingOracle<Lanes> oracle(*problem.object, std::numeric_limits<Index>::max());
  oracle.start(x, batch);
  for (auto _ : state) {
    x = start;
    rule.object->start(problem.object->layout(), start, RunInfo{});
    for (Index k = 0; k < kSteps; ++k) {
      oracle.begin_step(false);
      rule.object->step(oracle, x);
    }
    benchmark::DoNotOptimize(x.data());
  }
  state.SetItemsProcessed(state.iterations() * kSteps * Lanes::kCount);
}

void time_suite(benchmark::State& state, const ProgramRegistry& registry, std::int64_t runs,
                std::int64_t jobs, std::int64_t size) {
  Experiment experiment;
  experiment.problems.add(SettingsGrid("spiral", "suite"));
  experiment.optimizers.add(SettingsGrid("sgd", "suite"));
  experiment.options.repetitions = runs;
  experiment.options.budget.steps = 100;
  Suite suite;
  suite.experiments.push_back(experiment);
  const Plan plan(suite, registry);
  for (auto _ : state) {
    for_each_in_parallel(plan.size(), static_cast<int>(jobs), [&](std::size_t i) {
      benchmark::DoNotOptimize(run_one(plan.run_at(i), registry));
    });
  }
  state.SetItemsProcessed(state.iterations() * runs);
  state.SetComplexityN(size);
}

void time_list(benchmark::State& state, const std::string& program) {
  const std::string command = "'" + program + "' list >/dev/null";
  for (auto _ : state) {
    if (std::system(command.c_str()) != 0) state.SkipWithError("the program could not be started");
  }
}

}  // namespace

void add_run_timings(const ProgramRegistry& registry) {
  for (const WholeRun& whole : kWholeRuns) {
    auto* timing = benchmark::RegisterBenchmark(
        whole.name, [&](benchmark::State& state) { time_run(state, registry, whole); });
    for (const std::int64_t steps : whole.steps) timing->Arg(steps);
    timing->Complexity(benchmark::oN)->Unit(benchmark::kMicrosecond);
  }

  auto* map =
      benchmark::RegisterBenchmark("map/article_landscape/momentum/cells",
                                   [&](benchmark::State& state) { time_map(state, registry); });
  for (const std::int64_t cells : {1'000, 10'000, 100'000}) map->Arg(cells);
  map->Complexity(benchmark::oN)->Unit(benchmark::kMillisecond);

  benchmark::RegisterBenchmark("map/article_landscape/momentum/formulas",
                               [&](benchmark::State& state) { time_formulas(state, registry); });

  auto* runs = benchmark::RegisterBenchmark("suite/spiral/runs", [&](benchmark::State& state) {
    time_suite(state, registry, state.range(0), 1, state.range(0));
  });
  runs->Arg(10)->Arg(30)->Arg(100)->Complexity(benchmark::oN)->Unit(benchmark::kMillisecond);

  auto* jobs = benchmark::RegisterBenchmark("suite/spiral/jobs", [&](benchmark::State& state) {
    time_suite(state, registry, 100, state.range(0), state.range(0));
  });
  const auto cores = static_cast<std::int64_t>(thread_count(0));
  for (std::int64_t j = 1; j < cores; j *= 2) jobs->Arg(j);
  // The same work with more jobs: the fit is of a time that falls as 1 / jobs.
  jobs->Arg(cores)->Complexity([](benchmark::IterationCount j) { return 1 / double(j); });
  jobs->UseRealTime()->Unit(benchmark::kMillisecond);

  std::error_code none;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", none);
  if (!none) {
    benchmark::RegisterBenchmark(
        "program/list", [program](benchmark::State& state) { time_list(state, program.string()); })
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace descend
