/// manifest.json: what a folder of runs is, and in which sessions, on which machines, it was made.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "descend/types.h"
#include "results/record/check.h"
#include "results/store/environment.h"

namespace descend {

struct PluginFile {
  std::string name;
  std::string version;
  /// As it was given.
  std::string path;
  std::string hash;

  bool operator==(const PluginFile&) const = default;
};

struct RunCounts {
  /// What the folder is to hold when all is done.
  Index planned = 0;
  /// Runs with a line, the failed ones included.
  Index done = 0;
  Index failed = 0;
};

/// What a session, one start of the program, says about itself.
struct SessionInfo {
  /// The command line that repeats it.
  std::string command;
  Index jobs = 1;
  /// Nanoseconds a step that the harness itself takes; NaN: not measured.
  double overhead = kNaN;
  Environment environment = gather_environment();
};

/// The file as it stands, sessions of earlier runs included; `write` puts it into place.
class Manifest {
 public:
  /// Reads the folder's manifest if there is one; throws BadInput when that is not a manifest.
  explicit Manifest(std::filesystem::path folder);
  ~Manifest();

  void describe(const std::string& suite, const std::vector<PluginFile>& plugins);
  void count(const RunCounts& counts);
  /// What the suite expects, in place of what stood there.
  void keep_checks(const std::vector<Check>& checks);
  /// Adds a session that starts now; gives its name, which is new in this folder.
  std::string start_session(const SessionInfo& session);
  /// The session ends now.
  void finish_session(const std::string& name);

  void write() const;

 private:
  std::filesystem::path path_;
  std::unique_ptr<nlohmann::ordered_json> json_;
};

}  // namespace descend
