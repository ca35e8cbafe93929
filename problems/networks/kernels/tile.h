/// The innermost loop of a product: a tile of it in registers.
#pragma once

#include "problems/networks/kernels/pack_operations.h"
#include "problems/networks/kernels/product.h"

namespace descend::internal {

/// Calls f(0), f(1), … with constants, so that what they index can stay in registers.
template <int count, typename Function>
DESCEND_INLINE void repeat(const Function& f) {
  [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) {
    (f(std::integral_constant<int, i>()), ...);
  }
  (std::make_integer_sequence<int, count>());
}

template <typename P>
DESCEND_INLINE P positive_part(const P& x) {
  return select(x < P(0), P(0), x);
}
template <typename P>
DESCEND_INLINE P where_positive(const P& mask, const P& x) {
  return select(mask <= P(0), P(0), x);
}

/// Rows `i` to `i + rows` and `packs` packs of columns from `j`; `b` is at row 0 and column `j`.
template <typename P, int rows, int packs, typename Scalar>
DESCEND_INLINE void tile(const Product<Scalar>& p, Index i, Index j, const Scalar* b, Index b_row) {
  constexpr int kCount = P::kCount;
  P sums[rows][packs];
  Scalar* const c = p.c + i * p.c_row + j;
  repeat<packs>([&](auto n) DESCEND_LAMBDA {
    const P column = p.start == Start::column ? P::load(p.start_values + j + n * kCount) : P(0);
    repeat<rows>([&](auto m) DESCEND_LAMBDA { sums[m][n] = column; });
  });
  if (p.start == Start::c) {
    repeat<rows>([&](auto m) DESCEND_LAMBDA {
      repeat<packs>([&](auto n)
                        DESCEND_LAMBDA { sums[m][n] = P::load(c + m * p.c_row + n * kCount); });
    });
  } else if (p.start == Start::row) {
    repeat<rows>([&](auto m) DESCEND_LAMBDA {
      repeat<packs>([&](auto n) DESCEND_LAMBDA { sums[m][n] = P(p.start_values[i + m]); });
    });
  }

  const Scalar* a[rows];
  repeat<rows>([&](auto m) DESCEND_LAMBDA { a[m] = p.a + (i + m) * p.a_row; });
  const Index a_column = p.a_column;
  for (Index k = 0, at = 0; k < p.depth; ++k, at += a_column, b += b_row) {
    if constexpr (rows < packs) {  // so that the factors fit into registers
      P factors[rows];
      repeat<rows>([&](auto m) DESCEND_LAMBDA { factors[m] = P(a[m][at]); });
      repeat<packs>([&](auto n) DESCEND_LAMBDA {
        const P row = P::load(b + n * kCount);
        repeat<rows>([&](auto m) DESCEND_LAMBDA { sums[m][n] = fma(factors[m], row, sums[m][n]); });
      });
    } else {
      P row[packs];
      repeat<packs>([&](auto n) DESCEND_LAMBDA { row[n] = P::load(b + n * kCount); });
      repeat<rows>([&](auto m) DESCEND_LAMBDA {
        const P factor(a[m][at]);
        repeat<packs>([&](auto n) DESCEND_LAMBDA { sums[m][n] = fma(factor, row[n], sums[m][n]); });
      });
    }
  }

  if (p.finish == Finish::positive_part) {
    repeat<rows>([&](auto m) DESCEND_LAMBDA {
      repeat<packs>([&](auto n) DESCEND_LAMBDA { sums[m][n] = positive_part(sums[m][n]); });
    });
  } else if (p.finish == Finish::where_positive) {
    const Scalar* mask = p.mask + i * p.mask_row + j;
    repeat<rows>([&](auto m) DESCEND_LAMBDA {
      repeat<packs>([&](auto n) DESCEND_LAMBDA {
        const P of = P::load(mask + m * p.mask_row + n * kCount);
        sums[m][n] = where_positive(of, sums[m][n]);
      });
    });
  }
  repeat<rows>([&](auto m) DESCEND_LAMBDA {
    repeat<packs>([&](auto n) DESCEND_LAMBDA { sums[m][n].store(c + m * p.c_row + n * kCount); });
  });
}

}  // namespace descend::internal
