/// Where a state stands to the domain, as the judge wants to know it.
#pragma once

#include <vector>

#include "descend/problem.h"

namespace descend {

template <typename Scalar>
struct StateBounds {
  Real<Scalar> low{0.0}, high{0.0};
};

/// In one dimension x itself, twice. In more: the least of all x[i] - domain[i].low and the
/// greatest of all x[i] - domain[i].high, 0 where no coordinate is outside. x must be finite.
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

}  // namespace descend
