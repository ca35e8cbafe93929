/// One run: what is asked of it becomes what it is, with every setting resolved and checked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "descend/options.h"
#include "harness/plan/experiment_options.h"
#include "harness/plan/known_inputs.h"
#include "harness/registry/registry.h"
#include "results/record/run_settings.h"

namespace descend {

/// A run that can begin.
struct Run {
  /// "run-" and a hash of all that determines the result.
  std::string id;
  RunSettings settings;
  /// The plugin files that it touches, as `build` names them: sorted, each once.
  std::vector<std::string> plugin_builds;
};

/// What is asked of a run. Options of plugins that are not given have their defaults.
struct RunRequest {
  /// How messages name the places where it was asked for: as a whole, and its parts.
  struct Places {
    std::string run, optimizer, schedule, changes;
  };
  Places places;

  Settings problem;
  Settings optimizer;
  Settings schedule = {"constant", {}};
  /// Their values as they were given.
  std::vector<Change> changes;
  /// Of the seeds, the run has the first.
  ExperimentOptions options;
  /// Of the repetitions that the run is one of, the first seed: the run has it where no seed
  /// changes anything, and so has the id of the first of them.
  std::optional<std::int64_t> first_seed;
  std::string label;
  /// What the record says was asked for; empty: the settings as text.
  std::string problem_spec;
  std::string optimizer_spec;

  /// `where`: the place of all parts.
  explicit RunRequest(const std::string& where) : places{where, where, where, where} {}
  explicit RunRequest(Places places) : places(std::move(places)) {}

  /// Takes an optimizer as people write it, and its schedule: the given one; or else that which the
  /// rule brings along, or `inverse_time` where a `decay` is given that is no option of the rule;
  /// or else `constant`. Throws BadInput for an unknown rule, and where one that has a schedule
  /// already is given another.
  void set_optimizer(const Settings& given, const std::optional<Settings>& given_schedule,
                     const ProgramRegistry& registry);
};

/// Throws BadInput, beginning with a place of the request, for what cannot be run. `known`: from
/// other runs.
Run make_run(const RunRequest& request, const ProgramRegistry& registry, KnownInputs& known);
Run make_run(const RunRequest& request, const ProgramRegistry& registry);

}  // namespace descend
