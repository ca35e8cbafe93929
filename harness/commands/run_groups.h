/// Finished runs that belong together.
#pragma once

#include <string>
#include <vector>

#include "harness/commands/finished_runs.h"
#include "harness/plan/plan.h"

namespace descend {

/// Runs that differ in the seed alone, and in their results. There is at least one.
struct RunGroup {
  std::string label;
  std::vector<const FinishedRun*> runs;
  /// How many settings of the same rule on the same problem these are the best of.
  std::size_t settings = 1;
};

/// The runs of these experiments that are finished, in the plan's order.
std::vector<RunGroup> grouped(const std::vector<const Experiment*>& experiments, const Plan& plan,
                              const FinishedRuns& finished);

/// Of more groups than are read one by one: for each label, problem and rule the one with the least
/// final loss (the median over its seeds), the best first on each problem. Of fewer: all of them.
std::vector<RunGroup> best_settings(const std::vector<RunGroup>& groups);

/// Whether runs with this status have no verdict, but a reason.
bool has_no_verdict(Status status);

/// The optimizer of a run as it was asked for, with its schedule, its changes and its batch size.
std::string what_ran(const FinishedRun& run);

}  // namespace descend
