/// What a run is judged against.
#pragma once

#include <optional>

#include "descend/problem.h"

namespace descend {

struct JudgeSettings {
  Facts facts;
  /// The run has exploded when |loss| is beyond this; none: 1e12 max(1, |the first state's loss|).
  std::optional<double> loss_bound;
  /// Of a loss over all samples.
  std::optional<double> target_loss;
  /// Above 1 the states' losses are those of batches, and rules on losses use the means of epochs.
  Index steps_per_epoch = 1;
  bool one_dimensional = false;
};

}  // namespace descend
