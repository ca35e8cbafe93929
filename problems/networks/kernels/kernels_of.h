/// What the files of the single instruction sets share.
#pragma once

#include "problems/networks/kernels/kernels.h"
#include "problems/networks/kernels/multiply.h"
#include "problems/networks/kernels/softmax.h"
#include "problems/networks/kernels/transpose.h"

namespace descend::internal {

/// Set::run<f> calls f compiled for an instruction set, P is a Pack as wide as its registers, of
/// which `rows` times two hold a tile of a product.
template <typename Set, typename P, int rows, typename Scalar = typename P::Number>
constexpr Kernels<Scalar> kernels_of() {
  return {P::kCount, multiply<Set, P, rows, Scalar>, Set::template run<transpose<P, Scalar>>,
          Set::template run<softmax<P, Scalar>>, Set::template run<most_probable<P, Scalar>>};
}

// Each file defines its own.
extern const Kernels<float> kPortableFloat, kAvx2Float, kAvx512Float;
extern const Kernels<double> kPortableDouble, kAvx2Double, kAvx512Double;

}  // namespace descend::internal
