#pragma once

#include "harness/registry/suites.h"
#include "harness/settings/settings.h"

namespace descend {

/// A suite's text as JSON. Throws BadInput with line and column where it is none, where a number
/// is out of range, and for a key that is given twice.
Json parse_suite(const SuiteSource& source);

}  // namespace descend
