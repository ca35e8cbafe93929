/// The two clocks of a run: time in the problem and time in the optimizer. Where a step takes about
/// a microsecond or less, reading clocks would cost more than the step: then every 64th step is
/// timed and stands for the others, and the record says so.
#pragma once

#include <algorithm>

#include "harness/counting_oracle.h"

namespace descend {

class StepClock {
 public:
  StepClock() : read_seconds_(cost_of_reading()) {}

  /// Whether to read clocks in step t.
  bool timed(Index t) const { return t < kWarmUp || t % stride_ == 0; }

  /// After a timed step: how long it took in all, and in the oracle.
  void add(Index t, double step, double problem, double oracle) {
    // Each interval holds about one read of the clock.
    const double in_problem = std::max(0.0, problem - read_seconds_);
    const double in_optimizer = std::max(0.0, step - problem - oracle - 3 * read_seconds_);
    const double stands_for = t < kWarmUp ? 1.0 : static_cast<double>(stride_);
    problem_ += stands_for * in_problem;
    optimizer_ += stands_for * in_optimizer;
    if (t == kWarmUp - 1 && problem_ + optimizer_ < kWarmUp * kShortStep) stride_ = kStride;
  }

  double problem_seconds() const { return problem_; }
  double optimizer_seconds() const { return optimizer_; }
  Index stride() const { return stride_; }

  /// The figures of a finished run; what is neither problem nor optimizer nor recording is harness.
  Timing timing(double wall, double cpu, double recording) const {
    // Timed steps that stand for others can add up to more than there was.
    const double most = std::max(0.0, wall - recording);
    const double scale = std::min(1.0, most / std::max(1e-300, problem_ + optimizer_));
    Timing timing;
    timing.wall = wall;
    timing.cpu = cpu;
    timing.recording = recording;
    timing.problem = scale * problem_;
    timing.optimizer = scale * optimizer_;
    timing.harness = std::max(0.0, most - timing.problem - timing.optimizer);
    timing.clock_stride = stride_;
    return timing;
  }

 private:
  static constexpr Index kWarmUp = 16;
  static constexpr Index kStride = 64;
  static constexpr double kShortStep = 1e-6;

  static double cost_of_reading() {
    static const double cost = [] {
      double least = 1;
      for (int i = 0; i < 64; ++i) {
        const Clock::time_point start = Clock::now();
        least = std::min(least, seconds_since(start));
      }
      return least;
    }();
    return cost;
  }

  double read_seconds_;
  double problem_ = 0;
  double optimizer_ = 0;
  Index stride_ = 1;
};

}  // namespace descend
