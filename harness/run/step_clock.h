/// The clocks of a run: time in the problem, in the optimizer, and in recording. Where a step takes
/// about a microsecond or less, reading clocks at every one would cost a good part of it: then a
/// step is timed now and then, stands for those up to the next one, and the record says so.
#pragma once

#include <algorithm>

#include "harness/run/clock.h"
#include "results/record/record.h"

namespace descend {

/// Which of many repeated events to time, and what the timed ones stand for.
class Sampling {
 public:
  /// Whether to time event t; asked for in ascending order.
  bool timed(Index t) const { return t >= next_; }
  Index stride() const { return stride_; }

  /// How many events the timed event t stands for, which took `seconds`.
  double stands_for(Index t, double seconds) {
    if (t < kWarmUp) {
      warm_up_ += seconds;
      next_ = t + 1;
      if (next_ < kWarmUp) return 1;
      sparse_ = warm_up_ < kWarmUp * kShort;
    }
    // A stride that grows with t: short runs, too, are timed at many of their steps.
    if (sparse_) stride_ = std::clamp<Index>(t / 4, kWarmUp, kMaxStride);
    next_ = t + stride_;
    if (!sparse_) return 1;
    // An event that waited while another program ran must not stand for many.
    return static_cast<double>(stride_) * std::min(1.0, kLongest / std::max(seconds, kShort));
  }

 private:
  static constexpr Index kWarmUp = 16;
  static constexpr Index kMaxStride = 256;
  static constexpr double kShort = 1e-6;
  static constexpr double kLongest = kWarmUp * kShort;

  Index next_ = 0;
  Index stride_ = 1;
  bool sparse_ = false;
  double warm_up_ = 0;
};

class StepClock {
 public:
  StepClock() : read_seconds_(cost_of_reading()) {}

  /// Whether to read clocks in step t.
  bool timed(Index t) const { return steps_.timed(t); }

  /// After a timed step: how long it took in all, and in the oracle.
  void add(Index t, double step, double problem, double oracle) {
    // Each interval holds about one read of the clock.
    const double in_problem = std::max(0.0, problem - read_seconds_);
    const double in_optimizer = std::max(0.0, step - problem - oracle - 3 * read_seconds_);
    const double weight = steps_.stands_for(t, in_problem + in_optimizer);
    problem_ += weight * in_problem;
    optimizer_ += weight * in_optimizer;
  }

  /// Whether to read clocks while the next state is written down, and how long it took.
  bool recording_timed() { return states_.timed(recorded_++); }
  void add_recording(double seconds) {
    const double in_recording = std::max(0.0, seconds - read_seconds_);
    recording_ += states_.stands_for(recorded_ - 1, in_recording) * in_recording;
  }
  /// Of something that only recording needed, and that happens seldom.
  void add_evaluation(double seconds) { recording_ += std::max(0.0, seconds - read_seconds_); }

  double compute_seconds() const { return problem_ + optimizer_; }
  Index stride() const { return steps_.stride(); }

  /// The figures of a finished run; what is neither problem nor optimizer nor recording is harness.
  Timing timing(double wall, double cpu) const {
    // Timed steps that stand for others can add up to more than there was.
    const double recording = std::min(wall, recording_);
    const double rest = wall - recording;
    const double scale = std::min(1.0, rest / std::max(1e-300, problem_ + optimizer_));
    Timing timing;
    timing.wall = wall;
    timing.cpu = cpu;
    timing.recording = recording;
    timing.problem = scale * problem_;
    timing.optimizer = scale * optimizer_;
    timing.harness = std::max(0.0, rest - timing.problem - timing.optimizer);
    timing.clock_stride = steps_.stride();
    return timing;
  }

 private:
  static double cost_of_reading() {
    static const double cost = [] {
      double lowest = 1;
      for (int i = 0; i < 64; ++i) {
        const Clock::time_point start = Clock::now();
        lowest = std::min(lowest, seconds_since(start));
      }
      return lowest;
    }();
    return cost;
  }

  double read_seconds_;
  double problem_ = 0;
  double optimizer_ = 0;
  double recording_ = 0;
  Index recorded_ = 0;
  Sampling steps_, states_;
};

}  // namespace descend
