/// Changes of an optimizer's settings in mid-run.
#pragma once

#include <string>
#include <vector>

#include "harness/plan/plan.h"

namespace descend {

/// A suite's `changes` for one optimizer, in the order of their steps. Throws BadInput that begins
/// with `where`.
std::vector<Change> read_changes(const Json& list, const std::string& where,
                                 const Settings& optimizer, const ProgramRegistry& registry);

}  // namespace descend
