#include "problems/landscapes/critical_points.h"

#include <cmath>

namespace descend {
namespace {

constexpr double kNarrow = 1e-7;

/// An interval that may hold zeros of f'.
struct Piece {
  double low;
  double high;
  /// Whether f'' is proven to keep its sign.
  bool monotone;
};

void collect(const Curve& curve, double low, double high, std::vector<Piece>& pieces) {
  const Slopes slopes = curve.slopes({low, high});
  if (!slopes.first.contains(0)) return;
  if (!slopes.second.contains(0)) {
    pieces.push_back({low, high, true});
  } else if (high - low < kNarrow) {
    if (!pieces.empty() && !pieces.back().monotone && pieces.back().high == low) {
      pieces.back().high = high;
    } else {
      pieces.push_back({low, high, false});
    }
  } else {
    const double middle = low + (high - low) / 2;
    collect(curve, low, middle, pieces);
    collect(curve, middle, high, pieces);
  }
}

/// Where f' changes its sign between low and high, to the nearest number.
double bisect(const Curve& curve, double low, double high) {
  const bool rising = curve.slope(low) < 0;
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    ((curve.slope(middle) < 0) == rising ? low : high) = middle;
  }
  return std::abs(curve.slope(low)) < std::abs(curve.slope(high)) ? low : high;
}

}  // namespace

std::vector<Minimum> find_minima(const Curve& curve, const Interval& domain) {
  std::vector<Piece> pieces;
  collect(curve, domain.low, domain.high, pieces);
  std::vector<Minimum> minima;
  double last_maximum = domain.low;
  for (const Piece& piece : pieces) {
    const bool falls_before = curve.slope(piece.low) < 0, falls_after = curve.slope(piece.high) < 0;
    if (falls_before == falls_after) continue;
    const double x = bisect(curve, piece.low, piece.high);
    if (falls_before) {
      minima.push_back({{x}, curve.value(x), {last_maximum, domain.high}});
    } else {
      last_maximum = x;
      if (!minima.empty()) minima.back().basin.high = x;
    }
  }
  return minima;
}

}  // namespace descend
