// Gradient descent. A. Cauchy, Méthode générale pour la résolution des systèmes d'équations
// simultanées, 1847; with a gradient of a sample: H. Robbins and S. Monro, A stochastic
// approximation method, 1951.
//
//   x <- x - learning_rate g
//
// State: none. Whether it is batch, mini-batch or single-sample descent is the run's matter.

#include "optimizers/sgd.h"

#include "optimizers/all.h"

namespace descend {

void add_sgd(Registry& registry) {
  add_optimizer<Sgd, float, double, Lanes>(
      registry,
      {.info = {.name = "sgd",
                .summary = "gradient descent, stochastic where the batch is a sample",
                .formula = "x <- x - learning_rate g",
                .source = "A. Cauchy, Méthode générale pour la résolution des systèmes "
                          "d'équations simultanées, 1847; H. Robbins and S. Monro, A stochastic "
                          "approximation method, 1951",
                .family = "first_order"}},
      first_order_options<FirstOrderOptions>());
}

}  // namespace descend
