#include "harness/judge/loss_history.h"

namespace descend {
namespace {

constexpr Index kWindowShare = 8;  // of the run, the newest part
constexpr Index kMinWindow = 64;   // entries

}  // namespace

LossWindow newest_part(std::span<const LossBlock<double>> blocks, Index length, Index entries) {
  const auto last = static_cast<Index>(blocks.size()) - 1;
  const auto entries_in = [&](Index i) { return i < last ? length : entries - last * length; };
  const Index wanted = std::min(entries, std::max(kMinWindow, entries / kWindowShare));
  LossWindow window;
  Index first = last + 1;
  while (window.entries < wanted) window.entries += entries_in(--first);

  // The halves meet between two blocks.
  LossBlock<double> older, newer;
  Index older_entries = 0;
  for (Index i = first; i <= last; ++i) {
    const LossBlock<double>& block = blocks[static_cast<std::size_t>(i)];
    if (2 * older_entries + entries_in(i) <= window.entries) {
      older.add(block);
      older_entries += entries_in(i);
    } else {
      newer.add(block);
    }
  }
  window.older_mean = older.sum / static_cast<double>(older_entries);
  window.newer_mean = newer.sum / static_cast<double>(window.entries - older_entries);
  LossBlock<double> all = older;
  all.add(newer);
  window.low = all.low;
  window.high = all.high;
  window.rises = all.rises;
  window.falls = all.falls;
  window.largest_gradient = all.largest_gradient;

  for (Index i = 0; i < first; ++i) all.add(blocks[static_cast<std::size_t>(i)]);
  window.run_low = all.low;
  window.run_high = all.high;
  return window;
}

}  // namespace descend
