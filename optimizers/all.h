/// Every optimizer and schedule of the tree.
#pragma once

#include "descend/registry.h"

namespace descend {

void add_momentum(Registry& registry);

/// Adds all of them, and all schedules.
void add_optimizers(Registry& registry);

}  // namespace descend
