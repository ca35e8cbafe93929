/// Text for people: aligned tables, wrapped paragraphs, sparklines and verdicts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace descend {

/// Columns aligned to their widest cell; numbers to the right.
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

/// Text from files and plugins as one line that a terminal takes for nothing but text: control
/// characters are written as in C.
std::string printable(std::string_view text);

/// Whether standard output shows colours.
bool colours();
/// The text in an ANSI style ("1": bold, "2": dim, "32": green, …) where colours are shown.
std::string styled(std::string_view text, const char* style);

/// A paragraph wrapped at the width of the terminal, at most 88 columns.
std::string wrapped(std::string_view text, std::size_t indent = 0);

/// The course of a series in `width` characters, from its least to its greatest value; a gap where
/// it is not finite.
std::string sparkline(const std::vector<double>& values, std::size_t width = 24);

/// The course of a series as a drawing of `height` lines, from 0 to its greatest value, indented.
std::string chart(const std::vector<double>& values, std::size_t width, std::size_t height);

/// A verdict with its mark, coloured.
std::string verdict_text(const std::string& verdict);

/// Seconds as a person reads them: "12 us", "3.4 ms", "2.1 s".
std::string seconds_text(double seconds);

/// A loss or another figure at four significant digits.
std::string figure_text(double value);

}  // namespace descend
