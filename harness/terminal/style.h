/// Colours on standard output, where it is a terminal and NO_COLOR is not set.
#pragma once

#include <string>
#include <string_view>

namespace descend {

/// Whether standard output shows colours. Where it does not, the functions below leave them out.
bool colours();

/// The text in an ANSI style: "1" is bold, "2" dim, "31" red, "32" green, "36" cyan, …
std::string styled(std::string_view text, const char* style);

/// The text in one of the 256 colours of a terminal.
std::string coloured(std::string_view text, int colour);

/// One character in two of the 256 colours, its upper and its lower half.
std::string two_halves(int upper, int lower);

}  // namespace descend
