// Gradient descent with a rate that shrinks as 1 / t. H. Robbins and S. Monro, A stochastic
// approximation method, 1951; the schedule in the form of the article "Optimizers":
//
//   x <- x - learning_rate / (1 + decay t) g,   t = 0 at the first update
//
// State: none. The same rule as `sgd`; its schedule, `inverse_time` with a decay of 1e-3, is its
// own.

#include "optimizers/all.h"
#include "optimizers/sgd.h"

namespace descend {

void add_decayed_sgd(Registry& registry) {
  add_optimizer<Sgd, float, double, Lanes>(
      registry,
      {.info = {.name = "decayed_sgd",
                .summary = "gradient descent with an inverse-time decay of the rate",
                .formula = "x <- x - learning_rate / (1 + decay t) g,   t = 0 at the first update",
                .source = "H. Robbins and S. Monro, A stochastic approximation method, 1951",
                .family = "first_order"},
       .own_schedule = {"inverse_time", {{"decay", Value{1e-3}}}}},
      first_order_options<FirstOrderOptions>());
}

}  // namespace descend
