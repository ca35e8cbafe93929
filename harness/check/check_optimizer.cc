// The contract of an optimizer, tried on objectives made for the purpose.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/check/allocation_count.h"
#include "harness/check/check.h"
#include "harness/check/optimizer_trial.h"

namespace descend {
namespace {

template <typename Scalar>
bool same_bits(ConstVectorRef<Scalar> a, ConstVectorRef<Scalar> b) {
  return a.size() == b.size() &&
         std::equal(reinterpret_cast<const unsigned char*>(a.data()),
                    reinterpret_cast<const unsigned char*>(a.data() + a.size()),
                    reinterpret_cast<const unsigned char*>(b.data()));
}

template <typename Scalar>
bool all_finite(const Eigen::Map<Vector<Scalar>>& x) {
  for (Index i = 0; i < x.size(); ++i) {
    if (!all(isfinite(x[i]))) return false;
  }
  return true;
}

Layout with_matrices(Index rows, Index cols) {
  Layout layout;
  layout.add("weights", rows, cols, Role::matrix);
  layout.add("bias", rows);
  return layout;
}

constexpr int kSteps = 30;

template <typename Scalar>
void check_scalar(const ProgramRegistry& registry, const std::string& name,
                  const std::string& scalar, Findings& findings) {
  using Run = Trial<Scalar>;
  const Layout layout = with_matrices(5, 3);
  findings.expect(scalar + ": start leaves x0 as it is", [&]() -> std::string {
    Run run(registry, name, layout);
    for (Index i = 0; i < run.x.size(); ++i) {
      if (!all(run.x[i] == run.first(i))) return fmt::format("start has changed x[{}]", i);
    }
    return "";
  });
  findings.expect(scalar + ": a step writes x and nothing beside it", [&]() -> std::string {
    Run run(registry, name, layout);
    run.steps(kSteps);
    return run.intact() ? "" : "numbers beside x have changed";
  });
  findings.expect(scalar + ": it moves", [&]() -> std::string {
    Run run(registry, name, layout);
    const Vector<Scalar> before = run.x;
    const StepStatus status = run.steps(kSteps);
    if (status.code == StepStatus::failed) return fmt::format("it failed: {}", status.reason);
    if (!all_finite(run.x)) return "x is not finite on a gentle bowl";
    return same_bits<Scalar>(run.x, before)
               ? fmt::format("x is where it was after {} steps", kSteps)
               : "";
  });
  findings.expect(scalar + ": the same seed gives the same bits", [&]() -> std::string {
    Run one(registry, name, layout), other(registry, name, layout);
    one.steps(kSteps);
    other.steps(kSteps);
    return same_bits<Scalar>(one.x, other.x) ? "" : "two runs differ";
  });
  findings.expect(scalar + ": starting twice is starting once", [&]() -> std::string {
    Run fresh(registry, name, layout), used(registry, name, layout);
    fresh.steps(kSteps);
    used.steps(kSteps / 2);
    used.start();
    used.steps(kSteps);
    return same_bits<Scalar>(fresh.x, used.x)
               ? ""
               : "the second run differs from the first: state has outlived start";
  });
  findings.expect(
      scalar + ": setting each option to what it is changes nothing", [&]() -> std::string {
        Run plain(registry, name, layout), changed(registry, name, layout);
        plain.steps(kSteps);
        changed.steps(kSteps / 2);
        for (const OptionInfo& option : registry.optimizer(name).info.options) {
          if (option.fixed) continue;
          changed.made.change(option.name, *changed.settings().find(option.name));
        }
        changed.steps(kSteps - kSteps / 2);
        return same_bits<Scalar>(plain.x, changed.x) ? "" : "the run differs from then on";
      });
  findings.expect(scalar + ": a gradient of zero makes no NaN", [&]() -> std::string {
    Run run(registry, name, layout);
    run.steps(kSteps, Shape::flat);
    if (!all_finite(run.x)) return "x is not finite on a plain";
    run.start();
    run.steps(3);
    run.steps(kSteps, Shape::flat);
    return all_finite(run.x) ? "" : "x is not finite where the slope ends";
  });
  findings.expect(scalar + ": an explosion ends as numbers or a status", [&]() -> std::string {
    for (const Shape shape : {Shape::cliff, Shape::broken}) {
      Run run(registry, name, layout);
      const StepStatus status = run.steps(kSteps, shape);
      if (status.code != StepStatus::ok && status.reason == nullptr)
        return "a status has no reason";
    }
    return "";
  });
  findings.expect(scalar + ": the state has names and a constant size", [&]() -> std::string {
    Run run(registry, name, layout);
    LookAtState<Scalar> before, after;
    run.made.object->state(before);
    run.steps(kSteps);
    run.made.object->state(after);
    if (!before.named) return "a piece has no name";
    return before.size == after.size ? ""
                                     : fmt::format("{} numbers became {}", before.size, after.size);
  });
  const std::string no_allocation = scalar + ": a step allocates nothing";
  if (!AllocationCount::works()) {
    findings.note(no_allocation, ContractFinding::skipped,
                  "this build of the program cannot count");
    return;
  }
  findings.expect(no_allocation, [&]() -> std::string {
    // Few steps with large matrices, and many with small ones: what is done once in a while counts.
    for (const auto& [tried, steps] : {std::pair{with_matrices(128, 128), 3}, {layout, 100}}) {
      Run run(registry, name, tried);
      Probe<Scalar> probe(Shape::bowl, run.x);
      for (int k = 1; k <= steps; ++k) {
        long count = 0;
        {
          const AllocationCount allocations;
          run.made.object->step(probe, run.x);
          count = allocations.count();
        }
        if (count > 0) return fmt::format("step {} allocates {} times", k, count);
      }
    }
    return "";
  });
}

// Square: of a longer side the first gradient leaves part of SOAP's basis to rounding.
std::string float_near_double(const ProgramRegistry& registry, const std::string& name,
                              const std::vector<Setting>& given) {
  Trial<float> in_float(registry, name, with_matrices(4, 4), given);
  Trial<double> in_double(registry, name, with_matrices(4, 4), given);
  for (int k = 0; k < 10; ++k) {
    in_float.steps(1);
    in_double.steps(1);
    const double gap = (in_float.x.cast<double>() - in_double.x).cwiseAbs().maxCoeff();
    if (!(gap < 1e-3)) return fmt::format("they are {:.2g} apart after {} steps", gap, k + 1);
  }
  return "";
}

bool has_epsilon(const PluginInfo& info) {
  return std::ranges::any_of(info.options, [](const OptionInfo& option) {
    return option.name == "epsilon" && option.type == OptionInfo::number &&
           option.range.contains(1e-3);
  });
}

std::string lanes_are_doubles(const ProgramRegistry& registry, const std::string& name) {
  Trial<Lanes> lanes(registry, name, with_matrices(5, 3));
  lanes.steps(kSteps);
  for (int lane = 0; lane < Lanes::kCount; ++lane) {
    Trial<double> one(registry, name, with_matrices(5, 3));
    one.first_lane = lane;
    one.start();
    one.steps(kSteps);
    Vector<double> of_lane(one.x.size());
    for (Index i = 0; i < of_lane.size(); ++i) of_lane[i] = std::as_const(lanes.x)[i][lane];
    if (!same_bits<double>(of_lane, one.x))
      return fmt::format("lane {} differs from its run alone", lane);
  }
  return "";
}

std::string without_matrices(const ProgramRegistry& registry, const std::string& name) {
  Layout layout;
  layout.add("x", 7);
  try {
    Trial<double> run(registry, name, layout);
    run.steps(kSteps);
    return all_finite(run.x) ? "" : "x is not finite";
  } catch (const Unsupported& reason) {
    return std::string(reason.what()).empty() ? "it refuses without a reason" : "";
  }
}

}  // namespace

std::vector<ContractFinding> check_optimizer(const ProgramRegistry& registry,
                                             const std::string& name) {
  const OptimizerPlugin& plugin = registry.optimizer(name);
  Findings findings;
  findings.add(check_options(registry, Kind::optimizer, name));
  const bool has_float = bool(plugin.make.of<float>()), has_double = bool(plugin.make.of<double>());
  const bool has_lanes = bool(plugin.make.of<Lanes>());
  findings.expect("it works in float32 or float64", [&]() -> std::string {
    return has_float || has_double ? "" : "it has no version in either";
  });
  if (has_float) check_scalar<float>(registry, name, "float32", findings);
  if (has_double) check_scalar<double>(registry, name, "float64", findings);
  if (has_lanes) check_scalar<Lanes>(registry, name, "lanes", findings);
  if (has_float && has_double) {
    findings.expect("float32 stays near float64 for ten steps", [&] {
      const std::string gap = float_near_double(registry, name, {});
      if (gap.empty() || !has_epsilon(plugin.info)) return gap;
      // A rule may divide rounding by rounding (SOAP does, where its basis has made the gradient
      // zero): a greater epsilon shows whether that is all.
      return float_near_double(registry, name, {{"epsilon", Value{1e-3}}});
    });
  }
  if (has_lanes && has_double) {
    findings.expect("each lane has the bits of its run alone",
                    [&] { return lanes_are_doubles(registry, name); });
  }
  if (has_double) {
    findings.expect("without matrices it works, or refuses with a reason",
                    [&] { return without_matrices(registry, name); });
  }
  return std::move(findings).all();
}

}  // namespace descend
