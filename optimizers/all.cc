#include "optimizers/all.h"

namespace descend {

void add_optimizers(Registry& registry) {
  add_momentum(registry);
}

}  // namespace descend
