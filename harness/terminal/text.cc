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
