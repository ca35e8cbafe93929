/// Every optimizer and schedule of the tree.
#pragma once

#include "descend/registry.h"

namespace descend {

void add_decayed_sgd(Registry& registry);
void add_momentum(Registry& registry);
void add_nesterov(Registry& registry);
void add_sgd(Registry& registry);

void add_constant(Registry& registry);
void add_exponential(Registry& registry);
void add_inverse_time(Registry& registry);
void add_reduce_on_plateau(Registry& registry);

/// Adds all of them, and all schedules.
void add_optimizers(Registry& registry);

}  // namespace descend
