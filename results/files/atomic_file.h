/// Files that are there as a whole or not at all.
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

/// Writes a file beside its place and renames it into it, so that a reader sees the old file or the
/// new one and never a part. If `write` throws, the old file stays and nothing else is left. What a
/// link names is written; into a device or a pipe it writes straight.
void write_whole_file(const std::filesystem::path& path,
                      const std::function<void(const Append&)>& write);
void write_whole_file(const std::filesystem::path& path, std::string_view text);

}  // namespace descend
