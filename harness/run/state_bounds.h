/// What the judge sees of a state's x: where it stands to the domain.
#pragma once

#include <cmath>
#include <vector>

#include "descend/numerics/sums.h"
#include "descend/problem.h"

namespace descend {

template <typename Scalar>
struct StateBounds {
  Real<Scalar> low{0.0}, high{0.0};
};

/// In one dimension x itself, twice. In more: the lowest of all x[i] - domain[i].low and the
/// highest of all x[i] - domain[i].high, 0 where no coordinate is outside. x must be finite.
template <typename Scalar>
StateBounds<Scalar> bounds_of_finite(const Vector<Scalar>& x, const std::vector<Interval>& domain) {
  if (x.size() == 1) return {Real<Scalar>(x[0]), Real<Scalar>(x[0])};
  StateBounds<Scalar> bounds;
  for (std::size_t i = 0; i < domain.size(); ++i) {
    const Real<Scalar> at(x[static_cast<Index>(i)]);
    bounds.low = min(bounds.low, at - domain[i].low);
    bounds.high = max(bounds.high, at - domain[i].high);
  }
  return bounds;
}

/// The same of any x; where it is not finite, both are not, either.
template <typename Scalar>
StateBounds<Scalar> state_bounds(const Vector<Scalar>& x, const std::vector<Interval>& domain) {
  StateBounds<Scalar> bounds = bounds_of_finite(x, domain);
  if (x.size() == 1) return bounds;
  const auto zero_or_nan = reduce([](const auto& number) { return number - number; }, x);
  return {bounds.low + zero_or_nan, bounds.high + zero_or_nan};
}

/// The same of an x that is `moved` away from the state before, for which nothing has to be added
/// up: finite parameters move by a finite distance.
template <typename Scalar>
StateBounds<Scalar> state_bounds(const Vector<Scalar>& x, const std::vector<Interval>& domain,
                                 double moved) {
  const StateBounds<Scalar> bounds = bounds_of_finite(x, domain);
  if (x.size() == 1 || std::isfinite(moved)) return bounds;
  return {kNaN, kNaN};
}

}  // namespace descend
