/// Dense layers at full speed, with the same bits on every machine.
#pragma once

#include <memory>

#include "problems/networks/classifier.h"
#include "problems/networks/kernels/kernels.h"

namespace descend {

/// Each unit's sum starts from its bias and adds weight * input over ascending inputs; a unit's
/// derivative adds over ascending units of the next layer, each entry of a gradient over ascending
/// samples of the batch, both from 0; all by fused multiply-add. The sum of a sample's exponentials
/// runs over ascending classes, that of the losses, in double, over ascending samples. `Scalar`:
/// float or double. `largest_batch` sizes the scratch, which the samples pass through in chunks.
template <typename Scalar>
std::unique_ptr<Classifier<Scalar>> make_dense_network(const LayerSizes& sizes, Index largest_batch,
                                                       InstructionSet set = best_instruction_set());

}  // namespace descend
