/// The losses of a whole run in constant memory: at most 512 blocks of equal length, which doubles
/// whenever they are full.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "harness/judge/loss_window.h"

namespace descend {

/// `Real` is double, or lanes of runs side by side.
template <typename Real>
class LossHistory {
 public:
  /// The newest eighth has 32 blocks or more then.
  static constexpr std::size_t kBlocks = 512;

  LossHistory() : blocks_(kBlocks) {}

  void start() {
    std::fill_n(blocks_.begin(), std::min(full_ + 1, kBlocks), LossBlock<Real>{});
    length_ = 1;
    full_ = 0;
    filled_ = entries_ = 0;
  }

  void add(const LossEntry<Real>& entry) {
    const Real zero = 0.0;
    const Real rise = entries_ == 0 ? zero : entry.loss - previous_;
    LossBlock<Real>& block = blocks_[full_];
    block.low = min(block.low, entry.loss);
    block.high = max(block.high, entry.loss);
    block.sum += entry.loss;
    block.rises += max(rise, zero);
    block.falls += max(zero - rise, zero);
    block.largest_gradient = max(block.largest_gradient, entry.gradient_norm);
    block.outside += entry.outside;
    block.reversals += entry.reversals;
    block.known_reversals += entry.known_reversals;
    previous_ = entry.loss;
    ++entries_;
    if (++filled_ == length_) close_block();
  }

  Index entries() const { return entries_; }

  LossWindowOf<Real> window() const {
    const std::size_t count = full_ + (filled_ > 0 ? 1 : 0);
    return newest_part<Real>(std::span(blocks_).first(count), length_, entries_);
  }

 private:
  void close_block() {
    filled_ = 0;
    if (++full_ < kBlocks) return;
    for (std::size_t i = 0; i < kBlocks / 2; ++i) {
      LossBlock<Real> pair = blocks_[2 * i];
      pair.add(blocks_[2 * i + 1]);
      blocks_[i] = pair;
    }
    full_ = kBlocks / 2;
    std::fill(blocks_.begin() + static_cast<std::ptrdiff_t>(full_), blocks_.end(),
              LossBlock<Real>{});
    length_ *= 2;
  }

  std::vector<LossBlock<Real>> blocks_;
  /// Entries a block, blocks that are full, entries of the one that is being filled.
  Index length_ = 1;
  std::size_t full_ = 0;
  Index filled_ = 0;
  Index entries_ = 0;
  Real previous_{0.0};
};

}  // namespace descend
