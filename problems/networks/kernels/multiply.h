/// The one loop nest behind every product of the networks, for any width of Pack.
///
/// A tile of c stays in registers while a is broadcast and b read pack by pack. Tiles, panels and
/// blocks only decide what is computed when: each element is still one sum over ascending depth, so
/// that they may differ between instruction sets.
#pragma once

#include <algorithm>

#include "problems/networks/kernels/stream.h"
#include "problems/networks/kernels/tile.h"

namespace descend::internal {

/// All rows of `packs` packs of columns from `j`, in tiles of `rows` rows and, at the end, fewer.
template <typename P, int rows, int packs, typename Scalar>
DESCEND_INLINE void tiles(const Product<Scalar>* p, Index i, Index j, const Scalar* b,
                          Index b_row) {
  for (; i + rows <= p->rows; i += rows) tile<P, rows, packs>(*p, i, j, b, b_row);
  if constexpr (rows > 1) {
    if (i < p->rows) tiles<P, rows / 2, packs>(p, i, j, b, b_row);
  }
}

/// Rows of b that lie far apart compete for few places of the cache: where they are read often, a
/// copy without gaps pays.
template <typename P, int packs, typename Scalar>
DESCEND_INLINE void copy_rows(const Scalar* b, Index b_row, Index rows, Scalar* copy) {
  for (Index k = 0; k < rows; ++k, b += b_row, copy += packs * P::kCount) {
    repeat<packs>([&](auto n)
                      DESCEND_LAMBDA { P::load(b + n * P::kCount).store(copy + n * P::kCount); });
  }
}

/// The columns from `j` on in panels of `packs` packs, the last of them in narrower ones.
template <typename Set, typename P, int rows, int packs, typename Scalar>
void panels(const Product<Scalar>& p, Index j) {
  constexpr Index kWidth = packs * P::kCount, kBytes = 16384;
  constexpr Index kCopied = kBytes / static_cast<Index>(kWidth * sizeof(Scalar));
  for (; j + kWidth - P::kCount < p.columns; j += kWidth) {
    const Scalar* b = p.b + j;
    if (packs <= 2 && p.depth <= kShort && p.start != Start::c) {
      Set::template run<stream_to<P, packs, kShort, Scalar>>(&p, j);
      continue;
    }
    if (p.rows < 4 * rows || p.depth * p.b_row * static_cast<Index>(sizeof(Scalar)) <= kBytes) {
      Set::template run<tiles<P, rows, packs, Scalar>>(&p, Index{0}, j, b, p.b_row);
      continue;
    }
    alignas(64) Scalar copy[kCopied * kWidth];
    Product<Scalar> part = p;
    for (Index k = 0; k < p.depth; k += kCopied) {
      part.depth = std::min(kCopied, p.depth - k);
      Set::template run<copy_rows<P, packs, Scalar>>(b + k * p.b_row, p.b_row, part.depth, copy);
      part.a = p.a + k * p.a_column;
      if (k > 0) part.start = Start::c;
      part.finish = k + part.depth == p.depth ? p.finish : Finish::sum;
      Set::template run<tiles<P, rows, packs, Scalar>>(&part, Index{0}, j, copy, kWidth);
    }
  }
  if constexpr (packs == 4) {
    if (j + 2 * P::kCount < p.columns) {
      panels<Set, P, rows, 3>(p, j);
    } else if (j < p.columns) {
      panels<Set, P, 2 * rows, 2>(p, j);
    }
  } else if constexpr (packs == 2) {
    if (j < p.columns) panels<Set, P, rows, 1>(p, j);
  }
}

/// See Product. `rows` times two packs is the tile that fills the registers.
template <typename Set, typename P, int rows, typename Scalar>
void multiply(const Product<Scalar>& p) {
  if (p.rows <= rows / 2) {
    panels<Set, P, rows / 2, 4>(p, 0);
  } else {
    panels<Set, P, rows, 2>(p, 0);
  }
}

}  // namespace descend::internal
