/// Reading the text of one run: its line of runs.jsonl, or its trace's own file.
#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "results/record/run_line.h"

namespace descend {

/// Whether a reader wants the traces, which take most of the time where they are long.
enum class Traces { skip, read };

/// A run as it was read back.
struct StoredRun {
  RunLine line;
  /// The line as it stands, but for its trace.
  Json json;
  /// Without columns where it was skipped. A column is `integer` when all its numbers are; null is
  /// NaN.
  Trace trace;
};

/// Why a line is not a run.
struct LineFault {
  std::string error;
  /// The text ends before its object does, or is no JSON at all.
  bool cut_short = false;
};

/// Reads a line into `run`; gives what is wrong with it. Under Traces::skip a line is not read to
/// its end, which is quick and does not see that it was cut short.
std::optional<LineFault> parse_run(std::string_view line, Traces traces, StoredRun& run);

/// Reads the text of traces/<id>.json. Throws BadInput.
void parse_trace_file(std::istream& text, Trace& trace);

}  // namespace descend
