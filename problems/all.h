/// Every problem of the tree.
#pragma once

#include "descend/registry.h"

namespace descend {

/// Adds all of them.
void add_problems(Registry& registry);

}  // namespace descend
