/// For tests: makes rules and schedules by name, without the program.
#pragma once

#include <map>
#include <stdexcept>
#include <string>

#include "optimizers/all.h"

namespace descend::test {

/// Knows every optimizer and schedule of the tree.
class RuleRegistry final : public Registry {
 public:
  RuleRegistry() { add_optimizers(*this); }

  void add(OptimizerPlugin&& plugin) override {
    plugin.info.options = internal::describe(*plugin.make.options);
    optimizers.emplace(plugin.info.name, std::move(plugin));
  }
  void add(ProblemPlugin&&) override { throw std::logic_error("there are no problems here"); }
  void add(SchedulePlugin&& plugin) override {
    plugin.info.options = internal::describe(*plugin.make.options);
    schedules.emplace(plugin.info.name, std::move(plugin));
  }

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

}  // namespace descend::test
