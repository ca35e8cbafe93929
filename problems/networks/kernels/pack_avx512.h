/// Packs of 64 bytes, as only AVX-512 has them.
///
/// Not DESCEND_INLINE: a function of a wider instruction set cannot be inlined by force into the
/// templates between it and the kernel, only into the kernel itself, which is of the same set and
/// flattened. Comparisons, and one number in every lane, are here because g++ takes those of wide
/// vectors apart, lane by lane, in each function that is not of the set, before it inlines them
/// into one that is.
#pragma once

#include <immintrin.h>

#include "problems/networks/kernels/pack.h"

#define DESCEND_AVX512 [[gnu::target("avx512f")]] inline

namespace descend::internal {

DESCEND_AVX512 void fill(Pack<float, 16>& pack, float value) { pack.v = _mm512_set1_ps(value); }
template <>
struct PackMask<float, 16> {
  __mmask16 v;
};
DESCEND_AVX512 Pack<float, 16> fma(const Pack<float, 16>& a, const Pack<float, 16>& b,
                                   const Pack<float, 16>& c) {
  return _mm512_fmadd_ps(a.v, b.v, c.v);
}
DESCEND_AVX512 PackMask<float, 16> less(const Pack<float, 16>& a, const Pack<float, 16>& b) {
  return {_mm512_cmp_ps_mask(a.v, b.v, _CMP_LT_OQ)};
}
DESCEND_AVX512 PackMask<float, 16> less_or_equal(const Pack<float, 16>& a,
                                                 const Pack<float, 16>& b) {
  return {_mm512_cmp_ps_mask(a.v, b.v, _CMP_LE_OQ)};
}
DESCEND_AVX512 PackMask<float, 16> equal(const Pack<float, 16>& a, const Pack<float, 16>& b) {
  return {_mm512_cmp_ps_mask(a.v, b.v, _CMP_EQ_OQ)};
}
DESCEND_AVX512 Pack<float, 16> select(const PackMask<float, 16>& condition,
                                      const Pack<float, 16>& a, const Pack<float, 16>& b) {
  return _mm512_mask_blend_ps(condition.v, b.v, a.v);
}
/// 0 where x is negative: max gives its second argument where neither is greater, or one is NaN.
DESCEND_AVX512 Pack<float, 16> positive_part(const Pack<float, 16>& x) {
  return _mm512_max_ps(_mm512_setzero_ps(), x.v);
}

DESCEND_AVX512 void fill(Pack<double, 8>& pack, double value) { pack.v = _mm512_set1_pd(value); }
template <>
struct PackMask<double, 8> {
  __mmask8 v;
};
DESCEND_AVX512 Pack<double, 8> fma(const Pack<double, 8>& a, const Pack<double, 8>& b,
                                   const Pack<double, 8>& c) {
  return _mm512_fmadd_pd(a.v, b.v, c.v);
}
DESCEND_AVX512 PackMask<double, 8> less(const Pack<double, 8>& a, const Pack<double, 8>& b) {
  return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_LT_OQ)};
}
DESCEND_AVX512 PackMask<double, 8> less_or_equal(const Pack<double, 8>& a,
                                                 const Pack<double, 8>& b) {
  return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_LE_OQ)};
}
DESCEND_AVX512 PackMask<double, 8> equal(const Pack<double, 8>& a, const Pack<double, 8>& b) {
  return {_mm512_cmp_pd_mask(a.v, b.v, _CMP_EQ_OQ)};
}
DESCEND_AVX512 Pack<double, 8> select(const PackMask<double, 8>& condition,
                                      const Pack<double, 8>& a, const Pack<double, 8>& b) {
  return _mm512_mask_blend_pd(condition.v, b.v, a.v);
}
DESCEND_AVX512 Pack<double, 8> positive_part(const Pack<double, 8>& x) {
  return _mm512_max_pd(_mm512_setzero_pd(), x.v);
}

}  // namespace descend::internal
