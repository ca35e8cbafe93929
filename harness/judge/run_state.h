/// A state of a run, as the judge sees it.
#pragma once

#include "descend/types.h"

namespace descend {

/// State k of a run: what k updates have led to.
template <typename Real>
struct RunState {
  /// In a run of batches the loss of the batch of step k + 1.
  Real loss;
  /// The Euclidean norm of the gradient that goes with the loss.
  Real gradient_norm;
  /// In one dimension both are x. In more they say how far the state is outside the domain: below
  /// (0 or less) and above (0 or more), not finite where a parameter is not.
  Real low_x;
  Real high_x;
  /// NaN: the optimizer has none. Lanes need not give it.
  Real learning_rate = kNaN;
  /// Samples of the batch, in full batches.
  double weight = 1;
  /// Below 0: the update that led here reversed the one before; above 0: it did not; 0: not known.
  Real turn{0.0};
};

}  // namespace descend
