#include "results/files/folder_lock.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include "descend/types.h"

namespace descend {
namespace {

OpenFile open_lock(const std::filesystem::path& path) {
  try {
    return OpenFile(path, O_RDWR | O_CREAT);
  } catch (const std::system_error& error) {
    throw BadInput(fmt::format("cannot write in the folder {}: {}", path.parent_path().string(),
                               error.code().message()));
  }
}

/// Whether the open file is still the one of that name: the folder may have been moved aside since.
bool still_there(const OpenFile& file, const std::filesystem::path& path) {
  struct stat opened, named;
  return ::fstat(file.descriptor(), &opened) == 0 && ::stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

OpenFile lock(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / ".lock";
  while (true) {
    OpenFile file = open_lock(path);
    if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) {
        throw std::system_error(errno, std::generic_category(), "cannot lock " + path.string());
      }
      std::string process;
      std::ifstream(path) >> process;
      throw BadInput(fmt::format(
          "another run{} is writing to {}: wait for its end, or choose another folder with --out",
          process.empty() ? "" : " (process " + process + ")", folder.string()));
    }
    if (!still_there(file, path)) continue;
    file.truncate(0);
    file.write(std::to_string(::getpid()) + "\n");
    return file;
  }
}

}  // namespace

FolderLock::FolderLock(const std::filesystem::path& folder) : file_(lock(folder)) {}

}  // namespace descend
