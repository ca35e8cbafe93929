/// Dense layers at full speed, with the same bits on every machine.
#pragma once

#include <memory>

#include "problems/networks/classifier.h"

namespace descend {

/// Each unit's sum starts from its bias and adds weight * input over ascending inputs; each entry
/// of a gradient adds over ascending samples of the batch; all by fused multiply-add. `Scalar`:
/// float or double. `largest_batch` sizes the scratch.
template <typename Scalar>
std::unique_ptr<Classifier<Scalar>> make_dense_network(const LayerSizes& sizes,
                                                       Index largest_batch);

}  // namespace descend
