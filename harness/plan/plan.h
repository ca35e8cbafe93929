/// From a suite to the list of runs: one entry a run, every setting resolved, checked before
/// anything runs.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "descend/types.h"
#include "harness/registry/registry.h"
#include "harness/settings/settings.h"

namespace descend {

/// A plan has at most this many runs.
inline constexpr std::int64_t kMostRuns = 10'000'000;
/// `linear` and `log` record at most this many states.
inline constexpr std::int64_t kMostPoints = 10'000'000;

/// How long a run may go on; whatever is reached first ends it.
struct Budget {
  std::optional<Index> steps;
  std::optional<Index> epochs;
  std::optional<Index> evaluations;

  bool empty() const { return !steps && !epochs && !evaluations; }
};

/// Which states are written down: the first and the last always.
struct RecordRule {
  enum Spacing { automatic, every, linear, log } spacing = automatic;
  /// The stride of `every`, the number of states of `linear` and `log`.
  Index count = 0;
  /// Whether parameters, updates and gradients are written too, and at which stride.
  bool parameters = false;
  Index parameters_every = 1;
};

/// A setting that takes a new value before update number `step` (counted from 0), in mid-run.
struct Change {
  Index step = 0;
  std::string option;
  Value value;
};

struct Run {
  std::string id;
  std::string label;
  Settings problem;
  Settings optimizer;
  Settings schedule;
  std::vector<Change> changes;
  /// What was asked for, without defaults, as text.
  std::string problem_spec;
  std::string optimizer_spec;
  std::int64_t seed = 0;
  bool float32 = false;
  std::optional<Index> batch_size;
  Budget budget;
  RecordRule record;
  std::optional<double> target_loss;
  double loss_bound = kInfinity;
  /// The plugin files that it touches, as `build` names them: sorted, each once.
  std::vector<std::string> plugin_builds;
  /// The keys `problem` to `target_loss` of the run's line, as JSON text.
  std::string settings_json;
};

/// One experiment of a suite: which runs belong to it, and what is expected of them.
struct Experiment {
  std::string section;
  std::string label;
  std::string about;
  std::string try_command;
  std::string result_to_beat;
  /// Indices into Plan::runs.
  std::vector<std::size_t> runs;
  /// The suite's `expect`, checked by expectation.cc.
  Json expect = Json::array();
};

struct Plan {
  std::string name;
  std::string about;
  /// Each id once, in the suite's order.
  std::vector<Run> runs;
  std::vector<Experiment> experiments;
};

/// Resolves a suite. `suite` has the form of a suite file, `where` names it in messages;
/// `overrides` holds what the command line says: the keys of a suite's `defaults`, and
/// `optimizers`, `schedules` and `changes` in place of every experiment's. Throws BadInput.
Plan make_plan(const Json& suite, const std::string& where, const Json& overrides,
               const ProgramRegistry& registry);

}  // namespace descend
