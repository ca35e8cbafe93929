/// Figures as people read them.
#pragma once

#include <cstdint>
#include <string>

namespace descend {

/// A measured time: "12 us", "3.4 ms", "2.1 s".
std::string seconds_text(double seconds);

/// A time to wait: "12 s", "3 min 05 s", "2.5 h".
std::string duration_text(double seconds);

/// The size of a file: "12 kB", "3.4 MB".
std::string size_text(std::uintmax_t bytes);

/// A loss or another figure at four significant digits, or "not finite".
std::string figure_text(double value);

}  // namespace descend
