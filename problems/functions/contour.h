/// What a picture of a problem in two dimensions needs.
#pragma once

#include "descend/problem.h"

namespace descend {

/// contour_x0 and contour_x1: the axes of a grid over two intervals; contour_loss: the loss at each
/// of its points, contour_loss[j * 101 + i] at (contour_x0[i], contour_x1[j]).
template <typename Function>
std::vector<Column> contour(const Interval& x0, const Interval& x1, const Function& loss) {
  constexpr int kIntervals = 100;
  const auto axis = [](std::string name, const Interval& range) {
    Column column{std::move(name), {}};
    for (int i = 0; i <= kIntervals; ++i) {
      column.values.push_back(range.low + (range.high - range.low) * i / kIntervals);
    }
    return column;
  };
  std::vector<Column> columns{axis("contour_x0", x0), axis("contour_x1", x1), {"contour_loss", {}}};
  for (double second : columns[1].values) {
    for (double first : columns[0].values) columns[2].values.push_back(loss(first, second));
  }
  return columns;
}

}  // namespace descend
