#include "problems/networks/spiral_data.h"

#include "descend/numerics/elementary.h"

namespace descend {
namespace {

/// Number i of `count` evenly spaced ones from low to high, as numpy.linspace computes it.
double linspace(double low, double high, Index count, Index i) {
  if (count == 1) return low;
  if (i == count - 1) return high;
  return static_cast<double>(i) * ((high - low) / static_cast<double>(count - 1)) + low;
}

}  // namespace

Samples<float> spiral_data(Index samples, Index classes, ArticleRandom& random) {
  Samples<float> data;
  data.inputs = 2;
  data.x.reserve(static_cast<std::size_t>(2 * samples * classes));
  data.classes.reserve(static_cast<std::size_t>(samples * classes));
  for (Index c = 0; c < classes; ++c) {
    for (Index i = 0; i < samples; ++i) {
      const float noise = static_cast<float>(random.normal()) * 0.2f;
      const double radius = linspace(0.0, 1.0, samples, i);
      const double angle =
          linspace(4.0 * static_cast<double>(c), 4.0 * static_cast<double>(c + 1), samples, i) +
          static_cast<double>(noise);
      data.x.push_back(static_cast<float>(radius * sin(angle * 2.5)));
      data.x.push_back(static_cast<float>(radius * cos(angle * 2.5)));
      data.classes.push_back(static_cast<int>(c));
    }
  }
  return data;
}

}  // namespace descend
