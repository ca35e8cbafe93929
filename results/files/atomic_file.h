/// Files that are replaced in one step, and open files as the store writes them.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

namespace descend {

/// An open file; closed at the end. All errors are std::system_error with the path and the reason.
class OpenFile {
 public:
  /// `flags` as of open(2); files are made for everyone to read.
  OpenFile(const std::filesystem::path& path, int flags);
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept;
  OpenFile& operator=(OpenFile&& other) noexcept;

  /// Writes all of it.
  void write(std::string_view bytes);
  std::int64_t size() const;
  void truncate(std::int64_t size);
  int descriptor() const { return descriptor_; }

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// Takes the next piece of a file.
using Append = std::function<void(std::string_view)>;

/// Writes a file beside its place and renames it into it. Every reader sees the old file or the
/// whole new one, also when the program is killed in between. If `write` throws, or the disk is
/// full, the old file stays and nothing else is left. Nothing is synced to the disk: when the
/// machine itself goes down soon after, the file may come back old, or new and empty. What a link
/// names is replaced, the link stays; into a device or a pipe it is written straight.
void write_atomically(const std::filesystem::path& path,
                      const std::function<void(const Append&)>& write);
void write_atomically(const std::filesystem::path& path, std::string_view text);

}  // namespace descend
