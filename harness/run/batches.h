/// Which samples each step sees: every epoch visits all samples once, in an order drawn from
/// (seed, epoch), the last short batch included.
#pragma once

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

#include "descend/numerics/random.h"
#include "descend/problem.h"

namespace descend {

/// All samples and no noise: what is evaluated for the record and the judge alone.
inline const Batch kExact{.exact = true};

class Batches {
 public:
  /// No batch size, or one of at least all samples: every batch is full.
  Batches(Index samples, std::optional<Index> batch_size, std::int64_t seed)
      : samples_(samples), size_(std::min(samples, batch_size.value_or(samples))), seed_(seed) {
    if (!full()) order_.resize(static_cast<std::size_t>(samples));
  }

  bool full() const { return size_ == samples_; }
  Index steps_per_epoch() const { return full() ? 1 : (samples_ + size_ - 1) / size_; }

  /// The batch of update number t, counted from 0; steps are asked for in ascending order. Every
  /// batch has the same place.
  const Batch& at(Index t) {
    batch_.draw = static_cast<std::uint64_t>(t);
    if (!full()) choose_samples(t);
    return batch_;
  }

  const Batch& newest() const { return batch_; }
  /// Its samples, in full batches: less than 1 for an epoch's short last one.
  double weight() const { return weight_; }

 private:
  // Keeps the batches' random numbers apart from those of data and weights.
  static constexpr std::uint64_t kStream = std::uint64_t{1} << 56;

  // Apart, so that steps over all samples do not pay for its frame.
  [[gnu::noinline]] void choose_samples(Index t) {
    const Index within = t % steps_per_epoch();
    if (within == 0) {
      std::iota(order_.begin(), order_.end(), Index{0});
      Random(static_cast<std::uint64_t>(seed_), kStream + static_cast<std::uint64_t>(t))
          .shuffle(std::span<Index>(order_));
    }
    const Index first = within * size_;
    const Index length = std::min(size_, samples_ - first);
    batch_.samples = std::span<const Index>(order_).subspan(static_cast<std::size_t>(first),
                                                            static_cast<std::size_t>(length));
    weight_ = static_cast<double>(length) / static_cast<double>(size_);
  }

  Index samples_;
  Index size_;
  std::int64_t seed_;
  std::vector<Index> order_;
  Batch batch_;
  double weight_ = 1;
};

}  // namespace descend
