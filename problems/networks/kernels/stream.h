/// The innermost loop of a product of little depth.
#pragma once

#include "problems/networks/kernels/tile.h"

namespace descend::internal {

/// The greatest depth for which `stream` is compiled.
constexpr int kShort = 4;

/// All rows of `packs` packs of columns from `j` where the sums are short and start anew: b stays
/// in registers and the rows stream past.
template <typename P, Finish finish, int depth, int packs, typename Scalar>
DESCEND_INLINE void stream(const Product<Scalar>* p, Index j) {
  constexpr int kCount = P::kCount;
  P b[depth][packs], start[packs];
  repeat<packs>([&](auto n) DESCEND_LAMBDA {
    const Index column = j + n * kCount;
    start[n] = p->start == Start::column ? P::load(p->start_values + column) : P(0);
    repeat<depth>([&](auto k) DESCEND_LAMBDA { b[k][n] = P::load(p->b + k * p->b_row + column); });
  });
  const Scalar *a = p->a, *mask = p->mask + j;
  const Scalar* row_start = p->start == Start::row ? p->start_values : nullptr;
  const Index a_row = p->a_row, a_column = p->a_column, c_row = p->c_row, mask_row = p->mask_row;
  Scalar* c = p->c + j;
  for (Index i = p->rows; i > 0; --i, a += a_row, c += c_row, mask += mask_row) {
    P sums[packs];
    if (row_start) {
      const P value(*row_start++);
      repeat<packs>([&](auto n) DESCEND_LAMBDA { sums[n] = value; });
    } else {
      repeat<packs>([&](auto n) DESCEND_LAMBDA { sums[n] = start[n]; });
    }
    repeat<depth>([&](auto k) DESCEND_LAMBDA {
      const P factor(a[k * a_column]);
      repeat<packs>([&](auto n) DESCEND_LAMBDA { sums[n] = fma(factor, b[k][n], sums[n]); });
    });
    repeat<packs>([&](auto n) DESCEND_LAMBDA {
      if constexpr (finish == Finish::positive_part) sums[n] = positive_part(sums[n]);
      if constexpr (finish == Finish::where_positive) {
        sums[n] = where_positive(P::load(mask + n * kCount), sums[n]);
      }
      sums[n].store(c + n * kCount);
    });
  }
}

template <typename P, int packs, int depth, typename Scalar>
DESCEND_INLINE void stream_to(const Product<Scalar>* p, Index j) {
  if (p->depth < depth) {
    if constexpr (depth > 1) stream_to<P, packs, depth - 1>(p, j);
  } else if (p->finish == Finish::positive_part) {
    stream<P, Finish::positive_part, depth, packs>(p, j);
  } else if (p->finish == Finish::where_positive) {
    stream<P, Finish::where_positive, depth, packs>(p, j);
  } else {
    stream<P, Finish::sum, depth, packs>(p, j);
  }
}

}  // namespace descend::internal
