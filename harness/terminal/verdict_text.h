#pragma once

#include <string>

namespace descend {

/// A verdict with its mark, coloured.
std::string verdict_text(const std::string& verdict);

}  // namespace descend
