/// Puts a verdict into a sentence for people.
#pragma once

#include <string>

#include "harness/judge/milestones.h"
#include "harness/judge/rules.h"
#include "results/record/outcome.h"

namespace descend {

/// What an explanation needs beside finding and outcome.
struct Situation {
  /// Whether minima have basins of x.
  bool landscape = false;
  /// Whether losses are means of epochs.
  bool epochs = false;
  double loss_bound = 0;
  RunState<double> last;
  double largest_gradient = kNaN;
  double largest_rate = kNaN;
  /// What the problem says of the last state.
  std::string remark;
};

/// Why the verdict is what it is: "reached the global minimum at step 8, oscillates about it …".
std::string explain(const Finding& finding, const Outcome& outcome, const Facts& facts,
                    const Situation& situation);

}  // namespace descend
