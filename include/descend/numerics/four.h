/// Four doubles in a register, and the functions that generic code calls, for them and for plain
/// numbers: what `lanes.h` is made of.
#pragma once

#ifdef __AVX2__
#include <immintrin.h>
#else
#pragma GCC diagnostic ignored "-Wpsabi"  // all here is inline: no calling convention is at stake
#endif

#include <cmath>
#include <concepts>
#include <cstdint>
#include <type_traits>

/// For functions whose callers must see through them: g++ otherwise stops inlining in long
/// formulas, and neither compiler vectorises a loop across a call.
#define DESCEND_INLINE [[gnu::always_inline]] inline
/// The same for a lambda, before its body.
#define DESCEND_LAMBDA __attribute__((always_inline))

namespace descend {

// The functions that generic code uses, first for float and double.

inline bool any(bool condition) { return condition; }
inline bool all(bool condition) { return condition; }

/// `a` where the condition holds, `b` elsewhere; both are evaluated.
template <std::floating_point A, std::floating_point B>
auto select(bool condition, A a, B b) {
  return condition ? a : b;
}
template <std::floating_point T>
T abs(T x) {
  return std::fabs(x);
}
template <std::floating_point T>
T sqrt(T x) {
  return std::sqrt(x);
}
/// The smaller of two, as std::min: the first where they are equal or one is NaN.
template <std::floating_point T>
T min(T a, std::type_identity_t<T> b) {
  return b < a ? b : a;
}
/// The larger of two, as std::max: the first where they are equal or one is NaN.
template <std::floating_point T>
T max(T a, std::type_identity_t<T> b) {
  return a < b ? b : a;
}
template <std::floating_point T>
T floor(T x) {
  return std::floor(x);
}
/// The nearest whole number, halves to the even one.
template <std::floating_point T>
T nearest(T x) {
  return std::nearbyint(x);
}
/// a * b + c with a single rounding.
template <std::floating_point T>
T fma(T a, std::type_identity_t<T> b, std::type_identity_t<T> c) {
  return std::fma(a, b, c);
}
template <std::floating_point T>
bool isfinite(T x) {
  return std::isfinite(x);
}

/// Four doubles: a register of AVX2. With + - * / and comparisons by the compiler.
using Four = double __attribute__((vector_size(32)));
/// What a comparison of them gives: in each lane all bits set where it holds, none elsewhere.
using FourMask = std::int64_t __attribute__((vector_size(32)));
/// Their bit patterns.
using FourBits = std::uint64_t __attribute__((vector_size(32)));

DESCEND_INLINE Four abs(const Four& x) {
  return reinterpret_cast<Four>(reinterpret_cast<FourMask>(x) & (FourMask{} + INT64_MAX));
}

#ifdef __AVX2__
DESCEND_INLINE Four load_four(const float* from) { return _mm256_cvtps_pd(_mm_loadu_ps(from)); }
DESCEND_INLINE void store_four(const Four& x, float* to) { _mm_storeu_ps(to, _mm256_cvtpd_ps(x)); }
DESCEND_INLINE bool any(const FourMask& mask) {
  return _mm256_movemask_pd(reinterpret_cast<__m256d>(mask)) != 0;
}
DESCEND_INLINE bool all(const FourMask& mask) {
  return _mm256_movemask_pd(reinterpret_cast<__m256d>(mask)) == 15;
}
DESCEND_INLINE Four select(const FourMask& mask, const Four& a, const Four& b) {
  return _mm256_blendv_pd(b, a, reinterpret_cast<__m256d>(mask));
}
DESCEND_INLINE Four sqrt(const Four& x) { return _mm256_sqrt_pd(x); }
DESCEND_INLINE Four floor(const Four& x) { return _mm256_floor_pd(x); }
DESCEND_INLINE Four nearest(const Four& x) { return _mm256_round_pd(x, 8); }
DESCEND_INLINE Four fma(const Four& a, const Four& b, const Four& c) {
  return _mm256_fmadd_pd(a, b, c);
}
#else
/// Calls a scalar function lane by lane, for machines whose intrinsics are not used above.
template <typename Function, typename... Arguments>
Four lane_by_lane(Function function, const Arguments&... arguments) {
  Four result;
  for (int i = 0; i < 4; ++i) result[i] = function(arguments[i]...);
  return result;
}
DESCEND_INLINE Four load_four(const float* from) {
  return lane_by_lane([](const float& element) { return static_cast<double>(element); }, from);
}
DESCEND_INLINE void store_four(const Four& x, float* to) {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<float>(x[i]);
}
DESCEND_INLINE bool any(const FourMask& mask) {
  return (mask[0] | mask[1] | mask[2] | mask[3]) != 0;
}
DESCEND_INLINE bool all(const FourMask& mask) { return !any(~mask); }
DESCEND_INLINE Four select(const FourMask& mask, const Four& a, const Four& b) {
  return lane_by_lane([](std::int64_t m, double x, double y) { return m != 0 ? x : y; }, mask, a,
                      b);
}
DESCEND_INLINE Four sqrt(const Four& x) {
  return lane_by_lane([](double v) { return std::sqrt(v); }, x);
}
DESCEND_INLINE Four floor(const Four& x) {
  return lane_by_lane([](double v) { return std::floor(v); }, x);
}
DESCEND_INLINE Four nearest(const Four& x) {
  return lane_by_lane([](double v) { return std::nearbyint(v); }, x);
}
DESCEND_INLINE Four fma(const Four& a, const Four& b, const Four& c) {
  return lane_by_lane([](double u, double v, double w) { return std::fma(u, v, w); }, a, b, c);
}
#endif

}  // namespace descend
