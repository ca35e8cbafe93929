/// The figures of an outcome that runs are compared by.
#pragma once

#include <span>

#include "results/record/outcome.h"

namespace descend {

struct OutcomeFigure {
  /// The key of the outcome.
  const char* name;
  /// NaN: the outcome has none.
  double (*of)(const Outcome& outcome);
};

/// Of each of them less is better.
std::span<const OutcomeFigure> outcome_figures();

}  // namespace descend
