// The test function of Gramacy and Lee: a wave that grows steeper to the left, on a bowl.
//
//   f(x)  = sin(10 pi x) / (2 x) + (x - 1)^4
//   f'(x) = 10 pi cos(10 pi x) / (2 x) - sin(10 pi x) / (2 x^2) + 4 (x - 1)^3
//
// Domain [0.5, 2.5], start 2.2. The global minimum is at x = 0.5486 with f = -0.8690. Not defined
// at x = 0. Source: R. B. Gramacy and H. K. H. Lee, Cases for the nugget in modeling computer
// experiments, Statistics and Computing 22, 2012, section 4.1.

#include <numbers>

#include "problems/all.h"
#include "problems/landscapes/landscape.h"

namespace descend {
namespace {

struct GramacyLee {
  static constexpr Interval kDomain{0.5, 2.5};
  static constexpr double kStart = 2.2, kTolerance = 0.01, kRate = 0.003;

  static PluginInfo info() {
    return {.name = "gramacy_lee",
            .summary = "a wave that grows steeper towards its lowest valley, on a bowl",
            .formula = "f(x) = sin(10 pi x) / (2 x) + (x - 1)^4",
            .source =
                "R. B. Gramacy and H. K. H. Lee, Cases for the nugget in modeling computer "
                "experiments, 2012, section 4.1",
            .family = "landscape"};
  }

  template <typename T>
  static Height<T> at(const T& x) {
    const T rate(10 * std::numbers::pi);
    const auto [sine, cosine] = sincos(rate * x);
    const T half = T(0.5) / x, from_one = x - T(1.0), square = from_one * from_one;
    return {sine * half + square * square,
            (rate * cosine - sine / x) * half + T(4.0) * square * from_one};
  }
};

}  // namespace

void add_gramacy_lee(Registry& registry) { add_landscape<GramacyLee>(registry); }

}  // namespace descend
