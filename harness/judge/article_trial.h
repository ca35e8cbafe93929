/// The article's landscape, for tests that judge runs on it.
#pragma once

#include "descend/numerics/elementary.h"
#include "harness/judge/judge_settings.h"

namespace descend {

template <typename Real>
struct Height {
  Real loss, slope;
};

template <typename Real>
Height<Real> article(const Real& x) {
  const auto one = sincos(x), five = sincos(Real(5.0) * x);
  return {x * x / 9.0 - one.cos + 0.5 * x * five.cos - 0.25 * x,
          0.5 * five.cos - 2.5 * x * five.sin - 0.25 + one.sin + 2.0 * x / 9.0};
}

inline JudgeSettings article_settings() {
  constexpr double kMinima[] = {-3.769911769, -2.483563346, -1.190205608, -0.088282246,
                                0.630847550,  1.857896177,  3.142939285};
  constexpr double kEnds[] = {-4,       -3.177344, -1.971337, -0.795582,
                              0.161660, 1.347236,  2.556140,  3.780353};
  JudgeSettings settings;
  settings.one_dimensional = true;
  settings.facts.domain = {{-4, 4}};
  settings.facts.tolerance = 0.02;
  for (int i = 0; i < 7; ++i) {
    settings.facts.minima.push_back(
        {{kMinima[i]}, article(kMinima[i]).loss, {kEnds[i], kEnds[i + 1]}});
  }
  return settings;
}

}  // namespace descend
