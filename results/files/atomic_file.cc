#include "results/files/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace descend {
namespace {

// As many as the system follows.
constexpr int kMaxLinks = 40;

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), what + " " + path.string());
}

}  // namespace

OpenFile::OpenFile(const std::filesystem::path& path, int flags)
    : path_(path), descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) fail("cannot open", path_);
}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

void OpenFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot write", path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::int64_t OpenFile::size() const {
  struct stat status;
  if (::fstat(descriptor_, &status) != 0) fail("cannot read", path_);
  return status.st_size;
}

void OpenFile::truncate(std::int64_t size) {
  if (::ftruncate(descriptor_, size) != 0) fail("cannot shorten", path_);
}

void write_atomically(const std::filesystem::path& path,
                      const std::function<void(const Append&)>& write) {
  namespace fs = std::filesystem;
  // A link stays: what it names is written.
  fs::path place = path;
  for (int links = 0; fs::is_symlink(place); ++links) {
    if (links == kMaxLinks) {
      errno = ELOOP;
      fail("cannot write", path);
    }
    place = place.parent_path() / fs::read_symlink(place);
  }
  // Nothing can be renamed over a device or a pipe.
  if (fs::exists(place) && !fs::is_regular_file(place) && !fs::is_directory(place)) {
    OpenFile file(place, O_WRONLY);
    return write([&](std::string_view piece) { file.write(piece); });
  }
  fs::path beside = place;
  beside += ".partial-" + std::to_string(::getpid());
  try {
    OpenFile file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    write([&](std::string_view piece) { file.write(piece); });
    if (::rename(beside.c_str(), place.c_str()) != 0) fail("cannot write", path);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

void write_atomically(const std::filesystem::path& path, std::string_view text) {
  write_atomically(path, [&](const Append& append) { append(text); });
}

}  // namespace descend
