#include "harness/plan/make_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/plan/changes.h"
#include "harness/plan/run_id.h"
#include "harness/registry/plugins.h"
#include "harness/settings/json_checks.h"
#include "harness/settings/settings.h"

namespace descend {
namespace {

bool has_option(const PluginInfo& info, const std::string& name) {
  return std::ranges::find(info.options, name, &OptionInfo::name) != info.options.end();
}

const OptimizerPlugin& find_optimizer(const std::string& name, const std::string& where,
                                      const ProgramRegistry& registry) {
  try {
    return registry.optimizer(name);
  } catch (const BadInput& error) {
    refuse(where, error.what());
  }
}

template <typename Scalar>
void check_scalar(const RunSettings& run, const std::string& where,
                  const ProgramRegistry& registry) {
  if (!registry.problem(run.problem.name).make.template of<Scalar>()) {
    refuse(where, fmt::format("{} has no {}", run.problem.name, name_of(run.precision)));
  }
  if (!registry.optimizer(run.optimizer.name).make.template of<Scalar>()) {
    refuse(where, fmt::format("{} has no {}", run.optimizer.name, name_of(run.precision)));
  }
}

void check_precision(const RunSettings& run, const RunRequest::Places& places,
                     const ProgramRegistry& registry) {
  if (run.precision == Precision::float64) return check_scalar<double>(run, places.run, registry);
  check_scalar<float>(run, places.run, registry);
  check_float32(Kind::problem, run.problem, places.run, registry);
  check_float32(Kind::optimizer, run.optimizer, places.optimizer, registry);
  for (const Change& change : run.changes) {
    check_float32(*find_option(Kind::optimizer, run.optimizer, change.option, registry),
                  change.value, places.changes, registry);
  }
}

std::vector<std::string> file_hashes(const RunSettings& run, const RunRequest::Places& places,
                                     const ProgramRegistry& registry, KnownInputs& known) {
  std::vector<std::string> all;
  const auto add = [&](Kind kind, const Settings& settings, const std::string& where) {
    for (std::string& hash : known.file_hashes(kind, settings, where, registry)) {
      all.push_back(std::move(hash));
    }
  };
  add(Kind::problem, run.problem, places.run);
  add(Kind::optimizer, run.optimizer, places.optimizer);
  add(Kind::schedule, run.schedule, places.schedule);
  return all;
}

template <typename Scalar>
bool uses_seed(const Settings& optimizer, const ProgramRegistry& registry) {
  try {
    const auto& make = registry.optimizer(optimizer.name).make;
    return make.template of<Scalar>()(optimizer, registry).object->uses_seed();
  } catch (...) {
    return true;  // it cannot be made, which its runs will meet
  }
}

// Whether another seed could give another result.
bool uses_seed(const RunSettings& run, const std::optional<ProblemTraits>& problem,
               const ProgramRegistry& registry) {
  if (!problem || problem->uses_seed) return true;
  if (run.regime == Regime::mini_batch || run.regime == Regime::stochastic) return true;
  return run.precision == Precision::float32 ? uses_seed<float>(run.optimizer, registry)
                                             : uses_seed<double>(run.optimizer, registry);
}

// Of a wrapper: whether the rule that it wraps does.
bool takes_rate(const Settings& optimizer, const ProgramRegistry& registry) {
  const OptimizerPlugin& plugin = registry.optimizer(optimizer.name);
  return plugin.takes_rate && std::ranges::all_of(optimizer.values, [&](const Setting& setting) {
           const auto* nested = std::get_if<Settings>(&setting.value.data);
           const auto& options = plugin.info.options;
           return !nested ||
                  std::ranges::find(options, setting.key, &OptionInfo::name)->kind !=
                      Kind::optimizer ||
                  takes_rate(*nested, registry);
         });
}

void check_schedule(const RunSettings& run, const std::string& where,
                    const ProgramRegistry& registry) {
  if (run.schedule.name == "constant" || takes_rate(run.optimizer, registry)) return;
  refuse(where, fmt::format("{}: no schedule changes the steps of {}", to_text(run.schedule),
                            run.optimizer_spec));
}

void apply(const ExperimentOptions& options, const ProblemPlugin& problem, RunSettings& run) {
  run.seed = options.seed;
  run.budget = options.budget;
  if (run.budget.empty()) run.budget.steps = problem.default_steps;
  run.record = options.record;
  run.precision = options.precision.value_or(
      problem.default_precision == "float32" ? Precision::float32 : Precision::float64);
  run.target_loss = options.target_loss;
  run.loss_bound = options.loss_bound.value_or(problem.default_loss_bound);
  run.batch_size = options.batch_size;
}

void check_batch_size(const RunSettings& run, Index samples, const std::string& where) {
  if (!run.batch_size) return;
  if (samples == 0) {
    refuse(where, fmt::format("batch_size: {} has no samples, so it takes no batch size",
                              run.problem.name));
  }
  if (*run.batch_size > samples) {
    refuse(where, fmt::format("batch_size: {} is more than the {} samples of {}", *run.batch_size,
                              samples, run.problem_spec));
  }
}

// Every change must be made.
void check_changes(const RunSettings& run, Index samples, const std::string& where) {
  const Index batch = std::max<Index>(1, run.batch_size.value_or(samples));
  const Index steps = run.budget.max_steps(std::max<Index>(1, (samples + batch - 1) / batch));
  for (const Change& change : run.changes) {
    if (change.step < steps) continue;
    refuse(where, fmt::format("{}@{}: the run makes {} update{}, counted from 0", change.option,
                              change.step, steps, steps == 1 ? "" : "s"));
  }
}

Regime regime_of(const RunSettings& run, Index samples) {
  if (samples == 0) return Regime::deterministic;
  if (!run.batch_size || *run.batch_size == samples) return Regime::batch;
  return *run.batch_size == 1 ? Regime::stochastic : Regime::mini_batch;
}

}  // namespace

void RunRequest::set_optimizer(const Settings& given, const std::optional<Settings>& given_schedule,
                               const ProgramRegistry& registry) {
  const OptimizerPlugin& plugin = find_optimizer(given.name, places.optimizer, registry);
  std::optional<Settings> own;
  if (!plugin.own_schedule.name.empty()) own = plugin.own_schedule;
  optimizer = {given.name, {}};
  for (const Setting& setting : given.values) {
    if (setting.key == "decay" && !has_option(plugin.info, "decay")) {
      own = {"inverse_time", {setting}};
    } else {
      optimizer.values.push_back(setting);
    }
  }
  if (own && given_schedule) {
    refuse(
        places.optimizer,
        fmt::format("{} already has the schedule {}; it cannot be combined with another schedule",
                    to_text(given), to_text(*own)));
  }
  schedule = given_schedule ? *given_schedule : own.value_or(Settings{"constant", {}});
  optimizer_spec = to_text(given);
}

Run make_run(const RunRequest& request, const ProgramRegistry& registry, KnownInputs& known) {
  const RunRequest::Places& places = request.places;
  Run run;
  RunSettings& settings = run.settings;
  settings.label = request.label;
  settings.optimizer = registry.resolve(Kind::optimizer, request.optimizer, places.optimizer);
  settings.schedule = registry.resolve(Kind::schedule, request.schedule, places.schedule);
  settings.problem = registry.resolve(Kind::problem, request.problem, places.run);
  settings.problem_spec =
      request.problem_spec.empty() ? to_text(request.problem) : request.problem_spec;
  settings.optimizer_spec =
      request.optimizer_spec.empty() ? to_text(request.optimizer) : request.optimizer_spec;
  check_schedule(settings, places.schedule, registry);
  settings.changes = resolve_changes(request.changes, settings.optimizer, places.changes, registry);
  check_options(request.options, places.run);
  apply(request.options, registry.problem(settings.problem.name), settings);
  check_precision(settings, places, registry);
  const std::vector<std::string> files = file_hashes(settings, places, registry, known);
  std::optional<ProblemTraits> traits;
  try {
    traits = known.problem(settings.problem, settings.precision, registry);
  } catch (const BadInput& error) {
    refuse(places.run, error.what());
  }
  const Index samples = traits ? traits->samples : 0;
  if (traits) check_batch_size(settings, samples, places.run);
  settings.regime = regime_of(settings, samples);
  check_changes(settings, samples, places.changes);
  if (request.first_seed && *request.first_seed != settings.seed &&
      !uses_seed(settings, traits, registry)) {
    settings.seed = *request.first_seed;
  }
  run.plugin_builds =
      plugin_builds(registry, {&settings.problem, &settings.optimizer, &settings.schedule});
  std::vector<std::string> inputs = run.plugin_builds;
  inputs.insert(inputs.end(), files.begin(), files.end());
  const Identity identity = identity_of(settings, inputs, registry);
  settings.optimizer_seed = identity.optimizer_seed;
  run.id = run_id(identity.digest);
  return run;
}

Run make_run(const RunRequest& request, const ProgramRegistry& registry) {
  KnownInputs known;
  return make_run(request, registry, known);
}

}  // namespace descend
