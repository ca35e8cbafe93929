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
inline constexpr std::int64_t kMaxRuns = 10'000'000;

/// One run of a plan.
struct Run {
  /// "run-" and a hash of all that determines the result.
  std::string id;
  RunSettings settings;
  /// The plugin files that it touches, as `build` names them: sorted, each once.
  std::vector<std::string> plugin_builds;
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
/// `overrides` holds what the command line says: the keys of a suite's `defaults`, their values as
/// the texts of flags, and `optimizers`, `schedules` and `changes` in place of every experiment's.
/// Throws BadInput.
Plan make_plan(const Json& suite, const std::string& where, const Json& overrides,
               const ProgramRegistry& registry);

}  // namespace descend
