#include "harness/terminal/table.h"

#include <algorithm>

#include "harness/terminal/style.h"
#include "harness/terminal/text.h"

namespace descend {
namespace {

std::string padded(const std::string& text, std::size_t width, Table::Align align) {
  const std::string space(width - std::min(width, display_width(text)), ' ');
  return align == Table::right ? space + text : text + space;
}

}  // namespace

std::string Table::text(std::size_t indent) const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < headings_.size(); ++c) {
    std::size_t width = display_width(headings_[c].text);
    for (const auto& row : rows_) width = std::max(width, display_width(row[c]));
    widths.push_back(width);
  }
  std::string all;
  auto line = [&](auto cell, const char* style) {
    std::string text;
    for (std::size_t c = 0; c < headings_.size(); ++c) {
      text += (c > 0 ? "  " : "") + padded(cell(c), widths[c], headings_[c].align);
    }
    while (text.ends_with(' ')) text.pop_back();
    all += std::string(indent, ' ') + (style ? styled(text, style) : text) + "\n";
  };
  line([&](std::size_t c) { return headings_[c].text; }, "2");
  for (const auto& row : rows_) line([&](std::size_t c) { return row[c]; }, nullptr);
  return all;
}

}  // namespace descend
