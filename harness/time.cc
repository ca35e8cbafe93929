// `descend time`: what a step, a gradient and a whole run cost, measured by Google Benchmark.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "harness/commands.h"
#include "harness/plan.h"
#include "harness/runner.h"
#include "results/whole_file.h"

namespace descend {
namespace {

// Gives the same gradient at every call, and writes it only once into each buffer, so that a step is
// measured alone.
template <typename Scalar>
class FixedOracle final : public Oracle<Scalar> {
 public:
  Real<Scalar> value_and_gradient(VectorRef<Scalar> gradient) override {
    if (gradient.data() != filled_) {
      filled_ = gradient.data();
      for (Index i = 0; i < gradient.size(); ++i) gradient[i] = Scalar(1e-3 * double(i % 17 - 8));
    }
    return 1.0;
  }
  Real<Scalar> value(ConstVectorRef<Scalar>) override { return 1.0; }
  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar>, VectorRef<Scalar> gradient) override {
    return value_and_gradient(gradient);
  }
  std::uint64_t draw() const override { return 0; }

 private:
  const Scalar* filled_ = nullptr;
};

// Counts the numbers of an optimizer's state.
template <typename Scalar>
class CountState final : public StateVisitor<Scalar> {
 public:
  void operator()(const char*, Vector<Scalar>& vector) override { numbers += vector.size(); }
  void operator()(const char*, Matrix<Scalar>& matrix) override { numbers += matrix.size(); }
  void operator()(const char*, Real<Scalar>&) override {}
  void operator()(const char*, Index&) override {}
  Index numbers = 0;
};

// Matrix rules need a matrix: the largest square that fits, the rest a vector.
Layout square_layout(Index n) {
  Layout layout;
  const Index side = static_cast<Index>(std::sqrt(static_cast<double>(n)));
  layout.add("weights", side, side, Role::matrix);
  if (n > side * side) layout.add("rest", n - side * side);
  return layout;
}

template <typename Scalar>
void time_step(benchmark::State& state, const ProgramRegistry& registry, const std::string& name) {
  const Index n = state.range(0);
  const Settings settings = registry.resolve(Kind::optimizer, {name, {}}, name);
  const Made<Schedule> schedule = registry.schedule("constant").make(
      registry.resolve(Kind::schedule, {"constant", {}}, "constant"), registry);
  RunInfo info;
  info.schedule = schedule.object.get();
  schedule.object->start(info);
  Vector<Scalar> x = Vector<Scalar>::Constant(n, Scalar(0.5));
  FixedOracle<Scalar> oracle;
  Made<Optimizer<Scalar>> made =
      registry.optimizer(name).make.template of<Scalar>()(settings, registry);
  try {
    made.object->start(square_layout(n), x, info);
  } catch (const Unsupported& reason) {
    state.SkipWithError(reason.what());
    return;
  }
  made.object->step(oracle, x);
  for (auto _ : state) {
    made.object->step(oracle, x);
    benchmark::DoNotOptimize(x.data());
    benchmark::ClobberMemory();
  }
  CountState<Scalar> count;
  made.object->state(count);
  // x and the state are read and written, the gradient is read.
  const std::int64_t bytes = (3 * n + 2 * count.numbers) * std::int64_t(sizeof(Scalar));
  state.SetBytesProcessed(state.iterations() * bytes);
  state.SetItemsProcessed(state.iterations() * n);
  state.SetComplexityN(n);
}

template <typename Scalar>
void time_gradient(benchmark::State& state, const ProgramRegistry& registry,
                   const std::string& name) {
  const Settings settings = registry.resolve(Kind::problem, {name, {}}, name);
  Made<Problem<Scalar>> made = registry.problem(name).make.template of<Scalar>()(settings, registry);
  Vector<Scalar> x = Vector<Scalar>::Zero(made.object->layout().size());
  Vector<Scalar> gradient = x;
  made.object->start(0, x);
  for (auto _ : state) {
    benchmark::DoNotOptimize(made.object->value_and_gradient(x, Batch{}, gradient));
    benchmark::DoNotOptimize(gradient.data());
  }
  state.counters["samples/s"] = benchmark::Counter(
      static_cast<double>(std::max<Index>(1, made.object->sample_count())),
      benchmark::Counter::kIsIterationInvariantRate);
}

struct WholeRun {
  const char* name;
  const char* problem;
  const char* optimizer;
  Index steps;
};
constexpr WholeRun kWholeRuns[] = {
    {"run/article_landscape/momentum/steps:10000", "article_landscape",
     "momentum:learning_rate=0.01,momentum=0.9", 10000},
    {"run/spiral/sgd/epochs:1000", "spiral", "sgd", 1000},
    {"run/spiral_article/sgd/epochs:1000", "spiral:arithmetic=article", "sgd", 1000},
};

void time_run(benchmark::State& state, const ProgramRegistry& registry, const WholeRun& whole) {
  const Json suite = {{"schema", "descend.suite/1"},
                      {"experiments",
                       {{{"problems", {whole.problem}},
                         {"optimizers", {whole.optimizer}},
                         {"record", {{"every", 100}}},
                         {"budget", {{"steps", whole.steps}}}}}}};
  const Plan plan = make_plan(suite, whole.name, Json::object(), registry);
  double problem = 0, optimizer = 0;
  for (auto _ : state) {
    const Record record = run_one(plan.runs[0], registry);
    if (record.outcome.status == "failed") state.SkipWithError(record.outcome.reason.c_str());
    problem += record.timing.problem;
    optimizer += record.timing.optimizer;
  }
  state.SetItemsProcessed(state.iterations() * whole.steps);
  state.counters["problem_seconds"] =
      benchmark::Counter(problem, benchmark::Counter::kAvgIterations);
  state.counters["optimizer_seconds"] =
      benchmark::Counter(optimizer, benchmark::Counter::kAvgIterations);
}

// A plugin that throws costs its own measurement only.
template <typename Measure>
void guarded(benchmark::State& state, Measure measure) {
  try {
    measure();
  } catch (const std::exception& error) {
    state.SkipWithError(error.what());
  } catch (...) {
    state.SkipWithError("an exception of unknown type");
  }
}

template <typename Scalar>
void register_scalar(const ProgramRegistry& registry, const char* precision) {
  for (const PluginInfo* info : registry.all(Kind::optimizer)) {
    if (!registry.optimizer(info->name).make.template of<Scalar>()) continue;
    benchmark::RegisterBenchmark(
        fmt::format("step/{}/{}", info->name, precision).c_str(),
        [&registry, name = info->name](benchmark::State& state) {
          guarded(state, [&] { time_step<Scalar>(state, registry, name); });
        })
        ->Arg(1'000)
        ->Arg(1'000'000);
  }
  for (const PluginInfo* info : registry.all(Kind::problem)) {
    if (!registry.problem(info->name).make.template of<Scalar>()) continue;
    benchmark::RegisterBenchmark(
        fmt::format("gradient/{}/{}", info->name, precision).c_str(),
        [&registry, name = info->name](benchmark::State& state) {
          guarded(state, [&] { time_gradient<Scalar>(state, registry, name); });
        });
  }
}

// Google Benchmark writes counters that are not finite as bare words, which is not JSON.
std::string without_bare_words(std::string_view text) {
  std::string mended;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    bool replaced = false;
    for (const std::string_view word : {"-NaN", "NaN", "-nan", "nan", "-Infinity", "Infinity",
                                        "-inf", "inf"}) {
      if (quoted || !text.substr(i).starts_with(word)) continue;
      mended += "null";
      i += word.size() - 1;
      replaced = true;
      break;
    }
    if (!replaced) mended += text[i];
  }
  return mended;
}

}  // namespace

