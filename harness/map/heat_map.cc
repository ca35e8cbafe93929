#include "harness/map/heat_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "harness/terminal/output.h"
#include "harness/terminal/style.h"
#include "harness/terminal/terminal_width.h"
#include "harness/terminal/verdict_text.h"

namespace descend {
namespace {

constexpr std::size_t kMargin = 12;  // for the numbers of the second axis
constexpr std::size_t kMaxRows = 24;
constexpr std::size_t kMaxWidth = 120;

// How many characters show so many cells where there is space for `available`: a whole number of
// them for each cell, at most `max_each`, or all where there are more cells than characters.
std::size_t extent(std::size_t cells, std::size_t available, std::size_t max_each) {
  if (cells >= available) return available;
  return cells * std::min(available / cells, max_each);
}

class Picture {
 public:
  Picture(const std::vector<MapAxis>& axes, const std::vector<CellOutcome>& outcomes)
      : outcomes_(outcomes), right_(axes[0].values.size()), up_(outcomes.size() / right_) {
    const std::size_t columns = std::min(kMaxWidth, terminal_width(output(), 80));
    width_ = extent(right_, columns - kMargin - 2, 4);
    height_ = extent(up_, kMaxRows, up_ == 1 ? 3 : 2);
    // With colours a character shows two cells, one above the other.
    if (colours()) height_ = up_ >= 2 * kMaxRows ? 2 * kMaxRows : 2 * ((height_ + 1) / 2);
  }

  std::string text(const std::vector<MapAxis>& axes) const {
    const std::size_t rows = colours() ? height_ / 2 : height_;
    std::string all = axes.size() > 1 ? fmt::format("{:>{}}\n", axes[1].name, kMargin) : "";
    std::string before;
    for (std::size_t row = 0; row < rows; ++row) {
      std::string label;
      if (axes.size() > 1 && (row == 0 || row + 1 == rows || row % 6 == 0)) {
        const std::size_t cell = (rows - 1 - row) * up_ / rows;
        label = to_json(axes[1].values[row == 0 ? up_ - 1 : cell]).dump();
      }
      // The same label a second time says nothing.
      all += fmt::format("{:>{}.{}} ", label == before ? "" : label, kMargin, kMargin);
      if (!label.empty()) before = label;
      all += line(row) + "\n";
    }
    const std::string first = to_json(axes[0].values.front()).dump();
    const std::string last = to_json(axes[0].values.back()).dump();
    const std::size_t used = first.size() + last.size() + axes[0].name.size();
    const std::size_t space = width_ > used ? (width_ - used) / 2 : 1;
    all += fmt::format("{:{}} {}{:{}}{}{:{}}{}\n", "", kMargin, first, "", space, axes[0].name, "",
                       width_ > used ? width_ - used - space : 1, last);
    return all;
  }

 private:
  std::string line(std::size_t row) const {
    std::string text;
    for (std::size_t column = 0; column < width_; ++column) {
      text += colours() ? two_halves(terminal_colour(verdict_at(column, 2 * row)),
                                     terminal_colour(verdict_at(column, 2 * row + 1)))
                        : info_of(verdict_at(column, row)).mark;
    }
    return text;
  }

  // The most frequent verdict of the cells behind a character, counted from the top left.
  Verdict verdict_at(std::size_t column, std::size_t row) const {
    const auto [left, after] = cells_at(column, width_, right_);
    const auto [low, above] = cells_at(height_ - 1 - row, height_, up_);
    std::vector<std::size_t> counts(verdicts().size());
    for (std::size_t i = left; i < after; ++i) {
      for (std::size_t j = low; j < above; ++j) {
        ++counts[static_cast<std::size_t>(outcomes_[i * up_ + j].verdict)];
      }
    }
    return static_cast<Verdict>(std::ranges::max_element(counts) - counts.begin());
  }

  // The cells that the i-th of `places` shows: the first, and the one behind the last.
  static std::pair<std::size_t, std::size_t> cells_at(std::size_t i, std::size_t places,
                                                      std::size_t cells) {
    const std::size_t first = i * cells / places;
    return {first, std::max(first + 1, (i + 1) * cells / places)};
  }

  const std::vector<CellOutcome>& outcomes_;
  std::size_t right_, up_, width_ = 0, height_ = 0;
};

}  // namespace

std::string heat_map(const std::vector<MapAxis>& axes, const std::vector<CellOutcome>& outcomes) {
  std::string all = Picture(axes, outcomes).text(axes) + "\n";
  std::vector<std::size_t> counts(verdicts().size());
  for (const CellOutcome& outcome : outcomes) ++counts[static_cast<std::size_t>(outcome.verdict)];
  for (std::size_t code = 0; code < counts.size(); ++code) {
    if (counts[code] == 0) continue;
    const auto verdict = static_cast<Verdict>(code);
    const VerdictInfo& info = info_of(verdict);
    const std::string mark =
        colours() ? coloured("█", terminal_colour(verdict)) : std::string(info.mark);
    all += fmt::format(
        "  {} {:<15}{:>10}  {:5.1f} %\n", mark, info.name, counts[code],
        100.0 * static_cast<double>(counts[code]) / static_cast<double>(outcomes.size()));
  }
  return all;
}

}  // namespace descend
