// Rastrigin's function in one dimension: a parabola under a regular wave.
//
//   f(x)  = 10 + x^2 - 10 cos(2 pi x)
//   f'(x) = 2 x + 20 pi sin(2 pi x)
//
// Domain [-5.12, 5.12], start 3.4. Eleven minima near the integers; the global one is f(0) = 0.
// Source: L. A. Rastrigin, Systems of Extremal Control, 1974; the amplitude 10 and the domain as in
// H. Muehlenbein, M. Schomisch and J. Born, The parallel genetic algorithm as function optimizer,
// 1991.

#include <numbers>

#include "problems/all.h"
#include "problems/landscapes/landscape.h"

namespace descend {
namespace {

struct Rastrigin {
  static constexpr Interval kDomain{-5.12, 5.12};
  static constexpr double kStart = 3.4, kTolerance = 0.02, kRate = 0.003;

  static PluginInfo info() {
    return {.name = "rastrigin_1d",
            .summary = "a parabola under a regular wave: eleven valleys of equal width",
            .formula = "f(x) = 10 + x^2 - 10 cos(2 pi x)",
            .source = "L. A. Rastrigin, Systems of Extremal Control, 1974",
            .family = "landscape"};
  }

  template <typename T>
  static Height<T> at(const T& x) {
    const auto [sine, cosine] = sincos(T(2 * std::numbers::pi) * x);
    return {T(10.0) + x * x - T(10.0) * cosine, T(2.0) * x + T(20 * std::numbers::pi) * sine};
  }
};

}  // namespace

void add_rastrigin_1d(Registry& registry) { add_landscape<Rastrigin>(registry); }

}  // namespace descend
