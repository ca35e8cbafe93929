/// Series of numbers drawn with characters.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace descend {

/// The course of a series in at most `width` characters, from its least to its greatest value; a
/// gap where it is not finite. Empty where no value is finite.
std::string sparkline(const std::vector<double>& values, std::size_t width = 24);

/// The course of a series as a drawing of `height` lines of `width` characters, from 0 to its
/// greatest value, which stands before the first line.
std::string chart(const std::vector<double>& values, std::size_t width, std::size_t height);

}  // namespace descend
