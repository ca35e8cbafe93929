/// A learning rate schedule: a factor on the optimizer's learning rate as a function of the step.
#pragma once

#include "descend/state.h"
#include "descend/types.h"

namespace descend {

class Schedule;

/// What a run tells its optimizer and its schedule before the first step.
struct RunInfo {
  /// For the optimizer's own randomness; derived from the whole run.
  std::uint64_t seed = 0;
  /// Steps the budget allows; 0 where the budget counts something else.
  Index steps = 0;
  /// 1 where the problem is deterministic or the batch is full.
  Index steps_per_epoch = 1;
  bool deterministic = true;
  /// Never null during a run. It belongs to the run.
  Schedule* schedule = nullptr;
};

/// Scales whatever the optimizer's learning rate is now, so that a change in mid-run keeps its
/// effect.
class Schedule {
 public:
  virtual ~Schedule() = default;

  /// Forgets everything seen so far.
  virtual void start(const RunInfo&) {}

  /// The factor of update t, counted from 0 (a rule's Step::number is t + 1). Only ascending t.
  virtual double factor(Index t) = 0;

  /// The mean loss of the epoch that has just ended; a full batch and a deterministic problem end
  /// an epoch with each step.
  virtual void observe(double /*epoch_loss*/) {}

  /// Whether the factor depends on observed losses, so that runs cannot share it.
  virtual bool adaptive() const { return false; }

  /// Shows what factors and observed losses have left behind, as `Optimizer::state` does.
  virtual void state(StateVisitor&) {}
};

}  // namespace descend
