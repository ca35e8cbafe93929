/// Every optimizer and schedule of the tree.
#pragma once

#include "descend/first_order.h"
#include "descend/registry.h"

namespace descend {

// Compiled once, in all.cc, and not again for every rule.
extern template class FirstOrder<float>;
extern template class FirstOrder<double>;
extern template class FirstOrder<Lanes>;

// The one list of rules and schedules: NAME stands for add_NAME, which its file defines.
// clang-format off
#define DESCEND_RULES(entry)                                                                \
  entry(adadelta) entry(adafactor) entry(adagrad) entry(adam) entry(adamax) entry(adamw)    \
  entry(adan) entry(amsgrad) entry(decayed_sgd) entry(lamb) entry(lbfgs) entry(lion)        \
  entry(lookahead) entry(momentum) entry(muon) entry(nadam) entry(nesterov) entry(prodigy)  \
  entry(pytorch_momentum) entry(radam) entry(rmsprop) entry(rprop) entry(sam)               \
  entry(schedule_free_adamw) entry(schedule_free_sgd) entry(sgd) entry(shampoo) entry(soap)

#define DESCEND_SCHEDULES(entry)                                                              \
  entry(constant) entry(cosine) entry(exponential) entry(inverse_time) entry(linear)          \
  entry(one_cycle) entry(polynomial) entry(reduce_on_plateau) entry(step_decay) entry(warmup) \
  entry(warmup_stable_decay)
// clang-format on

#define DESCEND_DECLARE(name) void add_##name(Registry& registry);
DESCEND_RULES(DESCEND_DECLARE)
DESCEND_SCHEDULES(DESCEND_DECLARE)
#undef DESCEND_DECLARE

/// Adds all of them, and all schedules.
void add_optimizers(Registry& registry);

}  // namespace descend
