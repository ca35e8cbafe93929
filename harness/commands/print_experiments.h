/// What `descend run` prints of a plan's experiments: tables, expectations beside what was found,
/// and the closing lines.
#pragma once

#include "harness/commands/finished_runs.h"
#include "harness/plan/plan.h"
#include "results/record/check.h"

namespace descend {

/// What the plan expects: each expectation, and how many of each kind hold.
struct Tally {
  struct Count {
    std::size_t held = 0;
    std::size_t total = 0;
  };
  Count rows, rates, computed_rows, behaviours;
  std::vector<Check> checks;

  bool missed() const {
    return rows.held < rows.total || rates.held < rates.total ||
           computed_rows.held < computed_rows.total || behaviours.held < behaviours.total;
  }
};

/// Checks all expectations of a plan, and prints what does not hold; unless `quiet`, sections,
/// tables and findings too.
Tally print_experiments(const Plan& plan, const FinishedRuns& finished, bool quiet);

/// The closing lines: "68 of 68 printed rows …".
void print_tally(const Tally& tally);

}  // namespace descend
