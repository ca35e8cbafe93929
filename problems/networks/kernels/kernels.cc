#include "problems/networks/kernels/kernels_of.h"

namespace descend {

bool available(InstructionSet set) {
#ifdef __x86_64__
  if (set == InstructionSet::avx2) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  }
  if (set == InstructionSet::avx512) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  }
#endif
  return set == InstructionSet::portable;
}

InstructionSet best_instruction_set() {
  for (const InstructionSet set : {InstructionSet::avx512, InstructionSet::avx2}) {
    if (available(set)) return set;
  }
  return InstructionSet::portable;
}

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
