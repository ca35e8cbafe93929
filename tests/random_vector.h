/// For tests: vectors of normal numbers.
#pragma once

#include <cstdint>

#include "descend/numerics/random.h"
#include "descend/types.h"

namespace descend {

/// Equal sizes and streams have equal numbers.
template <typename Scalar>
Vector<Scalar> random_vector(Index size, const char* stream) {
  Random random(static_cast<std::uint64_t>(size), stream);
  Vector<Scalar> v(size);
  for (Index i = 0; i < size; ++i) v[i] = Scalar(random.normal());
  return v;
}

}  // namespace descend
