/// The drawings of a folder's problems: drawings/<hash of the columns>.json, each there once.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <unordered_map>

#include "results/record/record.h"

namespace descend {

class Drawings {
 public:
  explicit Drawings(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Whether the file of the drawing with this key is there, written or found in this session.
  bool has(const std::string& key) const;

  /// The file of a drawing, relative to the folder, which is written where it is not there yet;
  /// empty: the drawing has no columns, and none with its key had. May be called from several
  /// threads.
  std::string keep(const Drawing& drawing);

 private:
  std::filesystem::path folder_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::string> file_of_key_;
};

}  // namespace descend
