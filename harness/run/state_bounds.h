/// What the judge sees of a state's x: where it stands to the domain, and how far the update went
/// that led to it.
#pragma once

#include <vector>

#include "descend/numerics/elementwise.h"
#include "descend/problem.h"

namespace descend {

template <typename Scalar>
struct StateBounds {
  Real<Scalar> low{0.0}, high{0.0};
};

/// In one dimension x itself, twice. In more: the lowest of all x[i] - domain[i].low and the
/// highest of all x[i] - domain[i].high, 0 where no coordinate is outside. x must be finite.
template <typename Scalar>
StateBounds<Scalar> state_bounds(const Vector<Scalar>& x, const std::vector<Interval>& domain) {
  if (x.size() == 1) return {Real<Scalar>(x[0]), Real<Scalar>(x[0])};
  StateBounds<Scalar> bounds;
  for (std::size_t i = 0; i < domain.size(); ++i) {
    const Real<Scalar> at(x[static_cast<Index>(i)]);
    bounds.low = min(bounds.low, at - domain[i].low);
    bounds.high = max(bounds.high, at - domain[i].high);
  }
  return bounds;
}

/// The same of any x that is `moved` away from the state before: finite parameters move by a finite
/// distance, so that in more than one dimension both are NaN where it is not.
template <typename Scalar>
StateBounds<Scalar> state_bounds(const Vector<Scalar>& x, const std::vector<Interval>& domain,
                                 const Real<Scalar>& moved) {
  const StateBounds<Scalar> bounds = state_bounds(x, domain);
  if (x.size() == 1) return bounds;
  const auto finite = isfinite(moved);
  return {select(finite, bounds.low, kNaN), select(finite, bounds.high, kNaN)};
}

/// The Euclidean distance of two states.
template <typename Scalar>
Real<Scalar> distance(const Vector<Scalar>& a, const Vector<Scalar>& b) {
  using Number = Real<Scalar>;
  // One number needs no squares, which could overflow.
  if (a.size() == 1) return abs(Number(a[0]) - Number(b[0]));
  return sqrt(reduce([](const Number& p, const Number& q) { return (p - q) * (p - q); }, a, b));
}

}  // namespace descend
