#include "problems/networks/kernels/kernels_of.h"

namespace descend {

template <>
const Kernels<float>& kernels(InstructionSet set) {
#ifdef __x86_64__
  if (set == InstructionSet::avx512) return internal::kAvx512Float;
  if (set == InstructionSet::avx2) return internal::kAvx2Float;
#endif
  return internal::kPortableFloat;
}

template <>
const Kernels<double>& kernels(InstructionSet set) {
#ifdef __x86_64__
  if (set == InstructionSet::avx512) return internal::kAvx512Double;
  if (set == InstructionSet::avx2) return internal::kAvx2Double;
#endif
  return internal::kPortableDouble;
}

}  // namespace descend
