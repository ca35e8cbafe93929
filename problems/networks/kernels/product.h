/// What the inner loops of the networks work on.
#pragma once

#include "descend/types.h"

namespace descend {

/// What a sum starts from: 0, what is in c already, or a number for each column or row.
enum class Start { zero, c, column, row };

/// What becomes of a sum: itself, 0 if it is negative, or 0 where another matrix is not positive.
enum class Finish { sum, positive_part, where_positive };

/// c[i, j] = a[i, 0] b[0, j] + a[i, 1] b[1, j] + … from `start`, in this order, each added by one
/// fused multiply-add. Element [i, j] of a matrix lies at i * row + j * column, of b and c (and
/// start and mask) with column = 1. Whole packs are used: as far as `columns` rounded up to a
/// multiple of Kernels::lanes, b, c, start_values and mask must be readable, and c is overwritten.
template <typename Scalar>
struct Product {
  Index rows, columns, depth;
  const Scalar* a;
  Index a_row, a_column;
  const Scalar* b;
  Index b_row;
  Scalar* c;
  Index c_row;
  Start start = Start::zero;
  const Scalar* start_values = nullptr;
  Finish finish = Finish::sum;
  const Scalar* mask = nullptr;
  Index mask_row = 0;
};

/// The scores of some samples, class after class: score c of sample s is scores[c * row + s].
/// Whole packs are used: as far as `samples` rounded up to a multiple of Kernels::lanes, scores and
/// what is computed from them are overwritten.
template <typename Scalar>
struct Scores {
  Index classes, samples;
  Scalar* scores;
  Index row;
  /// The right class of each sample.
  const Scalar* right;
};

}  // namespace descend
