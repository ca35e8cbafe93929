/// Every optimizer and schedule of the tree.
#pragma once

#include "descend/first_order.h"
#include "descend/registry.h"

namespace descend {

// Compiled once, in all.cc, and not again for every rule.
extern template class FirstOrder<float>;
extern template class FirstOrder<double>;
extern template class FirstOrder<Lanes>;

void add_adadelta(Registry& registry);
void add_adafactor(Registry& registry);
void add_adagrad(Registry& registry);
void add_adam(Registry& registry);
void add_adamax(Registry& registry);
void add_adamw(Registry& registry);
void add_adan(Registry& registry);
void add_amsgrad(Registry& registry);
void add_decayed_sgd(Registry& registry);
void add_lamb(Registry& registry);
void add_lbfgs(Registry& registry);
void add_lion(Registry& registry);
void add_lookahead(Registry& registry);
void add_momentum(Registry& registry);
void add_muon(Registry& registry);
void add_nadam(Registry& registry);
void add_nesterov(Registry& registry);
void add_prodigy(Registry& registry);
void add_pytorch_momentum(Registry& registry);
void add_radam(Registry& registry);
void add_rmsprop(Registry& registry);
void add_rprop(Registry& registry);
void add_sam(Registry& registry);
void add_schedule_free_adamw(Registry& registry);
void add_schedule_free_sgd(Registry& registry);
void add_sgd(Registry& registry);
void add_shampoo(Registry& registry);
void add_soap(Registry& registry);

void add_constant(Registry& registry);
void add_cosine(Registry& registry);
void add_exponential(Registry& registry);
void add_inverse_time(Registry& registry);
void add_linear(Registry& registry);
void add_one_cycle(Registry& registry);
void add_polynomial(Registry& registry);
void add_reduce_on_plateau(Registry& registry);
void add_step_decay(Registry& registry);
void add_warmup(Registry& registry);
void add_warmup_stable_decay(Registry& registry);

/// Adds all of them, and all schedules.
void add_optimizers(Registry& registry);

}  // namespace descend
