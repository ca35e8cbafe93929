/// The operations of Pack that are more than an operator of the language.
#pragma once

#include "problems/networks/kernels/pack.h"

#ifdef __x86_64__
#include "problems/networks/kernels/pack_avx512.h"
#endif
#ifdef __aarch64__
#include <arm_neon.h>
#endif

namespace descend::internal {

/// a * b + c with a single rounding.
template <typename Scalar, int count>
DESCEND_INLINE Pack<Scalar, count> fma(const Pack<Scalar, count>& a, const Pack<Scalar, count>& b,
                                       const Pack<Scalar, count>& c) {
  Scalar x[count], y[count], z[count];
  a.store(x), b.store(y), c.store(z);
  for (int i = 0; i < count; ++i) z[i] = std::fma(x[i], y[i], z[i]);
  return Pack<Scalar, count>::load(z);
}

template <typename Scalar, int count>
DESCEND_INLINE PackMask<Scalar, count> less(const Pack<Scalar, count>& a,
                                            const Pack<Scalar, count>& b) {
  return {a.v < b.v};
}
template <typename Scalar, int count>
DESCEND_INLINE PackMask<Scalar, count> less_or_equal(const Pack<Scalar, count>& a,
                                                     const Pack<Scalar, count>& b) {
  return {a.v <= b.v};
}
template <typename Scalar, int count>
DESCEND_INLINE PackMask<Scalar, count> equal(const Pack<Scalar, count>& a,
                                             const Pack<Scalar, count>& b) {
  return {a.v == b.v};
}
/// `a` where the condition holds, `b` elsewhere.
template <typename Scalar, int count>
DESCEND_INLINE Pack<Scalar, count> select(const PackMask<Scalar, count>& condition,
                                          const Pack<Scalar, count>& a,
                                          const Pack<Scalar, count>& b) {
  return condition.v ? a.v : b.v;
}

#ifdef __x86_64__
[[gnu::target("avx2,fma")]] inline Pack<float, 8> fma(const Pack<float, 8>& a,
                                                      const Pack<float, 8>& b,
                                                      const Pack<float, 8>& c) {
  return _mm256_fmadd_ps(a.v, b.v, c.v);
}
[[gnu::target("avx2,fma")]] inline Pack<double, 4> fma(const Pack<double, 4>& a,
                                                       const Pack<double, 4>& b,
                                                       const Pack<double, 4>& c) {
  return _mm256_fmadd_pd(a.v, b.v, c.v);
}
#endif
#ifdef __aarch64__
inline Pack<float, 4> fma(const Pack<float, 4>& a, const Pack<float, 4>& b,
                          const Pack<float, 4>& c) {
  return vfmaq_f32(c.v, a.v, b.v);
}
inline Pack<double, 2> fma(const Pack<double, 2>& a, const Pack<double, 2>& b,
                           const Pack<double, 2>& c) {
  return vfmaq_f64(c.v, a.v, b.v);
}
#endif

template <int count>
inline constexpr bool kSinglePrecision<Pack<float, count>> = true;

template <typename Scalar, int count>
DESCEND_INLINE PackBits<Scalar, count> to_bits(const Pack<Scalar, count>& x) {
  return reinterpret_cast<typename PackBits<Scalar, count>::Vector>(x.v);
}
template <typename Scalar, int count>
DESCEND_INLINE Pack<Scalar, count> from_bits(const PackBits<Scalar, count>& bits) {
  return reinterpret_cast<typename Pack<Scalar, count>::Vector>(bits.v);
}

template <typename Scalar, int count>
DESCEND_INLINE Pack<Scalar, count> exp(const Pack<Scalar, count>& x) {
  return exp_of(x);
}
template <typename Scalar, int count>
DESCEND_INLINE Pack<Scalar, count> log(const Pack<Scalar, count>& x) {
  return log_of(x);
}

}  // namespace descend::internal
