/// How optimizers, problems and schedules become known to the program: a function call each,
/// `add_momentum(registry)`, in the tree and in a plugin alike.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "descend/optimizer.h"
#include "descend/options.h"
#include "descend/problem.h"

namespace descend {

class Registry;

/// What `list` and `show` print of a plugin.
struct PluginInfo {
  /// [a-z][a-z0-9_]*, unique over optimizers, problems, schedules and suites. It changes when the
  /// formula does: otherwise old traces would lie.
  std::string name;
  /// One line.
  std::string summary;
  /// In plain text; several lines are allowed.
  std::string formula;
  /// Authors, title, year, number of the algorithm or equation.
  std::string source;
  /// `list` groups by it: "first order", "adaptive", "1-D landscape", …
  std::string family;
  /// Filled from the option table on registration; leave empty.
  std::vector<OptionInfo> options = {};
};

/// An object together with the options it reads while it works.
template <typename Object>
struct Made {
  std::shared_ptr<void> options;
  std::unique_ptr<Object> object;
  /// Sets one option of the living object, already validated; for changes in mid-run.
  std::function<void(std::string_view option, const Value& value)> change;
};

/// Makes an object from settings that have been validated: every option present, nothing else.
template <typename Object>
using Factory = std::function<Made<Object>(const Settings&, const Registry&)>;

/// One factory for each scalar that the plugin supports; the others are empty.
template <template <typename> class Object>
struct Factories {
  std::tuple<Factory<Object<float>>, Factory<Object<double>>, Factory<Object<Lanes>>> by_scalar;

  template <typename Scalar>
  const Factory<Object<Scalar>>& of() const {
    return std::get<Factory<Object<Scalar>>>(by_scalar);
  }
};

struct OptimizerPlugin {
  PluginInfo info;
  /// The schedule that belongs to the rule by definition; no name: any schedule may be given.
  Settings own_schedule = {};
  Factories<Optimizer> make = {};
};

struct ProblemPlugin {
  PluginInfo info;
  /// Steps of a run where nobody says.
  Index default_steps = 1000;
  /// "float32" or "float64", where nobody says.
  std::string default_precision = "float64";
  /// A run whose loss passes this has exploded, where nobody says.
  double default_loss_bound = kInfinity;
  Factories<Problem> make = {};
};

struct SchedulePlugin {
  PluginInfo info;
  Factory<Schedule> make = {};
};

/// Where plugins are added and found. The program implements it.
class Registry {
 public:
  virtual ~Registry() = default;

  /// Throw BadInput where the name is malformed or taken.
  virtual void add(OptimizerPlugin plugin) = 0;
  virtual void add(ProblemPlugin plugin) = 0;
  virtual void add(SchedulePlugin plugin) = 0;

  /// Throw BadInput, with the known names and the nearest, where there is none of that name.
  virtual const OptimizerPlugin& optimizer(std::string_view name) const = 0;
  virtual const ProblemPlugin& problem(std::string_view name) const = 0;
  virtual const SchedulePlugin& schedule(std::string_view name) const = 0;
};

namespace internal {

template <typename Options>
void set_option(const OptionTable<Options>& table, Options& options, std::string_view name,
                const Value& value) {
  for (const auto& option : table) {
    if (option.info.name == name) option.set(options, value);
  }
}

/// The table, kept for the factories, and described in `info`.
template <typename Options>
std::shared_ptr<const OptionTable<Options>> describe(PluginInfo& info, OptionTable<Options> table) {
  for (const auto& option : table) info.options.push_back(option.info);
  return std::make_shared<const OptionTable<Options>>(std::move(table));
}

/// The factory of a class that is constructed from its options, or from its options and the
/// registry where it makes nested plugins.
template <typename Object, typename Concrete, typename Options>
Factory<Object> factory(std::shared_ptr<const OptionTable<Options>> table) {
  return [table](const Settings& settings, const Registry& registry) {
    auto options = std::make_shared<Options>();
    for (const Setting& setting : settings.values) {
      set_option(*table, *options, setting.key, setting.value);
    }
    Made<Object> made;
    made.options = options;
    if constexpr (std::is_constructible_v<Concrete, const Options&, const Registry&>) {
      made.object = std::make_unique<Concrete>(*options, registry);
    } else {
      made.object = std::make_unique<Concrete>(*options);
    }
    made.change = [table, living = options.get()](std::string_view name, const Value& value) {
      set_option(*table, *living, name, value);
    };
    return made;
  };
}

}  // namespace internal

/// Registers an update rule for the scalars it supports:
/// `add_optimizer<Momentum, float, double, Lanes>(registry, {.info = {…}}, momentum_options())`.
template <template <typename> class Rule, typename... Scalars, typename Options>
void add_optimizer(Registry& registry, OptimizerPlugin plugin, OptionTable<Options> table) {
  const auto shared = internal::describe(plugin.info, std::move(table));
  ((std::get<Factory<Optimizer<Scalars>>>(plugin.make.by_scalar) =
        internal::factory<Optimizer<Scalars>, Rule<Scalars>>(shared)),
   ...);
  registry.add(std::move(plugin));
}

/// Registers a problem for the scalars it supports.
template <template <typename> class Objective, typename... Scalars, typename Options>
void add_problem(Registry& registry, ProblemPlugin plugin, OptionTable<Options> table) {
  const auto shared = internal::describe(plugin.info, std::move(table));
  ((std::get<Factory<Problem<Scalars>>>(plugin.make.by_scalar) =
        internal::factory<Problem<Scalars>, Objective<Scalars>>(shared)),
   ...);
  registry.add(std::move(plugin));
}

/// Registers a schedule.
template <typename Concrete, typename Options>
void add_schedule(Registry& registry, SchedulePlugin plugin, OptionTable<Options> table) {
  const auto shared = internal::describe(plugin.info, std::move(table));
  plugin.make = internal::factory<Schedule, Concrete>(shared);
  registry.add(std::move(plugin));
}

}  // namespace descend
