/// How optimizers, problems and schedules become known to the program: a function call each,
/// `add_momentum(registry)`, in the tree and in a plugin alike.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "descend/optimizer.h"
#include "descend/option_values.h"
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
  /// `list` groups by it, `-o adaptive/` names all of it: first_order, adaptive, landscape, …
  std::string family;
  /// In what it parts from its source, in sentences.
  std::string deviations = {};
  /// Filled from the option table on registration; leave empty.
  std::vector<OptionInfo> options = {};
  std::vector<OptionRelation> relations = {};
};

/// An object together with the options it reads while it works.
template <typename Object>
struct Made {
  std::shared_ptr<const internal::OptionRows> rows;
  std::shared_ptr<void> options;
  std::unique_ptr<Object> object;

  /// Sets one option of the living object, already validated, in mid-run; `base.momentum`: one of
  /// the rule that it wraps.
  void change(std::string_view option, const Value& value) {
    if (option.find('.') == option.npos) {
      internal::set_option(*rows, options.get(), option, value);
    } else if (!object->change_inner(option, value)) {
      throw std::logic_error("the rule does not change what it wraps: no change_inner()");
    }
  }
};

namespace internal {

template <typename Object>
using Construct = std::unique_ptr<Object> (*)(const void* options, const Registry& registry);

}  // namespace internal

/// Makes objects from settings that have been validated: every option present, nothing else.
template <typename Object>
struct Factory {
  std::shared_ptr<const internal::OptionRows> options;
  internal::Construct<Object> construct = nullptr;

  explicit operator bool() const { return construct != nullptr; }

  Made<Object> operator()(const Settings& settings, const Registry& registry) const {
    Made<Object> made{options, options->make_defaults(), nullptr};
    for (const Setting& setting : settings.values) {
      internal::set_option(*options, made.options.get(), setting.key, setting.value);
    }
    made.object = construct(made.options.get(), registry);
    return made;
  }
};

/// How to make a plugin's objects for each scalar that it supports; the other factories are empty.
template <template <typename> class Object>
struct Factories {
  std::shared_ptr<const internal::OptionRows> options;
  std::tuple<internal::Construct<Object<float>>, internal::Construct<Object<double>>,
             internal::Construct<Object<Lanes>>>
      construct = {};

  template <typename Scalar>
  Factory<Object<Scalar>> of() const {
    return {options, std::get<internal::Construct<Object<Scalar>>>(construct)};
  }
};

struct OptimizerPlugin {
  PluginInfo info;
  /// The schedule that belongs to the rule by definition; no name: any schedule may be given.
  Settings own_schedule = {};
  /// Whether a schedule's factor changes its steps.
  bool takes_rate = true;
  Factories<Optimizer> make = {};
};

struct ProblemPlugin {
  PluginInfo info;
  /// Steps of a run that is given no budget.
  Index default_steps = 1000;
  /// "float32" or "float64": of a run that is given none.
  std::string default_precision = "float64";
  /// A run whose loss passes this has exploded, unless it is given another bound. Infinite: 1e12
  /// times the size of the loss at the start, or 1e12 where that is below 1.
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
  virtual void add(OptimizerPlugin&& plugin) = 0;
  virtual void add(ProblemPlugin&& plugin) = 0;
  virtual void add(SchedulePlugin&& plugin) = 0;

  /// Throw BadInput, with the known names and the nearest, where there is none of that name.
  virtual const OptimizerPlugin& optimizer(std::string_view name) const = 0;
  virtual const ProblemPlugin& problem(std::string_view name) const = 0;
  virtual const SchedulePlugin& schedule(std::string_view name) const = 0;
};

namespace internal {

/// Constructs a class from its options, or from its options and the registry where it makes nested
/// plugins.
template <typename Object, typename Concrete, typename Options>
std::unique_ptr<Object> construct(const void* options, const Registry& registry) {
  const Options& own = *static_cast<const Options*>(options);
  if constexpr (std::is_constructible_v<Concrete, const Options&, const Registry&>) {
    return std::make_unique<Concrete>(own, registry);
  } else {
    return std::make_unique<Concrete>(own);
  }
}

}  // namespace internal

/// Registers an update rule for the scalars it supports:
/// `add_optimizer<Momentum, float, double, Lanes>(registry, {.info = {…}}, momentum_options())`.
template <template <typename> class Rule, typename... Scalars, typename Options>
void add_optimizer(Registry& registry, OptimizerPlugin plugin, OptionTable<Options> table) {
  plugin.make.options = std::move(table).share();
  ((std::get<internal::Construct<Optimizer<Scalars>>>(plugin.make.construct) =
        &internal::construct<Optimizer<Scalars>, Rule<Scalars>, Options>),
   ...);
  registry.add(std::move(plugin));
}

/// Registers a problem for the scalars it supports.
template <template <typename> class Objective, typename... Scalars, typename Options>
void add_problem(Registry& registry, ProblemPlugin plugin, OptionTable<Options> table) {
  plugin.make.options = std::move(table).share();
  ((std::get<internal::Construct<Problem<Scalars>>>(plugin.make.construct) =
        &internal::construct<Problem<Scalars>, Objective<Scalars>, Options>),
   ...);
  registry.add(std::move(plugin));
}

/// Registers a schedule.
template <typename Concrete, typename Options>
void add_schedule(Registry& registry, SchedulePlugin plugin, OptionTable<Options> table) {
  plugin.make = {std::move(table).share(), &internal::construct<Schedule, Concrete, Options>};
  registry.add(std::move(plugin));
}

}  // namespace descend
