/// What has to be found out to make a run, remembered for others.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "harness/registry/registry.h"
#include "results/files/hash.h"
#include "results/record/run_settings.h"

namespace descend {

/// What a problem says before it starts.
struct ProblemTraits {
  /// 0: the problem is deterministic.
  Index samples = 0;
  bool uses_seed = true;
  std::vector<std::string> metrics = {};
};

/// May be asked from several threads.
class KnownInputs {
 public:
  /// Nothing: the problem cannot be made, by a fault of its own, which its run will meet and
  /// record. Throws BadInput for settings that it refuses. Each problem is made once to learn it,
  /// so that bad settings are bad input and not a failed run.
  std::optional<ProblemTraits> problem(const Settings& problem, Precision precision,
                                       const ProgramRegistry& registry);

  /// The hashes of the files that settings name, nested ones included. Throws BadInput, beginning
  /// with `where` and the option, for a file that cannot be read.
  std::vector<std::string> file_hashes(Kind kind, const Settings& settings,
                                       const std::string& where, const ProgramRegistry& registry);

 private:
  std::string file_hash(const std::string& path);

  std::mutex mutex_;
  std::map<Digest, std::optional<ProblemTraits>> problems_;
  std::map<std::string, std::string> files_;
};

}  // namespace descend
