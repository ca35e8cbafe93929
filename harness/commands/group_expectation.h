/// Expectations that speak of several runs together.
#pragma once

#include <string>
#include <vector>

#include "harness/commands/expectation.h"

namespace descend {

/// Checks `median` and `better` of an entry on the runs of one experiment, each given once. A
/// median is that over the seeds of one optimizer with its schedule on one problem; a run that
/// lacks the figure counts against what is expected. With `per_schedule` only optimizers with the
/// same schedule are compared, otherwise whatever schedules they bring along.
void check_groups(const Json& entry, const std::vector<const FinishedRun*>& runs, bool per_schedule,
                  std::vector<CheckedExpectation>& checks);

/// The last number that was recorded in a column; NaN where there is none.
double last_figure(const Trace& trace, const std::string& column);

/// Whether the value is within the entry's `at_least` and `at_most`, which is in words:
/// "at least 0.9".
bool within_limits(const Json& entry, double value);
std::string limits_text(const Json& entry);

}  // namespace descend
