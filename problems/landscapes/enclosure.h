/// Interval arithmetic: numbers known only to lie between two bounds. Every operation rounds
/// outward, so that a bound computed with it is proven, whatever the rounding.
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "descend/numerics/elementary.h"

namespace descend {

/// All numbers from low to high.
struct Enclosure {
  double low = 0;
  double high = 0;

  Enclosure() = default;
  Enclosure(double x) : low(x), high(x) {}  // NOLINT: a number encloses itself
  Enclosure(double lower, double upper) : low(lower), high(upper) {}

  bool contains(double x) const { return low <= x && x <= high; }
};

namespace internal {

/// Covers the rounding of the bounds that were computed.
inline Enclosure outward(double low, double high) {
  return {std::nextafter(low, -HUGE_VAL), std::nextafter(high, HUGE_VAL)};
}

/// Whether some peak + 2 pi n lies within x, or so near that rounding could hide it.
inline bool meets_multiple(const Enclosure& x, double peak) {
  constexpr double kTurn = 2 * std::numbers::pi, kSlack = 1e-9;
  return std::floor((x.high - peak) / kTurn + kSlack) >= std::ceil((x.low - peak) / kTurn - kSlack);
}

/// Bounds of a sine wave from its values at the ends and the place of its first peak.
inline Enclosure wave(const Enclosure& x, double at_low, double at_high, double peak) {
  constexpr double kRounding = 1e-15;
  Enclosure bounds{std::min(at_low, at_high) - kRounding, std::max(at_low, at_high) + kRounding};
  if (meets_multiple(x, peak)) bounds.high = 1;
  if (meets_multiple(x, peak + std::numbers::pi)) bounds.low = -1;
  return {std::max(bounds.low, -1.0), std::min(bounds.high, 1.0)};
}

}  // namespace internal

inline Enclosure operator-(const Enclosure& a) { return {-a.high, -a.low}; }
inline Enclosure operator+(const Enclosure& a, const Enclosure& b) {
  return internal::outward(a.low + b.low, a.high + b.high);
}
inline Enclosure operator-(const Enclosure& a, const Enclosure& b) { return a + -b; }
inline Enclosure operator*(const Enclosure& a, const Enclosure& b) {
  const auto [low, high] =
      std::minmax({a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high});
  return internal::outward(low, high);
}
/// b must not contain 0.
inline Enclosure operator/(const Enclosure& a, const Enclosure& b) {
  return a * internal::outward(1 / b.high, 1 / b.low);
}

inline Enclosure sin(const Enclosure& x) {
  return internal::wave(x, sin(x.low), sin(x.high), std::numbers::pi / 2);
}
inline Enclosure cos(const Enclosure& x) { return internal::wave(x, cos(x.low), cos(x.high), 0); }
inline SinCos<Enclosure> sincos(const Enclosure& x) { return {sin(x), cos(x)}; }

}  // namespace descend
