/// A run as it is kept: what its line of runs.jsonl says, and what the files beside it hold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "descend/problem.h"
#include "descend/types.h"
#include "results/record/outcome.h"
#include "results/record/run_settings.h"
#include "results/record/series.h"

namespace descend {

/// What the optimizer asked its oracle for; what recording alone needed is not in it.
struct Evaluations {
  std::int64_t value = 0;
  std::int64_t gradient = 0;
  std::int64_t samples = 0;
};

/// Seconds; problem + optimizer + recording + harness = wall.
struct Timing {
  double wall = 0;
  double cpu = 0;
  double problem = 0;
  double optimizer = 0;
  double recording = 0;
  double harness = 0;
  /// Clocks were read at every so many steps, which stand for the others.
  Index clock_stride = 1;
};

/// One column of a trace. Counts are kept as doubles, exact up to 2^53, and printed as integers.
struct TraceColumn {
  std::string name;
  bool integer = false;
  Series values;
};

/// What was recorded along a run; all columns have the same length, `step` is the first.
struct Trace {
  std::vector<TraceColumn> columns;

  const TraceColumn* find(const std::string& name) const;
  /// How many states were recorded.
  std::size_t states() const { return columns.empty() ? 0 : columns.front().values.size(); }
};

/// Parameters, updates and gradients at recorded steps, where the suite asks for them.
struct RecordedParameters {
  std::vector<Block> blocks;
  std::vector<Index> steps;
  std::vector<std::vector<double>> parameters;
  std::vector<std::vector<double>> updates;
  std::vector<std::vector<double>> gradients;
};

/// What a picture of a run needs of its problem: the curve of a landscape, contours, data points.
struct Drawing {
  /// The same for runs that have the same drawing: the problem's settings, and whatever else it may
  /// depend on. Empty: no picture needs one.
  std::string key;
  /// Empty where the problem has no drawing, or where it is known that the store has it.
  std::vector<Column> columns;
};

/// What is known of a run without what was recorded along it.
struct RunSummary {
  /// Hash of everything that determines the result.
  std::string id;
  /// The start of the program that made it, and what that program and its plugins were built from.
  std::string session;
  std::string build;
  RunSettings settings;
  Outcome outcome;
  Evaluations evaluations;
  Timing timing;
};

/// A finished run, as the store takes it.
struct Record : RunSummary {
  Trace trace;
  std::optional<RecordedParameters> parameters;
  Drawing drawing;
};

}  // namespace descend
