/// The part of an optimizer's contract that is about its steps in one scalar.
#pragma once

#include <string>

#include "harness/check/check.h"

namespace descend {

/// `scalar` is how the report calls it: "float32", "float64" or "lanes". False where its steps
/// cannot be tried any further.
template <typename Scalar>
bool check_steps(const ProgramRegistry& registry, const Settings& given, const std::string& scalar,
                 ContractReport& report);

}  // namespace descend
