/// The commands of the program, one file each. They print results on standard output, throw
/// BadInput for bad input, and return the exit code.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "harness/registry/registry.h"
#include "harness/settings/settings.h"
#include "results/store/manifest.h"

namespace descend {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kBadInput = 2;
inline constexpr int kCheckMissed = 3;

/// `what` is empty, or "optimizers", "problems", "schedules" or "suites".
int list_command(const ProgramRegistry& registry, const std::string& what, bool json);

int show_command(const ProgramRegistry& registry, const std::string& name, bool json);

struct RunOptions {
  std::vector<std::string> suites;
  std::vector<std::string> problems;
  std::vector<std::string> optimizers;
  std::vector<std::string> schedules;
  std::vector<std::string> changes;
  /// The knobs that were given, in the form of a suite's `defaults`.
  Json knobs = Json::object();
  /// 0: every core.
  int jobs = 1;
  /// Empty: results/runs/<suite>.
  std::string out;
  bool restart = false;
  bool quiet = false;
  /// Those that are loaded.
  std::vector<PluginFile> plugins;
  /// As typed, for the manifest.
  std::string command_line;
};

int run_command(const ProgramRegistry& registry, const RunOptions& options);

/// The conformance kit: for one optimizer, problem or schedule, or without a name for everything
/// that `plugins` bring.
int check_command(const ProgramRegistry& registry, const std::string& name,
                  const std::vector<PluginFile>& plugins);

/// Writes a plugin project, `kind` "optimizer" or "problem", into `folder` (empty: one called like
/// it).
int new_command(const ProgramRegistry& registry, const std::string& kind, const std::string& name,
                const std::string& folder);

int print_command(const std::string& folder, const std::string& id);

struct MapOptions {
  std::string problem;
  /// With one or two grids in it.
  std::string optimizer;
  /// Empty: none.
  std::string schedule;
  /// As of a run.
  Json knobs = Json::object();
  int jobs = 1;
  /// Empty: results/runs/<problem>-<optimizer>.
  std::string out;
  bool quiet = false;
  std::string command_line;
};

int map_command(const ProgramRegistry& registry, const MapOptions& options);

/// Runs again what a folder holds; kCheckMissed where a trace hash or a status differs. `jobs` as
/// of a run.
int verify_command(const ProgramRegistry& registry, const std::string& folder, int jobs);

/// `format` is "csv" (`out` is a folder) or "json" (`out` is a file).
int export_command(const std::vector<std::string>& folders, const std::string& format,
                   const std::string& out);

/// Writes one page that shows what the folders hold into the file `out`.
int report_command(const ProgramRegistry& registry, const std::vector<std::string>& folders,
                   const std::string& out);

/// `arguments` are Google Benchmark's own; `out` is the file to write.
int time_command(const ProgramRegistry& registry, std::vector<std::string> arguments,
                 const std::string& out);

}  // namespace descend
