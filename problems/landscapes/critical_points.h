/// All minima of a function of one variable, with a proof that there are no others.
#pragma once

#include <functional>
#include <vector>

#include "descend/problem.h"
#include "problems/landscapes/enclosure.h"

namespace descend {

/// Bounds of f' and f'' over an interval of x.
struct Slopes {
  Enclosure first;
  Enclosure second;
};

/// A function as the search sees it: values at points, and proven bounds of its slopes over
/// intervals.
struct Curve {
  std::function<double(double)> value;
  std::function<double(double)> slope;
  std::function<Slopes(const Enclosure&)> slopes;
};

/// The minima of `curve` in the inside of `domain`, by ascending x, each with its basin.
///
/// The domain is halved until on each piece f' has no zero, or f'' has none, so that f' has one
/// zero at most; both are read off interval bounds, so no zero is missed and none is counted twice.
/// A zero is then bracketed by the signs of f' at the ends of its piece and bisected down to
/// neighbouring numbers. Where f' and f'' vanish together no halving decides: such pieces, narrower
/// than 1e-7, are joined and judged by the sign of f' on their two sides (a flat inflection has
/// equal signs).
std::vector<Minimum> find_minima(const Curve& curve, const Interval& domain);

}  // namespace descend
