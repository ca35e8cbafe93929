/// What of many runs fits into a report.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "results/record/record.h"
#include "results/report/packed_column.h"

namespace descend {

/// What a run would take in a report.
struct RunSize {
  /// Bytes of its line without the trace.
  std::size_t head = 0;
  std::size_t states = 0;
  /// Columns by how they are written.
  std::size_t constant_columns = 0, even_columns = 0, other_columns = 0;
  /// A hash of its settings without the seeds: the same for repetitions.
  std::size_t settings = 0;
  bool parameters = false;

  /// Counts the columns of a trace.
  void measure(const Trace& trace);
  /// Bytes, when at most so many of its states are written with so many digits.
  std::size_t bytes(std::size_t max_states, Digits digits) const;
};

struct ReportPlan {
  Digits digits = Digits::all;
  /// No run shows more states than this.
  std::size_t max_states = 0;
  /// Whether each run is shown at all.
  std::vector<bool> shown;
};

/// Thins traces until all runs fit into `max_bytes`; where even the shortest traces are too much,
/// leaves runs out: those with parameters and the first of several repetitions stay longest.
ReportPlan plan_report(std::span<const RunSize> runs, std::size_t max_bytes);

/// Enough for every screen, also a little zoomed in.
inline constexpr std::size_t kMaxStates = 2000;
/// The shortest trace that still shows a curve.
inline constexpr std::size_t kMinStates = 16;

}  // namespace descend
