/// What a problem says about itself that cannot be true.
#pragma once

#include <string>

#include "descend/problem.h"

namespace descend {

/// What is wrong with a layout, in words; empty where its blocks follow each other without gaps.
std::string layout_fault(const Layout& layout);

/// What is wrong with facts about an objective of n parameters; empty: nothing.
std::string facts_fault(const Facts& facts, Index n);

}  // namespace descend
