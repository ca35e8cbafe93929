/// Every problem of the tree.
#pragma once

#include "descend/registry.h"

namespace descend {

void add_article_landscape(Registry& registry);
void add_double_well(Registry& registry);
void add_forrester(Registry& registry);
void add_gramacy_lee(Registry& registry);
void add_mlp(Registry& registry);
void add_quadratic(Registry& registry);
void add_rastrigin_1d(Registry& registry);
void add_rosenbrock(Registry& registry);
void add_spiral(Registry& registry);

/// Adds all of them.
void add_problems(Registry& registry);

}  // namespace descend
