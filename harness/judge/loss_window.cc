#include "harness/judge/loss_window.h"

#include <cmath>

namespace descend {
namespace {

constexpr Index kWindowShare = 8;  // of the run, the newest part
constexpr Index kMinWindow = 64;   // entries
constexpr double kTail = 0.05;     // of the blocks, that low and high leave out

// A window has one block more at most, where an eighth of all blocks is no whole number of them.
constexpr std::size_t kMaxBlocks = 72;
template <typename Real>
using Numbers = std::array<Real, kMaxBlocks>;

// Batcher's odd-even merge sort: the same comparisons whatever the numbers are, so that lanes are
// sorted side by side. D. E. Knuth, The Art of Computer Programming 3, 1998, algorithm 5.2.2M.
template <typename Real>
void sort(std::span<Real> values) {
  const std::size_t n = values.size();
  for (std::size_t p = 1; p < n; p *= 2) {
    for (std::size_t k = p; k > 0; k /= 2) {
      for (std::size_t j = k % p; j + k < n; j += 2 * k) {
        for (std::size_t i = j; i < std::min(j + k, n - k); ++i) {
          if ((i ^ (i + k)) >= 2 * p) continue;  // not of the same 2 p values
          const Real low = min(values[i], values[i + k]);
          values[i + k] = max(values[i], values[i + k]);
          values[i] = low;
        }
      }
    }
  }
}

// Of sorted values the one that a share of them is below, between two of them by their distance.
template <typename Real>
Real quantile(std::span<const Real> sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const double part = at - static_cast<double>(below);
  if (part == 0) return sorted[below];
  // Without a difference, which could overflow.
  return sorted[below] * (1 - part) + sorted[below + 1] * part;
}

template <typename Real>
Real median(std::span<const Real> values) {
  Numbers<Real> copy;
  std::ranges::copy(values, copy.begin());
  const std::span<Real> sorted = std::span(copy).first(values.size());
  sort(sorted);
  return quantile<Real>(sorted, 0.5);
}

// The interquartile range of the means about the line through the medians of their halves.
template <typename Real>
Real scatter_of(std::span<const Real> means, const Real& older, const Real& newer) {
  const auto count = static_cast<double>(means.size());
  const double half = std::floor(count / 2);
  // The middles of the halves.
  const double first = (half - 1) / 2, second = half + (count - half - 1) / 2;
  Numbers<Real> rest;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double along = (static_cast<double>(i) - first) / (second - first);
    rest[i] = means[i] - (older * (1 - along) + newer * along);
  }
  const std::span<Real> sorted = std::span(rest).first(means.size());
  sort(sorted);
  return quantile<Real>(sorted, 0.75) - quantile<Real>(sorted, 0.25);
}

template <typename Real>
void find_medians(std::span<const Real> means, LossWindowOf<Real>& window) {
  const std::size_t count = means.size();
  if (count < 4) return;
  for (std::size_t quarter = 0; quarter < 4; ++quarter) {
    const std::size_t begin = count * quarter / 4, end = count * (quarter + 1) / 4;
    window.quarters[quarter] = median(means.subspan(begin, end - begin));
  }
  window.older = median(means.first(count / 2));
  window.newer = median(means.subspan(count / 2));
  window.scatter = scatter_of(means, window.older, window.newer);
}

}  // namespace

template <typename Real>
LossWindowOf<Real> newest_part(std::span<const LossBlock<Real>> blocks, Index length,
                               Index entries) {
  LossWindowOf<Real> window;
  window.run_entries = entries;
  if (blocks.empty()) return window;
  const std::size_t last = blocks.size() - 1;
  const auto entries_in = [&](std::size_t i) {
    return i < last ? length : entries - static_cast<Index>(last) * length;
  };
  const Index wanted = std::min(entries, std::max(kMinWindow, entries / kWindowShare));
  std::size_t first = last + 1;
  while (window.entries < wanted) window.entries += entries_in(--first);

  LossBlock<Real> all;
  Numbers<Real> mean_of, lows, highs;
  const std::size_t count = last + 1 - first;
  for (std::size_t i = 0; i < count; ++i) {
    const LossBlock<Real>& block = blocks[first + i];
    all.add(block);
    mean_of[i] = block.sum / Real(static_cast<double>(entries_in(first + i)));
    lows[i] = block.low;
    highs[i] = block.high;
  }
  sort(std::span(lows).first(count));
  sort(std::span(highs).first(count));
  window.low = quantile<Real>(std::span(lows).first(count), kTail);
  window.high = quantile<Real>(std::span(highs).first(count), 1 - kTail);
  window.descent = mean_of[0] - mean_of[count - 1];
  window.rises = all.rises;
  window.falls = all.falls;
  window.largest_gradient = all.largest_gradient;
  window.outside = all.outside / Real(static_cast<double>(window.entries));
  if (all.known_reversals > 0) window.reversals = all.reversals / Real(all.known_reversals);
  find_medians<Real>(std::span(mean_of).first(count), window);

  for (std::size_t i = 0; i < first; ++i) {
    all.low = min(all.low, blocks[i].low);
    all.high = max(all.high, blocks[i].high);
    all.largest_gradient = max(all.largest_gradient, blocks[i].largest_gradient);
  }
  window.run_low = all.low;
  window.run_high = all.high;
  window.run_largest_gradient = all.largest_gradient;
  return window;
}

template LossWindowOf<double> newest_part(std::span<const LossBlock<double>>, Index, Index);
template LossWindowOf<Lanes> newest_part(std::span<const LossBlock<Lanes>>, Index, Index);

}  // namespace descend
