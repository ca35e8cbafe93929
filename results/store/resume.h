/// What a start on an existing folder finds, and puts in order.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "descend/types.h"

namespace descend {

/// What opening a folder has found and done.
struct OpenReport {
  /// Where --restart has put the old folder; empty: nowhere.
  std::filesystem::path moved_to;
  /// Runs that are done.
  Index done = 0;
  /// Runs of another build, or without their files, now in stale.jsonl.
  Index stale = 0;
  /// Those among them that the program itself would still count, by the plugin whose file has
  /// changed.
  std::map<std::string, Index> stale_by_plugin = {};
  /// Those among them of this build, whose trace or parameters are no longer there.
  Index incomplete = 0;
  /// Lines cut short, dropped: 0 or 1.
  Index torn = 0;

  /// A sentence for each thing that a person should hear of.
  std::vector<std::string> sentences() const;
};

/// The runs that a folder holds already.
struct FolderRuns {
  /// The ids of those that are done, and whether each failed.
  std::unordered_map<std::string, bool> done;
  OpenReport report;
};

/// Reads which runs of `folder` are done; drops a torn last line, moves lines of another build than
/// `builds` (see StoreOptions) to stale.jsonl, and removes what a killed program left half-written.
/// The caller holds the folder's lock. Throws BadInput when a line before the last is no run.
FolderRuns resume(const std::filesystem::path& folder, const std::vector<std::string>& builds);

}  // namespace descend
