#include "optimizers/all.h"

namespace descend {

void add_optimizers(Registry& registry) {
  add_decayed_sgd(registry);
  add_momentum(registry);
  add_nesterov(registry);
  add_sgd(registry);

  add_constant(registry);
  add_exponential(registry);
  add_inverse_time(registry);
  add_reduce_on_plateau(registry);
}

}  // namespace descend
