/// The article's network computed bit for bit as its NumPy does.
#pragma once

#include <memory>

#include "problems/networks/classifier.h"
#include "problems/networks/kernels/kernels.h"

namespace descend {

/// Matrix products take float32 operands, multiply and add in float64 over ascending k, and round
/// the result to float32 (the product of two float32 numbers is exact in float64, so that a fused
/// multiply-add is the same). All else is float32 with one rounding an operation, no fused
/// multiply-add; exp and log are NumPy's own (article_elementary.h). Sums over samples of a bias
/// gradient go row by row from the top; the mean of the losses and the sum of a row of exponentials
/// are NumPy's pairwise sum. As in the article, the loss is of the probability clipped to
/// [1e-7, 1 - 1e-7], and the gradient that of the loss without clipping. `largest_batch` sizes the
/// scratch.
std::unique_ptr<Classifier<float>> make_article_network(
    const LayerSizes& sizes, Index largest_batch, InstructionSet set = best_instruction_set());

}  // namespace descend
