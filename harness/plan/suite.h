/// A suite as it is asked for: its experiments, read from JSON, with nothing resolved yet.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/plan/experiment_options.h"
#include "harness/plan/make_run.h"
#include "harness/settings/grid.h"

namespace descend {

/// Problems by optimizers by schedules by seeds, the seeds fastest, and what is expected of them.
struct Experiment {
  std::string section;
  std::string label;
  std::string about;
  std::string try_command;
  std::string result_to_beat;
  /// Checked by expectation.cc.
  Json expect = Json::array();

  RunRequest::Places places;
  SettingsGrids problems;
  SettingsGrids optimizers;
  /// Empty: each optimizer's own.
  SettingsGrids schedules;
  std::vector<Change> changes;
  ExperimentOptions options;

  /// How many runs it asks for.
  std::size_t size() const;
  /// The request for the run of that number. Throws BadInput as RunRequest::set_optimizer does.
  RunRequest request_at(std::size_t index, const ProgramRegistry& registry) const;
};

struct Suite {
  std::string name;
  std::string about;
  std::vector<Experiment> experiments;
};

/// Reads the JSON of a suite file, which messages call `where`. `overrides` holds what the command
/// line says: the keys of a suite's `defaults`, their values as the texts of flags, and
/// `optimizers`, `schedules` and `changes` in place of every experiment's. Throws BadInput.
Suite read_suite(const Json& suite, const std::string& where, const Json& overrides);

/// The suite of what a command line asks for by itself: `problems`, a list as in a suite, and the
/// rest as in `overrides`.
Suite read_command_line(const Json& problems, const Json& overrides);

}  // namespace descend
