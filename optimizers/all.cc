#include "optimizers/all.h"

namespace descend {

template class FirstOrder<float>;
template class FirstOrder<double>;
template class FirstOrder<Lanes>;

void add_optimizers(Registry& registry) {
#define DESCEND_ADD(name) add_##name(registry);
  DESCEND_RULES(DESCEND_ADD)
  DESCEND_SCHEDULES(DESCEND_ADD)
#undef DESCEND_ADD
}

}  // namespace descend
