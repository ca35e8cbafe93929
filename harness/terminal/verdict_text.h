#pragma once

#include <string>
#include <string_view>

#include "results/record/outcome.h"

namespace descend {

/// The name of a verdict, or of a status, with its mark, coloured.
std::string verdict_text(std::string_view name);

/// The verdict's place among a terminal's 256 colours.
int terminal_colour(Verdict verdict);

}  // namespace descend
