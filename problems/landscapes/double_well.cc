// The tilted double well: the simplest landscape where a wrong valley can be reached.
//
//   f(x)  = x^4/4 - x^2/2 + x/10
//   f'(x) = x^3 - x + 1/10
//
// Domain [-2, 2], start 1.5. Minima at x = -1.0467 (f = -0.3524, global) and x = 0.9456
// (f = -0.1526); the hill between them is at x = 0.1010.
// Source: S. H. Strogatz, Nonlinear Dynamics and Chaos, 1994, section 3.6 (the potential of the
// imperfect pitchfork, r = 1, h = -1/10).

#include "problems/all.h"
#include "problems/landscapes/landscape.h"

namespace descend {
namespace {

struct DoubleWell {
  static constexpr Interval kDomain{-2, 2};
  static constexpr double kStart = 1.5, kTolerance = 0.01, kRate = 0.1;

  static PluginInfo info() {
    return {.name = "double_well",
            .summary = "two valleys, the lower one behind a hill",
            .formula = "f(x) = x^4/4 - x^2/2 + x/10",
            .source = "S. H. Strogatz, Nonlinear Dynamics and Chaos, 1994, section 3.6",
            .family = "landscape"};
  }

  template <typename T>
  static Height<T> at(const T& x) {
    const T square = x * x;
    return {T(0.25) * square * square - T(0.5) * square + T(0.1) * x, x * square - x + T(0.1)};
  }
};

}  // namespace

void add_double_well(Registry& registry) { add_landscape<DoubleWell>(registry); }

}  // namespace descend
