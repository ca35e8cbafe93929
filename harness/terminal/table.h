#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace descend {

/// A table of text, each column as wide as its widest cell.
class Table {
 public:
  enum Align { left, right };
  struct Heading {
    std::string text;
    Align align = left;
  };

  explicit Table(std::vector<Heading> headings) : headings_(std::move(headings)) {}
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  /// Indented by `indent` spaces, each line ended.
  std::string text(std::size_t indent = 2) const;

 private:
  std::vector<Heading> headings_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace descend
