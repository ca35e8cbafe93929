/// Transposes in registers.
#pragma once

#include "problems/networks/kernels/tile.h"

namespace descend::internal {

/// In two rows, element i of the first and i ^ distance of the second change places wherever
/// i & distance.
template <int distance, typename P>
DESCEND_INLINE void exchange(P& a, P& b) {
  [&]<int... i>(std::integer_sequence<int, i...>) DESCEND_LAMBDA {
    const P first =
        __builtin_shufflevector(a.v, b.v, ((i & distance) == 0 ? i : P::kCount + i - distance)...);
    b = __builtin_shufflevector(a.v, b.v, ((i & distance) == 0 ? i + distance : P::kCount + i)...);
    a = first;
  }
  (std::make_integer_sequence<int, P::kCount>());
}

template <int distance, typename P>
DESCEND_INLINE void exchange_from(P (&rows)[P::kCount]) {
  if constexpr (distance < P::kCount) {
    repeat<P::kCount>([&](auto i) DESCEND_LAMBDA {
      if constexpr ((i & distance) == 0) exchange<distance>(rows[i], rows[i + distance]);
    });
    exchange_from<2 * distance>(rows);
  }
}

/// Neighbours from the first or the second half of each quarter register of a and b, in turn:
/// floats have an instruction for this and none for `exchange<1>`.
template <int half, typename P>
DESCEND_INLINE P interleave(const P& a, const P& b) {
  return [&]<int... i>(std::integer_sequence<int, i...>) DESCEND_LAMBDA {
    return P(__builtin_shufflevector(a.v, b.v,
                                     ((i & ~3) + 2 * half + (i & 3) / 2 + (i & 1) * P::kCount)...));
  }
  (std::make_integer_sequence<int, P::kCount>());
}

/// Transposes the blocks of 4 x 4 floats.
template <typename P>
DESCEND_INLINE void transpose_quarters(P (&rows)[P::kCount]) {
  repeat<P::kCount / 4>([&](auto quarter) DESCEND_LAMBDA {
    constexpr int i = 4 * quarter;
    P a = interleave<0>(rows[i], rows[i + 1]), b = interleave<1>(rows[i], rows[i + 1]);
    P c = interleave<0>(rows[i + 2], rows[i + 3]), d = interleave<1>(rows[i + 2], rows[i + 3]);
    exchange<2>(a, c);
    exchange<2>(b, d);
    rows[i] = a, rows[i + 1] = c, rows[i + 2] = b, rows[i + 3] = d;
  });
}

/// Transposes `rows` x `columns` numbers: to[j * to_row + i] = from[i * from_row + j].
template <typename P, typename Scalar>
DESCEND_INLINE void transpose(const Scalar* from, Index from_row, Index rows, Index columns,
                              Scalar* to, Index to_row) {
  constexpr int kCount = P::kCount;
  const Index whole_rows = rows - rows % kCount, whole_columns = columns - columns % kCount;
  for (Index i = 0; i < whole_rows; i += kCount) {
    for (Index j = 0; j < whole_columns; j += kCount) {
      P block[kCount];
      repeat<kCount>([&](auto n)
                         DESCEND_LAMBDA { block[n] = P::load(from + (i + n) * from_row + j); });
      if constexpr (sizeof(Scalar) == 4) {
        transpose_quarters(block);
        exchange_from<4>(block);
      } else {
        exchange_from<1>(block);
      }
      repeat<kCount>([&](auto n) DESCEND_LAMBDA { block[n].store(to + (j + n) * to_row + i); });
    }
  }
  for (Index i = 0; i < rows; ++i) {
    for (Index j = i < whole_rows ? whole_columns : 0; j < columns; ++j) {
      to[j * to_row + i] = from[i * from_row + j];
    }
  }
}

}  // namespace descend::internal
