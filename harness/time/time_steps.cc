// What one update costs, over the number of parameters.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cmath>

#include "harness/time/time_benchmarks.h"

namespace descend {
namespace {

// Gives the same gradient at every call. It is written only when the buffer changes, so that a
// step is measured alone.
template <typename Scalar>
class FixedOracle final : public Oracle<Scalar> {
 public:
  Real<Scalar> value_and_gradient(VectorRef<Scalar> gradient) override {
    if (gradient.data() != filled_) {
      filled_ = gradient.data();
      for (Index i = 0; i < gradient.size(); ++i) {
        gradient[i] = Scalar(1e-3 * static_cast<double>(i % 17 - 8));
      }
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
  const Made<Schedule> schedule =
      registry.schedule("constant")
          .make(registry.resolve(Kind::schedule, {"constant", {}}, "constant"), registry);
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
  state.counters["state_bytes_per_parameter"] =
      static_cast<double>(StateSize(*made.object).bytes()) / static_cast<double>(n);
  // x and the state are read and written, the gradient is read.
  const std::int64_t bytes =
      (3 * n + 2 * StateSize(*made.object).total()) * std::int64_t(sizeof(Scalar));
  state.SetBytesProcessed(state.iterations() * bytes);
  state.SetItemsProcessed(state.iterations() * n);
  state.SetComplexityN(n);
}

template <typename Scalar>
void add_steps_in(const ProgramRegistry& registry, const char* precision) {
  for (const PluginInfo* info : registry.all(Kind::optimizer)) {
    const OptimizerPlugin& plugin = registry.optimizer(info->name);
    if (!plugin.make.template of<Scalar>()) continue;
    auto* timing = benchmark::RegisterBenchmark(
        fmt::format("step/{}/{}", info->name, precision).c_str(),
        [&registry, name = info->name](benchmark::State& state) {
          guarded(state, [&] { time_step<Scalar>(state, registry, name); });
        });
    timing->Arg(1'000);
    // Rules that work on lanes are elementwise: their cost grows as n, and at ten million numbers
    // only memory counts. The others multiply and decompose matrices.
    if (plugin.make.template of<Lanes>()) {
      timing->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Complexity(benchmark::oN);
      if (std::is_same_v<Scalar, float>) timing->Arg(10'000'000);
    } else {
      timing->Arg(1'000'000);
    }
  }
}

}  // namespace

void add_step_timings(const ProgramRegistry& registry) {
  add_steps_in<float>(registry, "float32");
  add_steps_in<double>(registry, "float64");
}

}  // namespace descend
