/// exp, log, pow and tanh for float, double, Eight and Lanes, from one source. See `elementary.h`.
///
/// Free of branches, so that both compilers vectorise loops over them.
#pragma once

#include "descend/numerics/floating_point.h"

namespace descend {
namespace internal {

/// What differs between the two formats.
struct DoubleFormat {
  using Number = double;
  using Bits = std::uint64_t;
  static constexpr int kMantissaBits = 52;
  static constexpr Bits kBias = 1023;
  static constexpr double kLarge = 0x1p52;      // the last bits of kLarge + k are those of k
  static constexpr double kShifter = 0x1.8p52;  // x + kShifter - kShifter rounds x to an integer
  static constexpr double kLog2E = 0x1.71547652b82fep+0, kSqrtHalf = 0x1.6a09e667f3bcdp-1;
  static constexpr double kLn2 = 0x1.62e42fefa39efp-1, kLn2Rest = 0x1.abc9e3b39803fp-56;
  // The same cut to 42 bits, so that its product with an exponent is exact.
  static constexpr double kShortLn2 = 0x1.62e42fefa38p-1, kShortLn2Rest = 0x1.ef35793c7673p-45;
  static constexpr double kExpLowest = -746, kExpHighest = 710;  // beyond: 0 and infinity
  static constexpr double kTanhHighest = 20;                     // beyond: 1

  /// (e^r - 1 - r - r^2/2) / r^3 for |r| <= ln(2)/2, error 2^-59.7 of e^r.
  template <typename T>
  DESCEND_INLINE static T exp_rest(const T& r) {
    return polynomial(r, r * r, 0x1.555555555555bp-3, 0x1.555555555550cp-5, 0x1.111111110eea9p-7,
                      0x1.6c16c16c2e7a5p-10, 0x1.a01a01b2c16cbp-13, 0x1.a01a013b29392p-16,
                      0x1.71ddf1b49317cp-19, 0x1.27e5af85f1473p-22, 0x1.af698078f14f8p-26,
                      0x1.1e3fb64ca1b2ep-29);
  }
  /// (2 artanh s - 2 s) / s^3 by z = s^2 for |s| <= 3 - sqrt(8), error 2^-59.5 of 2 s.
  template <typename T>
  DESCEND_INLINE static T log_rest(const T& z) {
    return polynomial(z, z * z, 0x1.5555555555592p-1, 0x1.999999997ff0ap-2, 0x1.24924941e2c89p-2,
                      0x1.c71c5212bb02fp-3, 0x1.74663d5320ab4p-3, 0x1.39a1dce2acbfbp-3,
                      0x1.2f0441329e994p-3);
  }
};

struct FloatFormat {
  using Number = float;
  using Bits = std::uint32_t;
  static constexpr int kMantissaBits = 23;
  static constexpr Bits kBias = 127;
  static constexpr float kLarge = 0x1p23, kShifter = 0x1.8p23;
  static constexpr float kLog2E = 0x1.715476p+0, kSqrtHalf = 0x1.6a09e6p-1;
  static constexpr float kLn2 = 0x1.62e43p-1, kLn2Rest = -0x1.05c61p-29;
  static constexpr float kShortLn2 = 0x1.62e4p-1, kShortLn2Rest = 0x1.7f7d1cp-20;
  static constexpr float kExpLowest = -104, kExpHighest = 89;
  static constexpr float kTanhHighest = 10;

