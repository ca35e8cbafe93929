/// Softmax with cross-entropy, a sample in each lane.
#pragma once

#include "problems/networks/kernels/pack_fma.h"
#include "problems/networks/kernels/product.h"

namespace descend {

namespace internal {

/// Writes to losses[s] -log of the right class's probability, not clipped; with `share` not 0,
/// replaces the scores by share * (probability - (1 if the class is right)). The sum of the
/// exponentials runs over ascending classes.
template <typename P, typename Scalar>
DESCEND_INLINE void softmax(const Scores<Scalar>& of, Scalar share, Scalar* losses) {
  for (Index s = 0; s < of.samples; s += P::kCount) {
    Scalar* const scores = of.scores + s;
    const P right = P::load(of.right + s);
    P largest = P::load(scores), right_score = largest;
    for (Index c = 1; c < of.classes; ++c) {
      const P score = P::load(scores + c * of.row);
      largest = select(largest < score, score, largest);
      right_score = select(right == P(static_cast<Scalar>(c)), score, right_score);
    }
    P sum(0);
    for (Index c = 0; c < of.classes; ++c) {
      const P power = exp(P(P::load(scores + c * of.row) - largest));
      sum += power;
      if (share != 0) power.store(scores + c * of.row);
    }
    P(log(sum) - (right_score - largest)).store(losses + s);
    if (share == 0) continue;
    const P scale = P(share) / sum;
    for (Index c = 0; c < of.classes; ++c) {
      const P delta = P::load(scores + c * of.row) * scale;
      select(right == P(static_cast<Scalar>(c)), P(delta - P(share)), delta)
          .store(scores + c * of.row);
    }
  }
}

/// The class of the largest score of each sample; the first wins a tie.
template <typename P, typename Scalar>
DESCEND_INLINE void most_probable(const Scores<Scalar>& of, Scalar* classes) {
  for (Index s = 0; s < of.samples; s += P::kCount) {
    P largest = P::load(of.scores + s), best(0);
    for (Index c = 1; c < of.classes; ++c) {
      const P score = P::load(of.scores + c * of.row + s);
      best = select(largest < score, P(static_cast<Scalar>(c)), best);
      largest = select(largest < score, score, largest);
    }
    best.store(classes + s);
  }
}

}  // namespace internal
}  // namespace descend
