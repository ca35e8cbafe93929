/// Reads back what a store has written, one run at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "results/record/parse_run.h"

namespace descend {

using VisitRun = std::function<void(StoredRun& run)>;

/// Gets the number of a line that is not a run, counted from 1, and what is wrong with it.
using VisitBadLine = std::function<void(Index line, const std::string& error)>;

struct ReadReport {
  Index runs = 0;
  /// The last line was cut short, and was left out.
  bool torn = false;
};

/// Calls `visit` with every run of `folder`, in the file's order; traces that have files of their
/// own are read from there. Throws BadInput where there is no runs.jsonl, or where a line that was
/// not cut short at the file's end is not a run and `bad`, which would then be called instead, is
/// empty.
ReadReport read_runs(const std::filesystem::path& folder, Traces traces, const VisitRun& visit,
                     const VisitBadLine& bad = {});

}  // namespace descend