  template <typename T>
  DESCEND_INLINE static T exp_rest(const T& r) {  // error 2^-29.9
    return polynomial(r, r * r, 0x1.555554p-3, 0x1.555494p-5, 0x1.11127ap-7, 0x1.6d8892p-10,
                      0x1.9ef832p-13);
  }
  template <typename T>
  DESCEND_INLINE static T log_rest(const T& z) {  // error 2^-35.2
    return polynomial(z, z * z, 0x1.555554p-1, 0x1.999c26p-2, 0x1.23d3e4p-2, 0x1.f13984p-3);
  }
};

/// Whether T holds floats; to be specialised for types of several.
template <typename T>
inline constexpr bool kSinglePrecision = std::is_same_v<T, float>;

template <typename T>
using Format = std::conditional_t<kSinglePrecision<T>, FloatFormat, DoubleFormat>;

/// 2^k for a whole number k among the normal exponents.
template <typename T>
DESCEND_INLINE T power_of_two(const T& k) {
  using F = Format<T>;
  return from_bits((to_bits(T(k + F::kShifter)) + F::kBias) << F::kMantissaBits);
}

/// Splits x = k ln 2 + r with whole k and |r| <= ln(2)/2.
template <typename T>
DESCEND_INLINE TwoWords<T> reduce_by_ln2(const T& x, T& k) {
  using F = Format<T>;
  k = fma(x, T(F::kLog2E), T(F::kShifter)) - F::kShifter;
  const T exact = fma(k, T(-F::kLn2), x);  // a multiple of the last place of ln 2, and below 1
  const T r = fma(k, T(-F::kLn2Rest), exact);
  return {r, fma(k, T(-F::kLn2Rest), exact - r)};
}

/// exp(r) - 1 - r.high for the remainder of `reduce_by_ln2`.
template <typename T>
DESCEND_INLINE T exp_beyond_linear(const TwoWords<T>& r) {
  const T square = r.high * r.high;
  return fma(square, T(0.5), fma(square * r.high, Format<T>::exp_rest(r.high), r.low));
}

/// exp(x + x_low). Without x_low, which is far below the last place of x, for exp itself.
template <typename T, typename... Low>
DESCEND_INLINE T exp_of(const T& x, const Low&... x_low) {
  using F = Format<T>;
  T inside = select(x > F::kExpHighest, T(F::kExpHighest), x);  // NaN stays NaN
  inside = select(inside < F::kExpLowest, T(F::kExpLowest), inside);
  T k;
  TwoWords<T> r = reduce_by_ln2(inside, k);
  if constexpr (sizeof...(Low) > 0) {
    const T low = (r.low + ... + x_low);
    const T rounded = r.high + low;
    r = {rounded, (r.high - rounded) + low};
  }
  const T sum = 1 + r.high;
  r.low += r.high - (sum - 1);
  const T result = sum + exp_beyond_linear(r);
  const T half = fma(k, T(0.5), T(F::kShifter)) - F::kShifter;  // 2^k may be beyond the format
  return result * power_of_two(half) * power_of_two(T(k - half));
}

/// log(x) for 0 < x < infinity; a meaningless number elsewhere.
template <typename T>
DESCEND_INLINE TwoWords<T> log_in_two_words(const T& x) {
  using F = Format<T>;
  using Bits = typename F::Bits;
  constexpr int kMantissaBits = F::kMantissaBits;
  constexpr Bits kOffset = F::kBias + 1;  // keeps the exponent positive in unsigned arithmetic

  // x = 2^k m with sqrt(1/2) <= m < sqrt(2). The exponent becomes a number as the last bits of a
  // large one, since AVX2 cannot convert 64-bit integers.
  const auto subnormal = x < std::numeric_limits<typename F::Number>::min();
  const auto bits = to_bits(T(select(subnormal, x * F::kLarge, x)));
  const auto exponent =
      (bits + ((kOffset << kMantissaBits) - std::bit_cast<Bits>(F::kSqrtHalf))) >> kMantissaBits;
  const T m = from_bits(bits + (kOffset << kMantissaBits) - (exponent << kMantissaBits));
  const T k = from_bits(exponent | std::bit_cast<Bits>(F::kLarge)) -
              select(subnormal, T(F::kLarge + kOffset + kMantissaBits), T(F::kLarge + kOffset));

  // log m = 2 artanh(s), s = f / (2 + f).
  const T f = m - 1;
  const T denominator = 2 + f;
  const T inverse = 1 / denominator;
  const T s = f * inverse;
  const T s_low =
      fma(-s, f - (denominator - 2), fma(-s, denominator, f)) * inverse;  // f - s (2 + f)
  const T z = s * s;
  const T whole = k * F::kShortLn2;  // exact, and 0 or larger than 2 s
  const T high = fma(s, T(2), whole);
  const T lost = fma(s, T(2), whole - high);
  const T low = fma(s_low, T(2), s * z * F::log_rest(z));
  return {high, lost + fma(k, T(F::kShortLn2Rest), low)};
}

template <typename T>
DESCEND_INLINE T log_of(const T& x) {
  using Limits = std::numeric_limits<typename Format<T>::Number>;
  const TwoWords<T> result = log_in_two_words(x);
  const T positive = select(x <= Limits::max(), T(result.high + result.low), x);
  return select(x > 0, positive, select(x == 0, T(-Limits::infinity()), T(Limits::quiet_NaN())));
}

template <typename T>
DESCEND_INLINE T pow_of(const T& x, const T& y) {
  using Limits = std::numeric_limits<typename Format<T>::Number>;
  TwoWords<T> log = log_in_two_words(x);
  const T log_rounded = select(x <= Limits::max(), log.high + log.low, x);
  log.low += log.high - log_rounded;
  const T product = y * log_rounded;
  const T product_low = fma(y, log.low, fma(y, log_rounded, -product));
  const T positive = exp_of(product, T(select(abs(product) < 1000, product_low, T(0))));
  const T of_zero = select(y > 0, T(0), select(y < 0, T(Limits::infinity()), y));
  const T result = select(x > 0, positive, select(x == 0, of_zero, T(Limits::quiet_NaN())));
  return select(y == 0, T(1), result);
}

template <typename T>
DESCEND_INLINE T tanh_of(const T& x) {
  using F = Format<T>;
  // tanh |x| = e / (e + 2), e = exp(2 |x|) - 1 = 2^k (1 + p) - 1.
  const T size = abs(x);
  const T inside = select(size > F::kTanhHighest, T(F::kTanhHighest), size);
  T k;
  const TwoWords<T> r = reduce_by_ln2(T(2 * inside), k);
  const T scale = power_of_two(k);
  const T sum = fma(scale, r.high, scale - 1);
  const T rest = fma(scale, r.high, (scale - 1) - sum) + scale * exp_beyond_linear(r);
  const T e = sum + rest, e_low = (sum - e) + rest;
  const T denominator = e + 2;
  const T lost = (max(e, T(2)) - denominator) + min(e, T(2)) + e_low;
  const T inverse = 1 / denominator;
  const T quotient = e * inverse;
  const T remainder = fma(-quotient, denominator, e) + fma(-quotient, lost, e_low);
  const T result = fma(remainder, inverse, quotient);
  constexpr auto kSign = typename F::Bits{1} << (sizeof(typename F::Number) * 8 - 1);
  return from_bits(to_bits(result) | (to_bits(x) & kSign));
}

}  // namespace internal

// Plain overloads rather than templates: a call that sees these and the C library's both is an
// error then, not silently the C library's.

DESCEND_INLINE float exp(float x) { return internal::exp_of(x); }
DESCEND_INLINE double exp(double x) { return internal::exp_of(x); }
DESCEND_INLINE Eight exp(const Eight& x) { return internal::exp_of(x); }
DESCEND_INLINE Lanes exp(const Lanes& x) {
  return in_eights([](const Eight& x) DESCEND_LAMBDA { return exp(x); }, x);
}

/// The natural logarithm: -infinity of 0, NaN of negative numbers.
DESCEND_INLINE float log(float x) { return internal::log_of(x); }
DESCEND_INLINE double log(double x) { return internal::log_of(x); }
DESCEND_INLINE Eight log(const Eight& x) { return internal::log_of(x); }
DESCEND_INLINE Lanes log(const Lanes& x) {
  return in_eights([](const Eight& x) DESCEND_LAMBDA { return log(x); }, x);
}

/// x to the power y for x >= 0; NaN of negative x, 1 where y is 0.
DESCEND_INLINE float pow(float x, float y) { return internal::pow_of(x, y); }
DESCEND_INLINE double pow(double x, double y) { return internal::pow_of(x, y); }
DESCEND_INLINE Eight pow(const Eight& x, const Eight& y) { return internal::pow_of(x, y); }
DESCEND_INLINE Lanes pow(const Lanes& x, const Lanes& y) {
  return in_eights([](const Eight& x, const Eight& y) DESCEND_LAMBDA { return pow(x, y); }, x, y);
}

DESCEND_INLINE float tanh(float x) { return internal::tanh_of(x); }
DESCEND_INLINE double tanh(double x) { return internal::tanh_of(x); }
DESCEND_INLINE Eight tanh(const Eight& x) { return internal::tanh_of(x); }
DESCEND_INLINE Lanes tanh(const Lanes& x) {
  return in_eights([](const Eight& x) DESCEND_LAMBDA { return tanh(x); }, x);
}

}  // namespace descend
