/// What a suite expects of its runs, checked against what was recorded.
#pragma once

#include <string>
#include <vector>

#include "harness/commands/finished_runs.h"

namespace descend {

/// One expectation, beside what was found. A computed row is not printed in an article but comes
/// from another program, which the suite names (`computed_by`).
struct CheckedExpectation {
  enum Kind { row, rate, computed_row, behaviour } kind = behaviour;
  /// For a row or a rate: the step; for a behaviour: what is expected, in words.
  std::string what;
  std::string expected;
  std::string found;
  bool holds = false;
  /// What it speaks of: "sgd on spiral, seed 3".
  std::string subject = {};
  /// The id of that run; empty where it speaks of several, or of none.
  std::string run = {};

  /// "verdict expected stalled".
  std::string expectation() const;
};

/// Checks an `expect` list (see harness/plan/expect.h) on the runs of one experiment, in the plan's
/// order; null: it is not finished. An entry speaks of every run, of the one that its key `run`
/// numbers, or of all together; `per_schedule`: it compares optimizers with the same schedule, as
/// where the experiment has schedules, and otherwise with those that they bring along. What meets
/// no finished run does not hold, and of a run that was not made (skipped, or failed before its
/// first state) nothing does but its status.
std::vector<CheckedExpectation> check_expectations(const Json& expect,
                                                   const std::vector<const FinishedRun*>& runs,
                                                   bool per_schedule = false);

/// A number with as many decimals as the printed text has.
std::string with_decimals_of(const std::string& printed, double value);

}  // namespace descend
