#include "results/report/thinning.h"

#include <algorithm>
#include <array>

namespace descend {

std::vector<std::size_t> kept_states(std::span<const double> loss, std::size_t max_count) {
  max_count = std::max<std::size_t>(max_count, 8);
  std::vector<std::size_t> kept;
  if (loss.size() <= max_count) {
    for (std::size_t i = 0; i < loss.size(); ++i) kept.push_back(i);
    return kept;
  }
  const std::size_t intervals = max_count / 4;
  for (std::size_t k = 0; k < intervals; ++k) {
    const std::size_t first = k * loss.size() / intervals;
    const std::size_t last = (k + 1) * loss.size() / intervals - 1;
    std::size_t lowest = first, highest = first;
    for (std::size_t i = first; i <= last; ++i) {
      // Written so that a NaN never stands in front of a number.
      if (loss[i] < loss[lowest] || loss[lowest] != loss[lowest]) lowest = i;
      if (loss[i] > loss[highest] || loss[highest] != loss[highest]) highest = i;
    }
    std::array places = {first, lowest, highest, last};
    std::sort(places.begin(), places.end());
    kept.insert(kept.end(), places.begin(), std::unique(places.begin(), places.end()));
  }
  return kept;
}

std::vector<std::size_t> kept_frames(std::size_t count, std::size_t max_count) {
  max_count = std::max<std::size_t>(max_count, 2);
  std::vector<std::size_t> kept;
  if (count <= max_count) {
    for (std::size_t i = 0; i < count; ++i) kept.push_back(i);
    return kept;
  }
  for (std::size_t k = 0; k < max_count; ++k) kept.push_back(k * (count - 1) / (max_count - 1));
  return kept;
}

std::vector<double> picked(std::span<const double> values, std::span<const std::size_t> places) {
  std::vector<double> taken;
  taken.reserve(places.size());
  for (const std::size_t place : places) taken.push_back(values[place]);
  return taken;
}

}  // namespace descend
