/// For tests: records as the runner makes them, and a folder to put them into.
#pragma once

#include <filesystem>
#include <string>

#include "results/record/record.h"

namespace descend {

/// A short run of gradient descent on the spiral, with every kind of column but points.
Record sample_record(const std::string& id, Index states = 3);

/// A run on a landscape that explodes: its last losses and gradients are not finite.
Record exploded_record(const std::string& id);

/// Two blocks, two recorded steps.
RecordedParameters sample_parameters();

/// Two columns, as of a spiral.
Drawing sample_drawing(const std::string& key);

/// A folder of this test's own, gone at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// All of a file; empty where there is none.
std::string file_text(const std::filesystem::path& path);

}  // namespace descend
