#include "optimizers/all.h"

namespace descend {

template class FirstOrder<float>;
template class FirstOrder<double>;
template class FirstOrder<Lanes>;

void add_optimizers(Registry& registry) {
  add_adadelta(registry);
  add_adafactor(registry);
  add_adagrad(registry);
  add_adam(registry);
  add_adamax(registry);
  add_adamw(registry);
  add_adan(registry);
  add_amsgrad(registry);
  add_decayed_sgd(registry);
  add_lamb(registry);
  add_lbfgs(registry);
  add_lion(registry);
  add_lookahead(registry);
  add_momentum(registry);
  add_muon(registry);
  add_nadam(registry);
  add_nesterov(registry);
  add_prodigy(registry);
  add_pytorch_momentum(registry);
  add_radam(registry);
  add_rmsprop(registry);
  add_rprop(registry);
  add_sam(registry);
  add_schedule_free_adamw(registry);
  add_schedule_free_sgd(registry);
  add_sgd(registry);
  add_shampoo(registry);
  add_soap(registry);

  add_constant(registry);
  add_cosine(registry);
  add_exponential(registry);
  add_inverse_time(registry);
  add_linear(registry);
  add_one_cycle(registry);
  add_polynomial(registry);
  add_reduce_on_plateau(registry);
  add_step_decay(registry);
  add_warmup(registry);
  add_warmup_stable_decay(registry);
}

}  // namespace descend
