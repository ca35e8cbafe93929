// What a loss and its gradient cost.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>

#include "harness/time/time_benchmarks.h"

namespace descend {
namespace {

template <typename Scalar>
void time_gradient(benchmark::State& state, const ProgramRegistry& registry, const PluginInfo& info,
                   bool sized) {
  Settings given{info.name, {}};
  if (sized) given.values.push_back({"dimension", Value{std::int64_t{state.range(0)}}});
  Settings settings;
  try {
    settings = registry.resolve(Kind::problem, given, info.name);
  } catch (const BadInput& refused) {
    state.SkipWithError(refused.what());
    return;
  }
  Made<Problem<Scalar>> made =
      registry.problem(info.name).make.template of<Scalar>()(settings, registry);
  Vector<Scalar> x = Vector<Scalar>::Zero(made.object->layout().size());
  Vector<Scalar> gradient = x;
  made.object->start(0, x);
  for (auto _ : state) {
    benchmark::DoNotOptimize(made.object->value_and_gradient(x, Batch{}, gradient));
    benchmark::DoNotOptimize(gradient.data());
    benchmark::ClobberMemory();
  }
  const double samples = static_cast<double>(std::max<Index>(1, made.object->sample_count()));
  const auto rate = [](double each) {
    return benchmark::Counter(each, benchmark::Counter::kIsIterationInvariantRate);
  };
  state.counters["samples/s"] = rate(samples);
  const double operations = product_operations(info, *made.object);
  if (operations > 0) state.counters["FLOP/s"] = rate(samples * operations);
  if (sized) state.SetComplexityN(state.range(0));
}

bool has_dimension(const PluginInfo& info) {
  return std::ranges::any_of(info.options,
                             [](const OptionInfo& option) { return option.name == "dimension"; });
}

template <typename Scalar>
void add_gradients_in(const ProgramRegistry& registry, const char* precision) {
  for (const PluginInfo* info : registry.all(Kind::problem)) {
    if (!registry.problem(info->name).make.template of<Scalar>()) continue;
    const bool sized = has_dimension(*info);
    auto* timing = benchmark::RegisterBenchmark(
        fmt::format("gradient/{}/{}", info->name, precision).c_str(),
        [&registry, info, sized](benchmark::State& state) {
          guarded(state, [&] { time_gradient<Scalar>(state, registry, *info, sized); });
        });
    if (sized) timing->RangeMultiplier(10)->Range(10, 100'000)->Complexity(benchmark::oN);
  }
}

}  // namespace

void add_gradient_timings(const ProgramRegistry& registry) {
  add_gradients_in<float>(registry, "float32");
  add_gradients_in<double>(registry, "float64");
}

}  // namespace descend
