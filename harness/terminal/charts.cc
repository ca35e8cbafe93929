#include "harness/terminal/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace descend {
namespace {

constexpr const char* kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

}  // namespace

std::string sparkline(const std::vector<double>& values, std::size_t width) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (!(low <= high)) return "";
  // Where half of the values are close to the least, a root makes their differences visible.
  std::vector<double> sorted;
  for (double value : values) {
    if (std::isfinite(value)) sorted.push_back(value);
  }
  std::ranges::nth_element(sorted, sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2));
  const double span = high - low;
  const bool steep = sorted[sorted.size() / 2] - low < 0.1 * span;
  auto height = [&](double value) {
    const double share = span > 0 ? (value - low) / span : 0.0;
    return steep ? std::cbrt(share) : share;
  };
  std::string line;
  width = std::min(width, values.size());
  for (std::size_t i = 0; i < width; ++i) {
    // The last of the values that share a character, so that the line ends where the run ended.
    const std::size_t at = (i + 1) * values.size() / width - 1;
    if (!std::isfinite(values[at])) {
      line += " ";
      continue;
    }
    line += kBars[static_cast<std::size_t>(std::min(7.0, height(values[at]) * 8))];
  }
  return line;
}

std::string chart(const std::vector<double>& values, std::size_t width, std::size_t height) {
  const double top = std::max(1e-300, *std::ranges::max_element(values));
  std::string all;
  for (std::size_t row = 0; row < height; ++row) {
    // A line is eight levels high; this one begins at level `bottom`.
    const auto bottom = static_cast<double>(8 * (height - 1 - row));
    std::string line = row == 0            ? fmt::format("{:>8.3g} ", top)
                       : row + 1 == height ? fmt::format("{:>8} ", 0)
                                           : std::string(9, ' ');
    for (std::size_t i = 0; i < width; ++i) {
      const double value = values[i * (values.size() - 1) / (width - 1)];
      const double eighths = value / top * 8.0 * static_cast<double>(height) - bottom;
      line += eighths < 0.5 ? " " : kBars[std::min(7, static_cast<int>(eighths - 0.5))];
    }
    all += line + "\n";
  }
  return all;
}

}  // namespace descend
