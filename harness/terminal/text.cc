#include "harness/terminal/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "harness/terminal/output.h"
#include "harness/terminal/terminal_width.h"

namespace descend {
namespace {

// All bytes of UTF-8 but those that continue a character.
bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

// The first character of a text; 0 bytes: it does not begin with one in UTF-8.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < bytes) return {};
  char32_t code = first & (0x7fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if (begins_character(text[i])) return {};
    code = code << 6 | (byte(i) & 0x3fu);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < kLeast[bytes] || code > 0x10ffff || surrogate ? Character{}
                                                              : Character{code, bytes};
}

// What a terminal does not show as a character in its place: controls, line separators, marks and
// overrides of direction, the byte order mark.
bool is_control(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x200e && code <= 0x200f) ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
         code == 0x061c || code == 0xfeff;
}

// Moves the first character of a text to the end of another, as it may be shown.
void append_character(std::string_view& text, std::string& all) {
  const auto [code, bytes] = first_character(text);
  if (bytes > 0 && !is_control(code)) {
    all += text.substr(0, bytes);
  } else if (bytes <= 1) {
    const auto byte = static_cast<unsigned char>(text[0]);
    all += byte == '\n' ? "\\n" : byte == '\t' ? "\\t" : fmt::format("\\x{:02x}", byte);
  } else {
    all += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(code));
  }
  text.remove_prefix(std::max<std::size_t>(bytes, 1));
}

// How long the ANSI style is that the text begins with.
std::size_t style_length(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find_first_not_of("0123456789;", 2);
  return end != text.npos && text[end] == 'm' ? end + 1 : 0;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {  // an ANSI sequence
      while (i < text.size() && text[i] != 'm') ++i;
    } else if (begins_character(text[i])) {
      ++width;
    }
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string all;
  while (!text.empty()) append_character(text, all);
  return all;
}

std::string safe_text(std::string_view text, bool styles) {
  std::string all;
  while (!text.empty()) {
    const std::size_t own = text[0] == '\n' ? 1 : styles ? style_length(text) : 0;
    all += text.substr(0, own);
    text.remove_prefix(own);
    if (own == 0) append_character(text, all);
  }
  return all;
}

std::string_view shortened(std::string_view text, std::size_t columns) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_character(text[i]) && width++ == columns) return text.substr(0, i);
  }
  return text;
}

std::vector<std::string> broken(const std::string& text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string line, style;
  // Where the line may end: how wide it is up to there, and in which style it goes on.
  std::size_t end = 0, end_width = 0, width = 0;
  std::string end_style;
  bool good_end = false;
  const auto may_end = [&] {
    end = line.size();
    end_width = width;
    end_style = style;
  };
  const auto end_line = [&] {
    if (end == 0) may_end();
    const std::string rest = line.substr(end);
    line.resize(end);
    while (line.ends_with(' ')) line.pop_back();
    lines.push_back(end_style.empty() ? line : line + "\x1b[0m");
    line = end_style + rest;
    width -= end_width;
    end = 0;
    good_end = false;
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t next = i + 1;
    if (text[i] == '\x1b') {
      next = std::min(text.find('m', i), text.size() - 1) + 1;
      style = text.substr(i, next - i);
      if (style == "\x1b[0m") style.clear();
    } else {
      while (next < text.size() && !begins_character(text[next])) ++next;
      if (width == columns && text[i] != ' ') end_line();
      if (width < columns) ++width;
    }
    line.append(text, i, next - i);
    const bool is_good = text[i] == ' ' || text[i] == ',' || text[i] == ':';
    const bool is_fair = text[i] == '_' || text[i] == '=';
    if (is_good || (is_fair && !good_end)) {
      may_end();
      good_end = is_good;
    }
    i = next;
  }
  lines.push_back(line);
  return lines;
}

std::string wrapped(std::string_view text, std::size_t indent) {
  constexpr std::size_t kMaxWidth = 88;
  const std::size_t width = std::min(kMaxWidth, terminal_width(output(), kMaxWidth));
  std::string all, line(indent, ' ');
  std::size_t used = indent;
  const auto end_line = [&] {
    all += line + "\n";
    line.assign(indent, ' ');
    used = indent;
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\n') {
      end_line();
      ++i;
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(" \n", i), text.size());
    const std::string_view word = text.substr(i, end - i);
    if (used > indent && used + 1 + display_width(word) > width) end_line();
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

}  // namespace descend
