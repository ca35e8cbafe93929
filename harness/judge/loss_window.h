/// The newest part of a run, as the rules on losses see it.
#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "descend/numerics/lanes.h"
#include "descend/types.h"

namespace descend {

/// What is known of an entry: a state, or an epoch of batches.
template <typename Real>
struct LossEntry {
  Real loss;
  Real gradient_norm;
  /// The share of its states that are outside the problem's domain.
  Real outside{0.0};
  /// Whether its update reversed the one before: 1 or 0; and for how many updates that is known.
  Real reversals{0.0};
  double known_reversals = 0;
};

/// What is known of consecutive entries.
template <typename Real>
struct LossBlock {
  Real low{kInfinity};
  Real high{-kInfinity};
  Real sum{0.0};
  /// Sums of the rises and of the falls that lead to its entries, both >= 0.
  Real rises{0.0};
  Real falls{0.0};
  Real largest_gradient{0.0};
  Real outside{0.0};
  Real reversals{0.0};
  double known_reversals = 0;

  void add(const LossBlock& other) {
    low = min(low, other.low);
    high = max(high, other.high);
    sum += other.sum;
    rises += other.rises;
    falls += other.falls;
    largest_gradient = max(largest_gradient, other.largest_gradient);
    outside += other.outside;
    reversals += other.reversals;
    known_reversals += other.known_reversals;
  }
};

/// The newest eighth of a run's entries, or the newest 64, or all there are, in whole blocks.
/// Medians are of the blocks' means, so that a single spike changes none of them. `Real` may be
/// lanes.
template <typename Real>
struct LossWindowOf {
  Index entries = 0;
  /// The medians of its four quarters, the oldest first, and of its halves.
  std::array<Real, 4> quarters{kNaN, kNaN, kNaN, kNaN};
  Real older{kNaN};
  Real newer{kNaN};
  /// How widely the middle half of the blocks scatters about the line through the halves' medians.
  Real scatter{kNaN};
  /// What all but the lowest twentieth of the blocks are above, and all but the highest below.
  Real low{kNaN};
  Real high{kNaN};
  /// From its first block to its last.
  Real descent{0.0};
  Real rises{0.0};
  Real falls{0.0};
  Real largest_gradient{0.0};
  /// Shares of its entries: outside the domain; of those where it is known: reversing the update
  /// before them, NaN where none is known.
  Real outside{0.0};
  Real reversals{kNaN};

  // Of the whole run.
  Index run_entries = 0;
  Real run_low{0.0};
  Real run_high{0.0};
  Real run_largest_gradient{0.0};
  /// The loss of the first state, and of the last.
  double start_loss = kNaN;
  double last_loss = kNaN;
};
using LossWindow = LossWindowOf<double>;

/// All blocks hold `length` entries but the last, which holds what is left of `entries`.
template <typename Real>
LossWindowOf<Real> newest_part(std::span<const LossBlock<Real>> blocks, Index length,
                               Index entries);

}  // namespace descend
