// The test function of Forrester, Sobester and Keane: a flat inflection, a shallow and a deep
// valley.
//
//   f(x)  = (6x - 2)^2 sin(12x - 4)
//   f'(x) = 12 (6x - 2) sin(12x - 4) + 12 (6x - 2)^2 cos(12x - 4)
//
// Domain [0, 1], start 0.45: between the hill at x = 0.524 and the inflection at x = 1/3, where
// both derivatives vanish. Minima at x = 0.1426 (f = -0.9863) and x = 0.7572 (f = -6.0207, global).
// Source: A. I. J. Forrester, A. Sobester and A. J. Keane, Engineering Design via Surrogate
// Modelling, 2008, appendix A.1.

#include "problems/all.h"
#include "problems/landscapes/landscape.h"

namespace descend {
namespace {

struct Forrester {
  static constexpr Interval kDomain{0, 1};
  static constexpr double kStart = 0.45, kTolerance = 0.02, kRate = 0.01;

  static PluginInfo info() {
    return {.name = "forrester",
            .summary = "a flat inflection before the wrong valley, the deep one behind a hill",
            .formula = "f(x) = (6x - 2)^2 sin(12x - 4)",
            .source =
                "A. I. J. Forrester, A. Sobester and A. J. Keane, Engineering Design via "
                "Surrogate Modelling, 2008, appendix A.1",
            .family = "landscape"};
  }

  template <typename T>
  static Height<T> at(const T& x) {
    const T u = T(6.0) * x - T(2.0);
    const auto [sine, cosine] = sincos(T(2.0) * u);
    const T wave = u * sine;
    return {u * wave, T(12.0) * (wave + u * u * cosine)};
  }
};

}  // namespace

void add_forrester(Registry& registry) { add_landscape<Forrester>(registry); }

}  // namespace descend
