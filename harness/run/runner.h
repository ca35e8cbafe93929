/// Runs one entry of a plan: problem, optimizer and schedule are made, the loop goes on until the
/// budget or a verdict ends it, and a record comes out.
#pragma once

#include "harness/plan/plan.h"
#include "harness/registry/registry.h"
#include "results/record/record.h"

namespace descend {

/// Runs it. What goes wrong in a plugin is the record's status `failed` or `skipped` with the
/// reason; nothing is thrown for it.
Record run_one(const Run& run, const ProgramRegistry& registry);

/// How many steps a budget allows at most.
Index most_steps(const Budget& budget, Index steps_per_epoch);

/// The seed of an optimizer's own randomness, which derives from the whole run; everything else
/// derives from (problem, seed).
std::uint64_t own_seed(const Run& run);

}  // namespace descend
