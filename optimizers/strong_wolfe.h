/// A line search for the strong Wolfe conditions. J. Nocedal and S. Wright, Numerical Optimization,
/// 2nd edition, 2006, algorithms 3.5 (bracket) and 3.6 (zoom): finds a step length t with
///
///   f(t) <= f(0) + c1 t f'(0)   and   |f'(t)| <= c2 |f'(0)|,   f'(0) < 0.
///
/// What the book leaves open is done as in PyTorch's LBFGS (there from minFunc, M. Schmidt): trial
/// points by cubic interpolation, between t + 0.01 (t - last t) and 10 t while bracketing; in the
/// zoom a tenth of the bracket away from its ends where interpolation twice comes closer; and of
/// two bracket ends the lower one is `low`, also where it fails the first condition. Two deviations
/// from PyTorch: a rise over the last trial ends the bracketing from the second trial on, as in the
/// book (there from the third), and where f is not finite the point counts as too high.
#pragma once

#include <algorithm>
#include <cmath>

namespace descend {

/// A point of the line: its f and the slope f' there.
struct LinePoint {
  double t, f, slope;
};

struct WolfeOptions {
  double c1, c2;
  /// Trial points after the first.
  int max_trials;
  /// The zoom ends when its bracket is shorter than this.
  double shortest_bracket;
};

/// The minimum of the cubic through two points with their slopes, within [low, high]; the middle
/// where it has none, or it is no number.
inline double cubic_minimum(const LinePoint& a, const LinePoint& b, double low, double high) {
  const LinePoint& left = a.t <= b.t ? a : b;
  const LinePoint& right = a.t <= b.t ? b : a;
  const double chord = a.slope + b.slope - 3 * (a.f - b.f) / (a.t - b.t);
  // A power of two, which rounds nothing, keeps the squares of slopes near 1.
  const double largest = std::max({std::abs(chord), std::abs(a.slope), std::abs(b.slope)});
  if (!(largest > 0 && std::isfinite(largest))) return (low + high) / 2;
  const int exponent = std::ilogb(largest);
  const auto scaled = [=](double slope) { return std::ldexp(slope, -exponent); };
  const double square = scaled(chord) * scaled(chord) - scaled(a.slope) * scaled(b.slope);
  if (!(square >= 0)) return (low + high) / 2;
  const double root = std::ldexp(std::sqrt(square), exponent);
  const double t = right.t - (right.t - left.t) * ((right.slope + root - chord) /
                                                   (right.slope - left.slope + 2 * root));
  return std::isnan(t) ? (low + high) / 2 : std::min(std::max(t, low), high);
}

/// Searches from t = 0, where f and the slope are `origin`'s, beginning with `first`. `line` has
/// `LinePoint at(double t)`, which evaluates, and `void keep()`: the point evaluated last is the
/// best so far. Returns the best point, `origin` where no trial was lower; no exceptions, no
/// allocation.
template <typename Line>
LinePoint strong_wolfe(Line& line, const LinePoint& origin, double first,
                       const WolfeOptions& options) {
  const auto too_high = [&](const LinePoint& p) {
    return !(p.f <= origin.f + options.c1 * p.t * origin.slope);
  };
  const auto flat = [&](const LinePoint& p) {
    return std::abs(p.slope) <= -options.c2 * origin.slope;
  };

  LinePoint low = origin, high = origin;
  LinePoint trial = line.at(first);
  int trials = 0;
  for (;; ++trials) {
    if (trials >= options.max_trials) {
      if (!(trial.f < low.f)) return low;
      line.keep();
      return trial;
    }
    const LinePoint last = low;
    if (too_high(trial) || (trials > 0 && trial.f >= last.f)) {
      high = trial;
      break;
    }
    line.keep();
    low = trial;
    if (flat(trial)) return trial;
    if (trial.slope >= 0) {
      high = last;
      break;
    }
    const double nearest = trial.t + 0.01 * (trial.t - last.t);
    trial = line.at(cubic_minimum(last, trial, nearest, 10 * trial.t));
  }

  bool near_an_end = false;
  for (; trials < options.max_trials; ++trials) {
    const double left = std::min(low.t, high.t), right = std::max(low.t, high.t);
    const double length = right - left;
    if (length < options.shortest_bracket || !(length > 0)) break;
    double t = cubic_minimum(low, high, left, right);
    if (std::min(right - t, t - left) < 0.1 * length) {
      if (near_an_end || t >= right || t <= left) {
        t = std::abs(t - right) < std::abs(t - left) ? right - 0.1 * length : left + 0.1 * length;
        near_an_end = false;
      } else {
        near_an_end = true;
      }
    } else {
      near_an_end = false;
    }

    trial = line.at(t);
    if (too_high(trial) || !(trial.f < low.f)) {
      high = trial;
      continue;
    }
    line.keep();
    if (flat(trial)) return trial;
    if (trial.slope * (high.t - low.t) >= 0) high = low;
    low = trial;
  }
  return low;
}

}  // namespace descend
