/// What is written down of a run, and when. It has no effect on how long the run goes on and on
/// what ends it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "descend/problem.h"
#include "results/record/record.h"

namespace descend {

/// The steps that a rule records in a run of `steps` steps; asked for in ascending order.
class RecordedSteps {
 public:
  RecordedSteps(const RecordRule& rule, Index steps);
  /// How many of the steps 0 to `last` it records.
  Index count(Index last) const;
  bool contains(Index step) {
    if (step < next_step_) return false;
    if (step > next_step_ || !list_.empty()) return search(step);
    next_step_ += every_;
    return true;
  }

 private:
  bool search(Index step);

  Index every_ = 1;
  /// No step before this one, and after the last that was asked for, is recorded.
  Index next_step_ = 0;
  /// Ascending; used where the spacing is not a stride.
  std::vector<Index> list_;
  std::size_t next_ = 0;
};

/// One state as it is written down.
struct State {
  Index step = 0;
  double loss = kNaN;
  double batch_loss = kNaN;
  double learning_rate = kNaN;
  double gradient_norm = kNaN;
  double update_norm = kNaN;
  std::int64_t gradient_evaluations = 0;
  std::int64_t value_evaluations = 0;
  double compute_seconds = 0;
};

/// Collects states into columns; a column appears only where it means something.
class TraceBuilder {
 public:
  static constexpr Index kMaxCoordinates = 3;

  /// Memory for `states` of them is reserved at once.
  TraceBuilder(std::vector<std::string> metric_names, bool mini_batch, Index dimension,
               Index states = 0);

  /// `metrics` has the length of the metric names; `x` that of the coordinate columns (at most 3).
  void add(const State& state, std::span<const double> metrics, std::span<const double> x);

  Index coordinates() const { return coordinates_; }
  Trace take() { return std::move(trace_); }

 private:
  Trace trace_;
  std::size_t metrics_;
  bool mini_batch_;
  Index coordinates_;
};

}  // namespace descend
