/// What a run consists of: problem, optimizer, schedule and batches, made from its settings and
/// started, the same for a run alone and for runs side by side.
#pragma once

#include <vector>

#include "descend/registry.h"
#include "harness/judge/judge_settings.h"
#include "harness/run/batches.h"
#include "results/record/run_settings.h"

namespace descend {

template <typename Scalar>
struct RunParts {
  /// `run` has every option present, of plugins that know this scalar, and outlives the parts.
  RunParts(const RunSettings& run, const Registry& registry);

  /// Draws the data, and writes the start into x. Throws std::logic_error where the problem says of
  /// itself what cannot be true.
  void start_problem(Vector<Scalar>& x);
  /// Starts the schedule, then the optimizer.
  void start_optimizer(const Vector<Scalar>& x0);

  /// For the judge; valid once the problem has started.
  JudgeSettings judge_settings() const;

  const RunSettings& run;
  Made<Problem<Scalar>> problem;
  Made<Optimizer<Scalar>> optimizer;
  Made<Schedule> schedule;
  Batches batches;
  /// Valid once the problem has started.
  std::vector<Interval> domain;
  /// The most that the budget allows; evaluations are gradients and values together.
  Index max_steps, max_evaluations;
};

extern template struct RunParts<float>;
extern template struct RunParts<double>;
extern template struct RunParts<Lanes>;

}  // namespace descend
