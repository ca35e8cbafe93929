#include "harness/terminal/units.h"

#include <fmt/format.h>

#include <cmath>

namespace descend {

std::string seconds_text(double seconds) {
  if (seconds < 1e-6) return fmt::format("{:.3g} ns", seconds * 1e9);
  if (seconds < 1e-3) return fmt::format("{:.3g} us", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.3g} ms", seconds * 1e3);
  return fmt::format("{:.3g} s", seconds);
}

std::string duration_text(double seconds) {
  if (seconds < 59.5) return fmt::format("{:.0f} s", seconds);
  const double whole = std::round(seconds);
  if (whole < 3600) {
    return fmt::format("{:.0f} min {:02.0f} s", std::floor(whole / 60), std::fmod(whole, 60));
  }
  return fmt::format("{:.1f} h", seconds / 3600);
}

std::string size_text(std::uintmax_t bytes) {
  return bytes < 1'000'000 ? fmt::format("{} kB", (bytes + 999) / 1000)
                           : fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string figure_text(double value) {
  return std::isfinite(value) ? fmt::format("{:.4g}", value) : "not finite";
}

}  // namespace descend
