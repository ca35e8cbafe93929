/// The parts that `elementary.h` is made of: bit patterns, polynomials, sums in two words.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "descend/numerics/lanes.h"

namespace descend::internal {

DESCEND_INLINE std::uint32_t to_bits(float x) { return std::bit_cast<std::uint32_t>(x); }
DESCEND_INLINE std::uint64_t to_bits(double x) { return std::bit_cast<std::uint64_t>(x); }
DESCEND_INLINE EightBits to_bits(const Eight& x) {
  return {reinterpret_cast<FourBits>(x.low), reinterpret_cast<FourBits>(x.high)};
}
DESCEND_INLINE float from_bits(std::uint32_t bits) { return std::bit_cast<float>(bits); }
DESCEND_INLINE double from_bits(std::uint64_t bits) { return std::bit_cast<double>(bits); }
DESCEND_INLINE Eight from_bits(const EightBits& bits) {
  return {reinterpret_cast<Four>(bits.low), reinterpret_cast<Four>(bits.high)};
}

/// The bits of a double in a vector register: moving them to an integer register and back would
/// take longer than what is done with them.
struct DoubleBits {
  using Pair = std::uint64_t __attribute__((vector_size(16)));
  using Doubles = double __attribute__((vector_size(16)));
  Pair pair;

  DoubleBits(std::uint64_t value) : pair{value, value} {}  // NOLINT
  explicit DoubleBits(const Pair& of) : pair(of) {}

  friend DoubleBits operator-(const DoubleBits& a, const DoubleBits& b) {
    return DoubleBits(a.pair - b.pair);
  }
  friend DoubleBits operator&(const DoubleBits& a, const DoubleBits& b) {
    return DoubleBits(a.pair & b.pair);
  }
  friend DoubleBits operator^(const DoubleBits& a, const DoubleBits& b) {
    return DoubleBits(a.pair ^ b.pair);
  }
  DoubleBits operator<<(int count) const { return DoubleBits(pair << count); }
  DoubleBits operator>>(int count) const { return DoubleBits(pair >> count); }
};

DESCEND_INLINE DoubleBits vector_bits(double x) {
  return DoubleBits(reinterpret_cast<DoubleBits::Pair>(DoubleBits::Doubles{x, 0}));
}
DESCEND_INLINE EightBits vector_bits(const Eight& x) { return to_bits(x); }
DESCEND_INLINE double from_bits(const DoubleBits& bits) {
  return reinterpret_cast<DoubleBits::Doubles>(bits.pair)[0];
}

/// The bits of `a` where the sign bit of `sign` is set, those of `b` elsewhere.
#ifdef __AVX2__
DESCEND_INLINE DoubleBits select_by_sign(const DoubleBits& sign, double a, double b) {
  return DoubleBits(reinterpret_cast<DoubleBits::Pair>(_mm_blendv_pd(
      DoubleBits::Doubles{b, 0}, DoubleBits::Doubles{a, 0}, reinterpret_cast<__m128d>(sign.pair))));
}
DESCEND_INLINE EightBits select_by_sign(const EightBits& sign, const Eight& a, const Eight& b) {
  return to_bits(
      select({reinterpret_cast<FourMask>(sign.low), reinterpret_cast<FourMask>(sign.high)}, a, b));
}
#else
template <typename T, typename Bits>
DESCEND_INLINE Bits select_by_sign(const Bits& sign, const T& a, const T& b) {
  const Bits set = Bits(0) - (sign >> 63);
  return vector_bits(b) ^ ((vector_bits(a) ^ vector_bits(b)) & set);
}
#endif

/// c0 + c1 x + c2 x^2 + ..., two terms at a time: half as long a chain of dependent operations as
/// Horner's scheme.
template <typename T>
DESCEND_INLINE T polynomial(const T&, const T&, double c0) {
  return T(c0);
}
template <typename T, typename... Coefficients>
DESCEND_INLINE T polynomial(const T& x, const T& x_squared, double c0, double c1,
                            Coefficients... more) {
  const T pair = fma(x, T(c1), T(c0));
  if constexpr (sizeof...(more) == 0) {
    return pair;
  } else {
    return fma(x_squared, polynomial(x, x_squared, more...), pair);
  }
}

/// An unevaluated sum: `low` is what rounding took from `high`.
template <typename T>
struct TwoWords {
  T high, low;
};

}  // namespace descend::internal