int time_command(const ProgramRegistry& registry, std::vector<std::string> arguments,
                 const std::string& out) {
  register_scalar<float>(registry, "float32");
  register_scalar<double>(registry, "float64");
  for (const WholeRun& whole : kWholeRuns) {
    benchmark::RegisterBenchmark(
        whole.name, [&](benchmark::State& state) { time_run(state, registry, whole); });
  }
  std::filesystem::create_directories(out);
  const std::filesystem::path place = std::filesystem::path(out) / "timings.json";
  const std::filesystem::path draft = place.string() + ".new";
  const bool list_only = std::ranges::any_of(arguments, [](const std::string& argument) {
    return argument.starts_with("--benchmark_list_tests");
  });
  const bool own_file = std::ranges::any_of(arguments, [](const std::string& argument) {
    return argument.starts_with("--benchmark_out=");
  });
  if (!own_file && !list_only) {
    arguments.push_back("--benchmark_out=" + draft.string());
    arguments.push_back("--benchmark_out_format=json");
  }
  arguments.insert(arguments.begin(), "descend");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  int argc = static_cast<int>(argv.size());
  benchmark::Initialize(&argc, argv.data());
  if (argc > 1) {
    throw BadInput(fmt::format("time: unknown argument '{}'; --out and Google Benchmark's "
                               "--benchmark_… are allowed", argv[1]));
  }
  // What it would say on standard error itself is said in the program's own way.
  const std::unique_ptr<benchmark::BenchmarkReporter> reporter(
      benchmark::CreateDefaultDisplayReporter());
  std::ostringstream errors;
  reporter->SetErrorStream(&errors);
  const std::size_t count = benchmark::RunSpecifiedBenchmarks(reporter.get());
  benchmark::Shutdown();
  if (count == 0) {
    std::filesystem::remove(draft);
    throw BadInput("time: no benchmark matches the filter; --benchmark_list_tests lists them");
  }
  if (own_file || list_only) return kDone;
  std::ifstream file(draft, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  write_whole_file(place, without_bare_words(text.str()));
  std::filesystem::remove(draft);
  fmt::print("\n{}\n", place.string());
  return kDone;
}

}  // namespace descend
