/// For tests of the store: how it is opened, what it holds, and what it refuses.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "results/record/read_runs.h"
#include "results/record/sample_records.h"
#include "results/store/store.h"

namespace descend {

namespace fs = std::filesystem;
using Messages = std::vector<std::string>;

inline StoreOptions options_for(const std::vector<std::string>& builds, bool restart = false) {
  return {.restart = restart, .builds = builds, .suite = "article", .plugins = {}};
}
inline const StoreOptions kOptions = options_for({"aaaa"});

inline std::vector<std::string> ids(const fs::path& folder) {
  std::vector<std::string> ids;
  read_runs(folder, Traces::skip, [&](StoredRun& run) { ids.push_back(run.line.id); });
  return ids;
}

/// What the action's BadInput says.
inline std::string what(const std::function<void()>& action) {
  try {
    action();
  } catch (const BadInput& error) {
    return error.what();
  }
  return "no BadInput";
}

inline void append_text(const fs::path& path, std::string_view text) {
  std::ofstream(path, std::ios::app | std::ios::binary) << text;
}

}  // namespace descend
