/// What this plugin brings.
#pragma once

#include "descend/registry.h"

namespace example {

void add_signum(descend::Registry& registry);
void add_stopping_distance(descend::Registry& registry);

}  // namespace example
