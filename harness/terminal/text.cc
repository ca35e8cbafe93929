#include "harness/terminal/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "harness/terminal/terminal_width.h"

namespace descend {
namespace {

// All bytes of UTF-8 but those that continue a character.
bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

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
  const std::size_t width = std::min(kMaxWidth, terminal_width(stdout, kMaxWidth));
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
