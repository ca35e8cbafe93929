/// The losses of a whole run in constant memory: at most 128 blocks of equal length, which doubles
/// whenever they are full.
#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "harness/judge/rules.h"

namespace descend {

/// What is known of consecutive entries; an entry is a state, or an epoch of batches.
template <typename Real>
struct LossBlock {
  Real low{kInfinity};
  Real high{-kInfinity};
  Real sum{0.0};
  /// Sums of the rises and of the falls that lead to its entries, both >= 0.
  Real rises{0.0};
  Real falls{0.0};
  Real largest_gradient{0.0};

  void add(const LossBlock& other) {
    low = min(low, other.low);
    high = max(high, other.high);
    sum += other.sum;
    rises += other.rises;
    falls += other.falls;
    largest_gradient = max(largest_gradient, other.largest_gradient);
  }
};

/// Sums up the newest eighth of the entries (at least 64, or all there are), rounded up to whole
/// blocks. All blocks hold `length` entries but the last, which holds what is left of `entries`.
LossWindow newest_part(std::span<const LossBlock<double>> blocks, Index length, Index entries);

/// `Real` is double, or lanes of runs side by side.
template <typename Real>
class LossHistory {
 public:
  static constexpr Index kBlocks = 128;

  void start() {
    std::fill(blocks_.begin(), blocks_.end(), LossBlock<Real>{});
    length_ = 1;
    full_ = filled_ = entries_ = 0;
  }

  void add(Real loss, Real gradient_norm) {
    const Real zero = 0.0;
    const Real rise = entries_ == 0 ? zero : loss - previous_;
    LossBlock<Real>& block = blocks_[static_cast<std::size_t>(full_)];
    block.low = min(block.low, loss);
    block.high = max(block.high, loss);
    block.sum += loss;
    block.rises += max(rise, zero);
    block.falls += max(zero - rise, zero);
    block.largest_gradient = max(block.largest_gradient, gradient_norm);
    previous_ = loss;
    ++entries_;
    if (++filled_ == length_) close_block();
  }

  Index entries() const { return entries_; }

  /// The newest part as seen by one lane: `pick` takes that lane's double out of a Real.
  template <typename Pick>
  LossWindow window(Pick pick) const {
    std::array<LossBlock<double>, kBlocks> blocks;
    const auto count = static_cast<std::size_t>(full_ + (filled_ > 0 ? 1 : 0));
    for (std::size_t i = 0; i < count; ++i) {
      const LossBlock<Real>& source = blocks_[i];
      blocks[i] = {pick(source.low),   pick(source.high),  pick(source.sum),
                   pick(source.rises), pick(source.falls), pick(source.largest_gradient)};
    }
    return newest_part(std::span(blocks).first(count), length_, entries_);
  }

 private:
  void close_block() {
    filled_ = 0;
    if (++full_ < kBlocks) return;
    for (Index i = 0; i < kBlocks / 2; ++i) {
      LossBlock<Real> pair = blocks_[static_cast<std::size_t>(2 * i)];
      pair.add(blocks_[static_cast<std::size_t>(2 * i + 1)]);
      blocks_[static_cast<std::size_t>(i)] = pair;
    }
    std::fill(blocks_.begin() + kBlocks / 2, blocks_.end(), LossBlock<Real>{});
    full_ = kBlocks / 2;
    length_ *= 2;
  }

  std::array<LossBlock<Real>, kBlocks> blocks_;
  /// Entries a block, blocks that are full, entries of the one that is being filled.
  Index length_ = 1;
  Index full_ = 0;
  Index filled_ = 0;
  Index entries_ = 0;
  Real previous_{0.0};
};

}  // namespace descend
