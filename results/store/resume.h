/// What a start on an existing folder finds, and puts in order.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "descend/types.h"

namespace descend {

struct Found {
  /// Ids of the runs that are done, and whether each failed.
  std::unordered_map<std::string, bool> done;
  /// Lines of another build, or without their files, now in stale.jsonl.
  Index stale = 0;
  /// Those among them of this program, by the plugin whose file has changed.
  std::map<std::string, Index> stale_by_plugin = {};
  /// Those among them of this build, whose trace or parameters are no longer there.
  Index incomplete = 0;
  /// Lines cut short, dropped: 0 or 1.
  Index torn = 0;
};

/// Reads which runs of `folder` are done; drops a torn last line, moves lines of another build than
/// `builds` (see StoreOptions) to stale.jsonl, and removes what a killed program left half-written.
/// The caller holds the folder's lock. Throws BadInput when a line before the last is no run.
Found examine(const std::filesystem::path& folder, const std::vector<std::string>& builds);

}  // namespace descend
