#include "optimizers/dense.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace descend {
namespace {

// Operands are packed into panels of this depth, so that the inner loop reads them in order
// whatever their steps are. Sums are carried from one depth to the next, so it does not change the
// bits.
constexpr Index kDepth = 256;
constexpr Index kTileCols = 4;
// Two vector registers of 256 bits.
template <typename Scalar>
constexpr Index kTileRows = 64 / sizeof(Scalar);

// `depth` rows of `width` neighbouring entries; zeros beyond the matrix.
template <Index width, typename Scalar>
void pack(ConstMatrixView<Scalar> from, Index first, Index first_k, Index depth, Scalar* panel) {
  const Index present = std::min(width, from.cols - first);
  for (Index k = 0; k < depth; ++k) {
    const Scalar* row = from.data + (first_k + k) * from.row_step + first * from.col_step;
    for (Index i = 0; i < present; ++i) panel[k * width + i] = row[i * from.col_step];
    for (Index i = present; i < width; ++i) panel[k * width + i] = 0;
  }
}

// a b + c, rounded once.
template <typename Register>
inline Register fused(Register a, Register b, Register c) {
  for (std::size_t i = 0; i < sizeof a / sizeof a[0]; ++i) c[i] = std::fma(a[i], b[i], c[i]);
  return c;
}

// sums(i, j) += left(i, k) right(k, j), k ascending.
template <typename Scalar>
void accumulate(Index depth, const Scalar* __restrict left, const Scalar* __restrict right,
                Scalar (&sums)[kTileCols][kTileRows<Scalar>]) {
  using Register [[gnu::vector_size(32)]] = Scalar;
  constexpr Index kLanes = 32 / sizeof(Scalar);
  Register held[kTileCols][2];
  std::memcpy(held, sums, sizeof held);
  for (Index k = 0; k < depth; ++k, left += 2 * kLanes, right += kTileCols) {
    Register low{}, high{};
    std::memcpy(&low, left, sizeof low);
    std::memcpy(&high, left + kLanes, sizeof high);
    for (Index j = 0; j < kTileCols; ++j) {
      Register factor{};
      for (Index i = 0; i < kLanes; ++i) factor[i] = right[j];
      held[j][0] = fused(low, factor, held[j][0]);
      held[j][1] = fused(high, factor, held[j][1]);
    }
  }
  std::memcpy(sums, held, sizeof held);
}

}  // namespace

template <typename Scalar>
void multiply(std::type_identity_t<ConstMatrixView<Scalar>> a,
              std::type_identity_t<ConstMatrixView<Scalar>> b, MatrixView<Scalar> out) {
  constexpr Index kRows = kTileRows<Scalar>;
  alignas(64) Scalar left[kDepth * kRows];
  alignas(64) Scalar right[kDepth * kTileCols];
  for (Index first_k = 0; first_k < a.cols || first_k == 0; first_k += kDepth) {
    const Index depth = std::min(kDepth, a.cols - first_k);
    for (Index i0 = 0; i0 < out.rows; i0 += kRows) {
      pack<kRows, Scalar>(a.transposed(), i0, first_k, depth, left);
      const Index rows = std::min(kRows, out.rows - i0);
      for (Index j0 = 0; j0 < out.cols; j0 += kTileCols) {
        pack<kTileCols, Scalar>(b, j0, first_k, depth, right);
        const Index cols = std::min(kTileCols, out.cols - j0);
        alignas(64) Scalar sums[kTileCols][kRows] = {};
        if (first_k > 0) {
          for (Index j = 0; j < cols; ++j) {
            for (Index i = 0; i < rows; ++i) sums[j][i] = out(i0 + i, j0 + j);
          }
        }
        accumulate(depth, left, right, sums);
        for (Index j = 0; j < cols; ++j) {
          for (Index i = 0; i < rows; ++i) out(i0 + i, j0 + j) = sums[j][i];
        }
      }
    }
  }
}

template void multiply(ConstMatrixView<float>, ConstMatrixView<float>, MatrixView<float>);
template void multiply(ConstMatrixView<double>, ConstMatrixView<double>, MatrixView<double>);

}  // namespace descend
