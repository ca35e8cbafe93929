/// Finished runs as a table, one row for each that differs in more than the seed.
#pragma once

#include <vector>

#include "harness/commands/run_groups.h"

namespace descend {

/// Prints a row for each group, up to a number that people read. Of many settings the best come in
/// rows, and how the others ended is counted.
void print_run_table(const std::vector<RunGroup>& groups);

/// Prints a sentence on what happened in each run, where there are few.
void print_reasons(const std::vector<RunGroup>& groups);

}  // namespace descend
