/// What an update rule costs in memory.
#pragma once

#include <optional>
#include <string>

#include "harness/registry/registry.h"

namespace descend {

/// Bytes of state for each parameter, with the rule's defaults, on a square matrix; in float32, or
/// in float64 where that is all the rule has. Nothing where it cannot be started.
std::optional<double> state_bytes_per_parameter(const ProgramRegistry& registry,
                                                const std::string& rule);

}  // namespace descend
