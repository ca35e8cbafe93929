#include "harness/run/overhead.h"

#include <algorithm>

#include "harness/plan/make_run.h"
#include "harness/run/runner.h"

namespace descend {
namespace {

struct NoOptions {};

template <typename Scalar>
class EmptyProblem final : public Problem<Scalar> {
 public:
  explicit EmptyProblem(const NoOptions&) { layout_.add("x", 1); }
  const Layout& layout() const override { return layout_; }
  void start(std::uint64_t, VectorRef<Scalar> x0) override { x0[0] = 0; }
  Real<Scalar> value(ConstVectorRef<Scalar>, const Batch&) override { return 0; }
  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar>, const Batch&,
                                  VectorRef<Scalar> gradient) override {
    gradient[0] = 0;
    return 0;
  }

 private:
  Layout layout_;
};

template <typename Scalar>
class EmptyOptimizer final : public Optimizer<Scalar> {
 public:
  explicit EmptyOptimizer(const NoOptions&) {}
  void start(const Layout&, ConstVectorRef<Scalar> x0, const RunInfo&) override {
    gradient_.setZero(x0.size());
  }
  StepStatus step(Oracle<Scalar>& oracle, VectorRef<Scalar>) override {
    oracle.value_and_gradient(gradient_);
    return {};
  }

 private:
  Vector<Scalar> gradient_;
};

PluginInfo info_of(const char* name) {
  return {.name = name, .summary = "", .formula = "", .source = "", .family = ""};
}

double measure_overhead() {
  constexpr Index kSteps = 10'000;
  constexpr int kRounds = 5;
  ProgramRegistry registry;
  add_problem<EmptyProblem, double>(registry, {.info = info_of("empty_problem")},
                                    OptionTable<NoOptions>{});
  add_optimizer<EmptyOptimizer, double>(registry, {.info = info_of("empty_optimizer")},
                                        OptionTable<NoOptions>{});
  RunRequest request("overhead");
  request.problem = {"empty_problem", {}};
  request.optimizer = {"empty_optimizer", {}};
  request.options.budget.steps = kSteps;
  request.options.record.spacing = RecordRule::every;
  request.options.record.count = 100;
  const Run run = make_run(request, registry);
  double lowest = kInfinity;
  for (int round = 0; round < kRounds; ++round) {
    const Timing timing = run_one(run, registry).timing;
    lowest = std::min(lowest, timing.wall / static_cast<double>(kSteps));
  }
  return 1e9 * lowest;
}

}  // namespace

double harness_overhead() {
  static const double overhead = measure_overhead();
  return overhead;
}

}  // namespace descend
