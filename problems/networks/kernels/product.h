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
/// start and mask) with column = 1. `columns` counts up to a whole number of packs: up to there, b,
/// c, start and mask must be memory that may be read, and c be written, whatever lies there.
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
/// `samples` counts up to a whole number of packs, and so far all memory below may be written.
template <typename Scalar>
struct Scores {
  Index classes, samples;
  Scalar* scores;
  Index row;
  /// The right class of each sample.
  const Scalar* right;
};

}  // namespace descend
