/// The folder of a suite's runs: what is there stays, what is finished is appended, one line a run.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "results/record/record.h"
#include "results/store/manifest.h"
#include "results/store/resume.h"

namespace descend {

struct StoreOptions {
  /// Moves what is there aside and begins afresh.
  bool restart = false;
  /// The builds that count: this program's, and `name:hash` of each plugin that is loaded. A line's
  /// `build` names its program and its plugins, joined by '+'. It is stale if its program is not
  /// among these, or if a plugin is loaded whose file has changed since. A plugin that is not
  /// loaded says nothing about its runs: they stay.
  std::vector<std::string> builds = {build_identity()};
  std::string suite = {};
  std::vector<PluginFile> plugins = {};
};

/// Opens a folder for one session and keeps every other process from writing to it. A disk that
/// fails is a std::system_error with path and reason; what was there before stays readable.
class Store {
 public:
  /// Opens or makes the folder. Throws BadInput when it cannot be written, when another run holds
  /// it, or when what it holds is not the runs of this program.
  explicit Store(std::filesystem::path folder, const StoreOptions& options = {});
  ~Store();

  const OpenReport& opened() const;
  bool done(std::string_view id) const;

  /// Writes the manifest with a new session; gives its name, for the records. `missing`: how many
  /// runs the session wants that are not done.
  std::string start_session(const SessionInfo& session, Index missing);

  /// Whether runs whose drawing has this key need not make it: the folder has it.
  bool has_drawing(const std::string& key) const;

  /// Writes a finished run: its long trace, its parameters and its drawing first, whole, then its
  /// line at once. May be called from several threads.
  void append(const Record& record);

  /// For a program that ends in mid-session: waits until what is being appended is written, and
  /// writes the manifest with the counts as they are and no end of the session. Whatever would be
  /// appended afterwards waits for ever.
  void stop();

  /// Writes the manifest with the session's end and the final counts.
  void finish_session();

  /// Writes the manifest with what the suite expects of its runs.
  void keep_checks(const std::vector<Check>& checks);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace descend
