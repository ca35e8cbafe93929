/// Softmax with cross-entropy, a sample in each lane.
#pragma once

#include "problems/networks/kernels/tile.h"

namespace descend {

namespace internal {

/// The samples of some packs from s on; several, since the chain of operations is long.
template <typename P, int packs, typename Scalar>
DESCEND_INLINE void softmax_of(const Scores<Scalar>& of, Index s, Scalar share, Scalar* losses) {
  constexpr int kCount = P::kCount;
  P right[packs], largest[packs], right_score[packs], sum[packs], scale[packs];
  const auto at = [&](Index c, int n)
                      DESCEND_LAMBDA { return of.scores + c * of.row + s + n * kCount; };
  repeat<packs>([&](auto n) DESCEND_LAMBDA {
    right[n] = P::load(of.right + s + n * kCount);
    largest[n] = right_score[n] = P::load(at(0, n));
    sum[n] = P(0);
  });
  for (Index c = 1; c < of.classes; ++c) {
    const P number(static_cast<Scalar>(c));
    repeat<packs>([&](auto n) DESCEND_LAMBDA {
      const P score = P::load(at(c, n));
      largest[n] = select(largest[n] < score, score, largest[n]);
      right_score[n] = select(right[n] == number, score, right_score[n]);
    });
  }
  for (Index c = 0; c < of.classes; ++c) {
    repeat<packs>([&](auto n) DESCEND_LAMBDA {
      const P power = exp(P(P::load(at(c, n)) - largest[n]));
      sum[n] += power;
      power.store(at(c, n));
    });
  }
  repeat<packs>([&](auto n) DESCEND_LAMBDA {
    P(log(sum[n]) - (right_score[n] - largest[n])).store(losses + s + n * kCount);
    scale[n] = P(share) / sum[n];
  });
  if (share == 0) return;
  for (Index c = 0; c < of.classes; ++c) {
    const P number(static_cast<Scalar>(c));
    repeat<packs>([&](auto n) DESCEND_LAMBDA {
      const P delta = P::load(at(c, n)) * scale[n];
      select(right[n] == number, P(delta - P(share)), delta).store(at(c, n));
    });
  }
}

/// Writes to losses[s] -log of the right class's probability. Where `share` is not 0,
/// replaces the scores by share * (probability - (1 if the class is right)). The sum of the
/// exponentials runs over ascending classes.
template <typename P, typename Scalar>
DESCEND_INLINE void softmax(const Scores<Scalar>& of, Scalar share, Scalar* losses) {
  Index s = 0;
  for (; s + P::kCount < of.samples; s += 2 * P::kCount) softmax_of<P, 2>(of, s, share, losses);
  if (s < of.samples) softmax_of<P, 1>(of, s, share, losses);
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
