/// What a problem knows of itself, in lines for people.
#pragma once

#include <string>

#include "results/files/read_json.h"

namespace descend {

/// Dimension, start, domain, minima, tolerance and the other facts of `plugin_json`.
std::string facts_text(const Json& facts);

}  // namespace descend
