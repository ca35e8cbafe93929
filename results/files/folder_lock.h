/// One writer a folder.
#pragma once

#include <filesystem>

#include "results/files/atomic_file.h"

namespace descend {

/// Holds a folder, which must exist, from construction to destruction, through a lock on `.lock` in
/// it; the system gives it up when the process ends in whatever way. Throws BadInput when another
/// run holds the folder or when nothing can be written there.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);

 private:
  OpenFile file_;
};

}  // namespace descend
