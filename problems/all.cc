#include "problems/all.h"

namespace descend {

void add_problems(Registry& registry) {
  add_article_landscape(registry);
  add_double_well(registry);
  add_forrester(registry);
  add_gramacy_lee(registry);
  add_mlp(registry);
  add_quadratic(registry);
  add_rastrigin_1d(registry);
  add_rosenbrock(registry);
  add_spiral(registry);
}

}  // namespace descend
