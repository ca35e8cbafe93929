// The contract of an optimizer: its options, its steps, and how its scalars compare.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/check/check.h"
#include "harness/check/check_steps.h"
#include "harness/check/optimizer_trial.h"

namespace descend {
namespace {

// Square: of a longer side the first gradient leaves part of SOAP's basis to rounding.
std::string float_near_double(const ProgramRegistry& registry, const Settings& given) {
  Trial<float> in_float(registry, given, with_matrix(4, 4));
  Trial<double> in_double(registry, given, with_matrix(4, 4));
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

std::string lanes_are_doubles(const ProgramRegistry& registry, const Settings& given) {
  Trial<Lanes> lanes(registry, given, with_matrix(5, 3));
  lanes.steps(kTrialSteps);
  for (int lane = 0; lane < Lanes::kCount; ++lane) {
    Trial<double> one(registry, given, with_matrix(5, 3));
    one.first_lane = lane;
    one.start();
    one.steps(kTrialSteps);
    Vector<double> of_lane(one.x.size());
    for (Index i = 0; i < of_lane.size(); ++i) of_lane[i] = std::as_const(lanes.x)[i][lane];
    if (!same_bits<double>(of_lane, one.x))
      return fmt::format("lane {} differs from its run alone", lane);
  }
  return "";
}

std::string without_matrices(const ProgramRegistry& registry, const Settings& given) {
  Layout layout;
  layout.add("x", 7);
  try {
    Trial<double> run(registry, given, layout);
    run.steps(kTrialSteps);
    return all_finite(run.x) ? "" : "x is not finite";
  } catch (const Unsupported& reason) {
    return std::string(reason.what()).empty() ? "it refuses without a reason" : "";
  }
}

}  // namespace

std::vector<ContractResult> check_optimizer(const ProgramRegistry& registry,
                                            const Settings& given) {
  const OptimizerPlugin& plugin = registry.optimizer(given.name);
  ContractReport report;
  report.add(check_options(registry, Kind::optimizer, given));
  const bool has_float = bool(plugin.make.of<float>()), has_double = bool(plugin.make.of<double>());
  const bool has_lanes = bool(plugin.make.of<Lanes>());
  report.expect("it works in float32 or float64", [&]() -> std::string {
    return has_float || has_double ? "" : "it has no version in either";
  });
  bool steps = !has_float || check_steps<float>(registry, given, "float32", report);
  if (has_double) steps = check_steps<double>(registry, given, "float64", report) && steps;
  if (has_lanes) steps = check_steps<Lanes>(registry, given, "lanes", report) && steps;
  if (!steps) {
    report.note("all other rules", ContractResult::skipped, "they take steps");
    return std::move(report).all();
  }
  if (has_float && has_double) {
    report.expect("float32 stays near float64 for ten steps", [&] {
      const std::string gap = float_near_double(registry, given);
      if (gap.empty() || !has_epsilon(plugin.info)) return gap;
      // A rule may divide rounding by rounding (SOAP does, where its basis has made the gradient
      // zero): a greater epsilon shows whether that is all.
      return float_near_double(registry, with(given, {"epsilon", Value{1e-3}}));
    });
  }
  if (has_lanes && has_double) {
    report.expect("each lane has the bits of its run alone",
                  [&] { return lanes_are_doubles(registry, given); });
  }
  if (has_double) {
    report.expect("without matrices it works, or refuses with a reason",
                  [&] { return without_matrices(registry, given); });
  }
  return std::move(report).all();
}

}  // namespace descend
