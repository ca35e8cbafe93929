#include "harness/terminal/table.h"

#include <algorithm>

#include "harness/terminal/style.h"
#include "harness/terminal/text.h"

namespace descend {
namespace {

constexpr std::size_t kGap = 2;
// What takes more columns is no text for a table.
constexpr std::size_t kMaxCell = 600;
// Columns are left out for texts to have as many columns, and no text is broken into narrower
// pieces.
constexpr std::size_t kReadable = 26, kNarrowest = 16;

std::string padded(const std::string& text, std::size_t width, Table::Align align) {
  const std::string space(width - std::min(width, display_width(text)), ' ');
  return align == Table::right ? space + text : text + space;
}

}  // namespace

void Table::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    std::ranges::replace(cell, '\n', ' ');
    cell = safe_text(cell, colours());
    if (display_width(cell) > kMaxCell) cell = std::string(shortened(cell, kMaxCell)) + "…";
  }
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::fitted_widths(std::size_t room) const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    std::size_t width = display_width(headings_[c].text);
    for (const auto& row : rows_) width = std::max(width, display_width(row[c]));
    widths.push_back(std::max<std::size_t>(1, width));
  }
  const auto can_shrink = [&](std::size_t c) {
    return headings_[c].align == left && !headings_[c].spare;
  };
  // Where no text takes more than so many columns.
  const auto needed = [&](std::size_t most) {
    std::size_t all = 0;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (widths[c] == 0) continue;
      all += (all > 0 ? kGap : 0) + (can_shrink(c) ? std::min(widths[c], most) : widths[c]);
    }
    return all;
  };
  for (std::size_t c = headings_.size(); c-- > 0 && needed(kReadable) > room;) {
    if (headings_[c].spare) widths[c] = 0;
  }
  const std::size_t widest = *std::ranges::max_element(widths);
  std::size_t most = widest;
  while (most > kNarrowest && needed(most) > room) --most;
  for (std::size_t c = 0; c < widths.size(); ++c) {
    if (!can_shrink(c) || widths[c] <= most) continue;
    // No wider than the pieces are.
    widths[c] = display_width(headings_[c].text);
    for (const auto& row : rows_) {
      for (const std::string& piece : broken(row[c], most)) {
        widths[c] = std::max(widths[c], display_width(piece));
      }
    }
  }
  return widths;
}

std::string Table::text(std::size_t indent, std::size_t width) const {
  const std::vector<std::size_t> widths = fitted_widths(width - std::min(width, indent));
  std::string all;
  auto row_of = [&](auto cell, const char* style) {
    std::vector<std::vector<std::string>> cells;
    std::size_t lines = 1;
    for (std::size_t c = 0; c < headings_.size(); ++c) {
      cells.push_back(widths[c] == 0 ? std::vector<std::string>{} : broken(cell(c), widths[c]));
      lines = std::max(lines, cells.back().size());
    }
    for (std::size_t i = 0; i < lines; ++i) {
      std::string text;
      for (std::size_t c = 0; c < headings_.size(); ++c) {
        if (widths[c] == 0) continue;
        text += (text.empty() ? "" : std::string(kGap, ' ')) +
                padded(i < cells[c].size() ? cells[c][i] : "", widths[c], headings_[c].align);
      }
      while (text.ends_with(' ')) text.pop_back();
      all += std::string(indent, ' ') + (style ? styled(text, style) : text) + "\n";
    }
  };
  row_of([&](std::size_t c) { return headings_[c].text; }, "2");
  for (const auto& row : rows_) row_of([&](std::size_t c) { return row[c]; }, nullptr);
  return all;
}

}  // namespace descend
