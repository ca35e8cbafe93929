/// Text laid out for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace descend {

/// How many columns the text takes, styled or not; each character counts as one.
std::size_t display_width(std::string_view text);

/// Text from files and plugins as one line that a terminal takes for nothing but text: control
/// characters, bytes that are not UTF-8, and characters that turn the direction of what follows are
/// written as in C.
std::string printable(std::string_view text);

/// The same for text of many lines, of which line breaks stay, and ANSI styles where `styles` says
/// so.
std::string safe_text(std::string_view text, bool styles);

/// The beginning of a text without styles, as much of it as `columns` hold.
std::string_view shortened(std::string_view text, std::size_t columns);

/// A text, styled or not, as lines of at most `columns`, broken behind spaces, commas and colons
/// where there are any, or else behind underscores and equals signs. There is at least one.
std::vector<std::string> broken(const std::string& text, std::size_t columns);

/// Paragraphs wrapped at the width of the terminal, or at 88 columns where it is wider.
std::string wrapped(std::string_view text, std::size_t indent = 0);

}  // namespace descend
