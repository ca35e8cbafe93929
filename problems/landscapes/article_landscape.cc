// The 1-D function on which the article "Optimizers" shows learning rate and momentum, recovered
// from its figures: fitted to the drawn curve, then confirmed by simulated iterates that fall on
// the drawn dots (which the fit did not use).
//
//   f(x)  = x^2/9 - cos(x) + 0.5 x cos(5x) - 0.25 x
//   f'(x) = 0.5 cos(5x) - 2.5 x sin(5x) - 0.25 + sin(x) + 2 x/9     (in this order of terms)
//
// Domain [-4, 4], start -3. Seven minima; the global one at x = 0.6308 with f = -1.2364. Outside
// the domain f goes lower still (x = 5.656, f = -1.497).

#include "problems/all.h"
#include "problems/landscapes/landscape.h"

namespace descend {
namespace {

struct ArticleLandscape {
  static constexpr Interval kDomain{-4, 4};
  static constexpr double kStart = -3, kTolerance = 0.02, kRate = 0.01;

  static PluginInfo info() {
    return {.name = "article_landscape",
            .summary = "the article's curve: seven valleys, the lowest one in the middle",
            .formula = "f(x) = x^2/9 - cos(x) + 0.5 x cos(5x) - 0.25 x",
            .source = "the article \"Optimizers\", recovered from its figures",
            .family = "landscape"};
  }

  template <typename T>
  static Height<T> at(const T& x) {
    const auto [sin_x, cos_x] = sincos(x);
    const auto [sin_5x, cos_5x] = sincos(T(5.0) * x);
    return {x * x / T(9.0) - cos_x + T(0.5) * x * cos_5x - T(0.25) * x,
            T(0.5) * cos_5x - T(2.5) * x * sin_5x - T(0.25) + sin_x + T(2.0) * x / T(9.0)};
  }
};

}  // namespace

void add_article_landscape(Registry& registry) { add_landscape<ArticleLandscape>(registry); }

}  // namespace descend
