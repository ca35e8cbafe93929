/// For tests: makes rules and schedules by name, and runs a rule on a function without the program.
#pragma once

#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "optimizers/all.h"

namespace descend::test {

/// Knows every optimizer and schedule of the tree.
class RuleRegistry final : public Registry {
 public:
  RuleRegistry() { add_optimizers(*this); }

  void add(OptimizerPlugin plugin) override { optimizers.emplace(plugin.info.name, plugin); }
  void add(ProblemPlugin) override { throw std::logic_error("there are no problems here"); }
  void add(SchedulePlugin plugin) override { schedules.emplace(plugin.info.name, plugin); }

  const OptimizerPlugin& optimizer(std::string_view name) const override {
    return optimizers.at(std::string(name));
  }
  const ProblemPlugin& problem(std::string_view) const override { throw BadInput("no problems"); }
  const SchedulePlugin& schedule(std::string_view name) const override {
    return schedules.at(std::string(name));
  }

  const PluginInfo& info(const std::string& name) const {
    return schedules.contains(name) ? schedules.at(name).info : optimizers.at(name).info;
  }

  std::map<std::string, OptimizerPlugin> optimizers;
  std::map<std::string, SchedulePlugin> schedules;
};

inline const RuleRegistry& registry() {
  static const RuleRegistry kRegistry;
  return kRegistry;
}

/// `given` over the defaults of the plugin's table, nested plugins as well; throws where the table
/// has no such option.
inline Settings complete(const PluginInfo& info, const Settings& given) {
  Settings all{info.name, {}};
  for (const OptionInfo& option : info.options) {
    const Value* found = given.find(option.name);
    Value value = found ? *found : option.default_value;
    if (auto* nested = std::get_if<Settings>(&value.data)) {
      *nested = complete(registry().info(nested->name), *nested);
    }
    all.values.push_back({option.name, value});
  }
  for (const Setting& setting : given.values) {
    if (!all.find(setting.key)) throw BadInput(info.name + " has no option " + setting.key);
  }
  return all;
}

template <typename Scalar>
Made<Optimizer<Scalar>> make_rule(const Settings& settings) {
  const OptimizerPlugin& plugin = registry().optimizer(settings.name);
  return plugin.make.template of<Scalar>()(complete(plugin.info, settings), registry());
}

/// A schedule, started.
inline Made<Schedule> make_schedule(const Settings& settings, const RunInfo& run = {}) {
  const SchedulePlugin& plugin = registry().schedule(settings.name);
  Made<Schedule> made = plugin.make(complete(plugin.info, settings), registry());
  made.object->start(run);
  return made;
}

/// Writes the gradient at x and returns f(x).
template <typename Scalar>
using Objective = std::function<double(const Vector<Scalar>& x, Vector<Scalar>& gradient)>;

/// Asks an Objective.
template <typename Scalar>
class FunctionOracle final : public Oracle<Scalar> {
 public:
  FunctionOracle(Objective<Scalar> objective, const Vector<Scalar>& iterate)
      : objective_(std::move(objective)), iterate_(iterate) {}

  double value_and_gradient(VectorRef<Scalar> gradient) override {
    return value_and_gradient(iterate_, gradient);
  }
  double value(ConstVectorRef<Scalar> x) override {
    Vector<Scalar> gradient(x.size());
    return objective_(x, gradient);
  }
  double value_and_gradient(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient) override {
    Vector<Scalar> written(x.size());
    const double loss = objective_(x, written);
    gradient = written;
    return loss;
  }
  std::uint64_t draw() const override { return 0; }

 private:
  Objective<Scalar> objective_;
  const Vector<Scalar>& iterate_;
};

/// The points x_0 … x_steps of a rule on a function; the whole vector is one block.
template <typename Scalar>
std::vector<Vector<Scalar>> run_rule(const Settings& settings, Objective<Scalar> objective,
                                     const Vector<Scalar>& x0, int steps,
                                     const Settings& schedule = {"constant", {}}) {
  Layout layout;
  layout.add("x", x0.size());
  RunInfo run{.steps = steps};
  auto rate = make_schedule(schedule, run);
  run.schedule = rate.object.get();
  auto rule = make_rule<Scalar>(settings);
  rule.object->start(layout, x0, run);
  Vector<Scalar> x = x0;
  FunctionOracle<Scalar> oracle(std::move(objective), x);
  std::vector<Vector<Scalar>> points{x};
  for (int k = 0; k < steps; ++k) {
    if (rule.object->step(oracle, x).code == StepStatus::failed) break;
    points.push_back(x);
  }
  return points;
}

}  // namespace descend::test
