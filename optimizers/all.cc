#include "optimizers/all.h"

namespace descend {

void add_optimizers(Registry& registry) {
  add_adafactor(registry);
  add_adan(registry);
  add_decayed_sgd(registry);
  add_lamb(registry);
  add_lbfgs(registry);
  add_lookahead(registry);
  add_momentum(registry);
  add_muon(registry);
  add_nesterov(registry);
  add_prodigy(registry);
  add_sam(registry);
  add_schedule_free_adamw(registry);
  add_schedule_free_sgd(registry);
  add_sgd(registry);
  add_shampoo(registry);
  add_soap(registry);

  add_constant(registry);
  add_exponential(registry);
  add_inverse_time(registry);
  add_reduce_on_plateau(registry);
}

}  // namespace descend
