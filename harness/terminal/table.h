#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "harness/terminal/output.h"
#include "harness/terminal/terminal_width.h"

namespace descend {

/// A table of text, each column as wide as its widest cell where the terminal has room for that.
/// Where it has not, columns that can be done without are left out, and texts go on in further
/// lines of their cells.
class Table {
 public:
  enum Align { left, right };
  struct Heading {
    std::string text;
    Align align = left;
    /// Whether the column can be left out.
    bool spare = false;
  };

  explicit Table(std::vector<Heading> headings) : headings_(std::move(headings)) {}
  /// Cells hold one line of text, styled or not, each; a long one is cut short.
  void add(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }
  /// Indented by `indent` spaces, each line ended. What is no terminal has no width.
  std::string text(
      std::size_t indent = 2,
      std::size_t width = terminal_width(output(), std::numeric_limits<std::size_t>::max())) const;

 private:
  // The widths of the columns; 0: left out.
  std::vector<std::size_t> fitted_widths(std::size_t room) const;

  std::vector<Heading> headings_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace descend
