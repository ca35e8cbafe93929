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
void check_precision(const RunSettings& run, const std::string& where,
                     const ProgramRegistry& registry) {
  if (!registry.problem(run.problem.name).make.template of<Scalar>()) {
    refuse(where, fmt::format("{} has no {}", run.problem.name, name_of(run.precision)));
  }
  if (!registry.optimizer(run.optimizer.name).make.template of<Scalar>()) {
    refuse(where, fmt::format("{} has no {}", run.optimizer.name, name_of(run.precision)));
  }
}

template <typename Scalar>
Index sample_count(const Settings& problem, const ProgramRegistry& registry) {
  const auto made = registry.problem(problem.name).make.template of<Scalar>()(problem, registry);
  return made.object->sample_count();
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

std::optional<Index> SampleCounts::of(const Settings& problem, Precision precision,
                                      const ProgramRegistry& registry) {
  const Digest key = Hash().add(to_text(problem)).add(name_of(precision)).digest();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = known_.find(key); found != known_.end()) return found->second;
  }
  std::optional<Index> count;
  try {
    count = precision == Precision::float32 ? sample_count<float>(problem, registry)
                                            : sample_count<double>(problem, registry);
  } catch (const BadInput&) {
    throw;
  } catch (...) {
  }
  const std::lock_guard lock(mutex_);
  known_.emplace(key, count);
  return count;
}

Run make_run(const RunRequest& request, const ProgramRegistry& registry, SampleCounts& counts) {
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
  settings.changes = resolve_changes(request.changes, settings.optimizer, places.changes, registry);
  check_options(request.options, places.run);
  apply(request.options, registry.problem(settings.problem.name), settings);
  if (settings.precision == Precision::float32) {
    check_precision<float>(settings, places.run, registry);
  } else {
    check_precision<double>(settings, places.run, registry);
  }
  std::optional<Index> samples;
  try {
    samples = counts.of(settings.problem, settings.precision, registry);
  } catch (const BadInput& error) {
    refuse(places.run, error.what());
  }
  if (samples) check_batch_size(settings, *samples, places.run);
  settings.regime = regime_of(settings, samples.value_or(0));
  run.plugin_builds =
      plugin_builds(registry, {&settings.problem, &settings.optimizer, &settings.schedule});
  const Identity identity = identity_of(settings, run.plugin_builds, registry);
  settings.optimizer_seed = identity.optimizer_seed;
  run.id = run_id(identity.digest);
  return run;
}

Run make_run(const RunRequest& request, const ProgramRegistry& registry) {
  SampleCounts counts;
  return make_run(request, registry, counts);
}

}  // namespace descend
