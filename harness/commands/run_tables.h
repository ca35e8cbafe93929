/// Finished runs as a table, one row for each that differs in more than the seed.
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
};

/// The runs of these experiments that are finished, in the plan's order.
std::vector<RunGroup> grouped(const std::vector<const Experiment*>& experiments, const Plan& plan,
                              const FinishedRuns& finished);

/// Prints a row for each group, up to a number that people read.
void print_run_table(const std::vector<RunGroup>& groups);

/// Prints a sentence on what happened in each run, where there are few.
void print_reasons(const std::vector<RunGroup>& groups);

/// The optimizer of a run as it was asked for, with its schedule, its changes and its batch size.
std::string what_ran(const FinishedRun& run);

}  // namespace descend
