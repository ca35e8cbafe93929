/// Reads back what a store has written, one run at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "results/record/record.h"
#include "results/record/settings_json.h"

namespace descend {

/// Whether a reader wants the traces: without them, lines are read about ten times faster.
enum class Traces { skip, read };

/// Gets a run's line without `trace` and `trace_file`, and its trace (without columns under
/// Traces::skip). A column is `integer` when all its numbers are; null is NaN.
using VisitRun = std::function<void(Json& run, Trace& trace)>;

/// Gets the number of a line that is not a run, counted from 1, and what is wrong with it.
using VisitBadLine = std::function<void(Index line, const std::string& error)>;

struct ReadReport {
  Index runs = 0;
  /// The last line was cut short, and was left out.
  bool torn = false;
};

/// Calls `visit` with every run of `folder`, in the file's order; traces that have files of their
/// own are read from there. Throws BadInput where there is no runs.jsonl, or where a line before
/// the last is not a run and `bad`, which would then be called instead, is empty.
ReadReport read_runs(const std::filesystem::path& folder, Traces traces, const VisitRun& visit,
                     const VisitBadLine& bad = {});

/// What resuming needs of a line.
struct RunHead {
  std::string id;
  std::string build;
  std::string status;
  /// What the line names beside itself: its trace, its parameters.
  std::vector<std::string> files = {};
};

/// Under Traces::skip a line is not read to its end, which is quick and does not see that it was
/// cut short. False: it is no run; the reason is in `error`.
bool read_head(std::string_view line, Traces traces, RunHead& head, std::string& error);

}  // namespace descend
