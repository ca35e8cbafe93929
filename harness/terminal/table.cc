#include "harness/terminal/table.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace descend {
namespace {

constexpr const char* kBars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

// Characters that take a column: not the continuation bytes of UTF-8, not ANSI sequences.
std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++width;
    }
  }
  return width;
}

std::string padded(const std::string& text, std::size_t width, Table::Align align) {
  const std::string space(width - std::min(width, display_width(text)), ' ');
  return align == Table::right ? space + text : text + space;
}

std::size_t text_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 30) {
    return std::min<std::size_t>(88, size.ws_col);
  }
  return 88;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string all;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte >= 0x20 && byte != 0x7f) {
      all += character;
    } else {
      all += character == '\n' ? "\\n" : character == '\t' ? "\\t" : fmt::format("\\x{:02x}", byte);
    }
  }
  return all;
}

bool colours() {
  static const bool shown = isatty(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr;
  return shown;
}

std::string styled(std::string_view text, const char* style) {
  if (!colours()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", style, text);
}

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

std::string wrapped(std::string_view text, std::size_t indent) {
  const std::size_t width = text_width();
  std::string all, line(indent, ' ');
  std::size_t used = indent;
  std::size_t i = 0;
  while (i < text.size()) {
    if (text[i] == '\n') {
      all += line + "\n";
      line.assign(indent, ' ');
      used = indent;
      ++i;
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" \n", i), text.size());
    const std::string_view word = text.substr(i, end - i);
    if (used > indent && used + 1 + display_width(word) > width) {
      all += line + "\n";
      line.assign(indent, ' ');
      used = indent;
    }
    if (used > indent) {
      line += ' ';
      ++used;
    }
    line += word;
    used += display_width(word);
    i = end < text.size() && text[end] == ' ' ? end + 1 : end;
  }
  return used > indent ? all + line + "\n" : all;
}

std::string sparkline(const std::vector<double>& values, std::size_t width) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (!(low <= high)) return "";
  // Where most of a course is close to its end, a root draws what happens there.
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
    // The last value of each stretch, so that the line ends where the run ended.
    const std::size_t at = (i + 1) * values.size() / width - 1;
    if (!std::isfinite(values[at])) {
      line += " ";
      continue;
    }
    line += kBars[std::min<std::size_t>(7, static_cast<std::size_t>(height(values[at]) * 8))];
  }
  return line;
}

std::string chart(const std::vector<double>& values, std::size_t width, std::size_t height) {
  const double top = std::max(1e-300, *std::ranges::max_element(values));
  std::string all;
  for (std::size_t row = 0; row < height; ++row) {
    // What of a column's eighths reaches into this row, counted from the bottom.
    const auto floor = static_cast<double>(8 * (height - 1 - row));
    std::string line = row == 0            ? fmt::format("{:>8.3g} ", top)
                       : row + 1 == height ? fmt::format("{:>8} ", 0)
                                           : std::string(9, ' ');
    for (std::size_t i = 0; i < width; ++i) {
      const double value = values[i * (values.size() - 1) / (width - 1)];
      const double eighths = value / top * 8.0 * static_cast<double>(height) - floor;
      line += eighths < 0.5 ? " " : kBars[std::min(7, static_cast<int>(eighths - 0.5))];
    }
    all += line + "\n";
  }
  return all;
}

std::string verdict_text(const std::string& verdict) {
  struct Mark {
    const char* verdict;
    const char* mark;
    const char* style;
  };
  static constexpr Mark kMarks[] = {
      {"global_minimum", "●", "32"}, {"local_minimum", "◐", "33"}, {"descending", "↘", "36"},
      {"oscillating", "≈", "33"},    {"stalled", "–", "33"},       {"diverged", "✗", "31"},
      {"left_domain", "→", "31"},
  };
  for (const Mark& known : kMarks) {
    if (verdict == known.verdict)
      return styled(fmt::format("{} {}", known.mark, verdict), known.style);
  }
  return "? " + verdict;
}

std::string seconds_text(double seconds) {
  if (seconds < 1e-6) return fmt::format("{:.3g} ns", seconds * 1e9);
  if (seconds < 1e-3) return fmt::format("{:.3g} us", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.3g} ms", seconds * 1e3);
  return fmt::format("{:.3g} s", seconds);
}

std::string figure_text(double value) {
  if (!std::isfinite(value)) return "not finite";
  return fmt::format("{:.4g}", value);
}

}  // namespace descend
