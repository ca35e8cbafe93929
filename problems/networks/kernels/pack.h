/// Pack: neighbouring numbers in one register, as many as an instruction set holds.
///
/// Every operation does in each lane what it does to a number alone, bit for bit, so that what is
/// written once over Pack gives the same bits for any `count`. Lanes (descend/numerics/lanes.h)
/// carry sixteen runs and are part of the API; a Pack is as wide as the machine and stays within a
/// kernel.
#pragma once

#include <cstring>
#include <utility>

#include "descend/numerics/elementary.h"

namespace descend::internal {

template <typename Scalar>
using BitsOf = std::conditional_t<sizeof(Scalar) == 4, std::uint32_t, std::uint64_t>;

/// The compiler's own vectors. (A struct, since g++ takes the attribute only so in a template.)
template <typename Number, int count>
struct VectorOf {
  typedef Number Type __attribute__((vector_size(count * sizeof(Number))));
};

/// The bit patterns of a Pack.
template <typename Scalar, int count>
struct PackBits {
  using Vector = typename VectorOf<BitsOf<Scalar>, count>::Type;
  Vector v;

  DESCEND_INLINE PackBits(const Vector& bits) : v(bits) {}                // NOLINT
  DESCEND_INLINE PackBits(BitsOf<Scalar> value) : v(value - Vector{}) {}  // NOLINT

  DESCEND_INLINE friend PackBits operator+(const PackBits& a, const PackBits& b) {
    return a.v + b.v;
  }
  DESCEND_INLINE friend PackBits operator-(const PackBits& a, const PackBits& b) {
    return a.v - b.v;
  }
  DESCEND_INLINE friend PackBits operator|(const PackBits& a, const PackBits& b) {
    return a.v | b.v;
  }
  DESCEND_INLINE PackBits operator<<(int n) const { return v << n; }
  DESCEND_INLINE PackBits operator>>(int n) const { return v >> n; }
};

/// What a comparison gives: in each lane all bits set where it holds, none elsewhere.
template <typename Scalar, int count>
struct PackMask {
  decltype(typename VectorOf<Scalar, count>::Type{} < typename VectorOf<Scalar, count>::Type{}) v;
};

template <typename Scalar, int count>
struct Pack;
template <typename Scalar, int count>
DESCEND_INLINE void fill(Pack<Scalar, count>& pack, Scalar value);

/// `count` numbers. Uninitialised by default, like a number.
template <typename Scalar, int count>
struct Pack {
  using Number = Scalar;
  using Vector = typename VectorOf<Scalar, count>::Type;
  using Mask = PackMask<Scalar, count>;
  static constexpr int kCount = count;
  Vector v;

  Pack() = default;
  DESCEND_INLINE Pack(const Vector& numbers) : v(numbers) {}  // NOLINT
  DESCEND_INLINE Pack(Scalar value) { fill(*this, value); }   // NOLINT: in every lane

  /// Neighbours in memory, at any address.
  DESCEND_INLINE static Pack load(const Scalar* from) {
    Pack pack;
    std::memcpy(&pack.v, from, sizeof(Vector));
    return pack;
  }
  DESCEND_INLINE void store(Scalar* to) const { std::memcpy(to, &v, sizeof(Vector)); }

  DESCEND_INLINE Pack operator-() const { return -v; }
  DESCEND_INLINE Pack& operator+=(const Pack& b) { return *this = v + b.v; }
  DESCEND_INLINE Pack& operator-=(const Pack& b) { return *this = v - b.v; }

  // Friends, so that either side may be a plain number.
  DESCEND_INLINE friend Pack operator+(const Pack& a, const Pack& b) { return a.v + b.v; }
  DESCEND_INLINE friend Pack operator-(const Pack& a, const Pack& b) { return a.v - b.v; }
  DESCEND_INLINE friend Pack operator*(const Pack& a, const Pack& b) { return a.v * b.v; }
  DESCEND_INLINE friend Pack operator/(const Pack& a, const Pack& b) { return a.v / b.v; }
  DESCEND_INLINE friend Mask operator<(const Pack& a, const Pack& b) { return less(a, b); }
  DESCEND_INLINE friend Mask operator<=(const Pack& a, const Pack& b) {
    return less_or_equal(a, b);
  }
  DESCEND_INLINE friend Mask operator>(const Pack& a, const Pack& b) { return less(b, a); }
  DESCEND_INLINE friend Mask operator==(const Pack& a, const Pack& b) { return equal(a, b); }
};

/// One number in every lane.
template <typename Scalar, int count>
DESCEND_INLINE void fill(Pack<Scalar, count>& pack, Scalar value) {
  pack.v = value - typename Pack<Scalar, count>::Vector{};
}

}  // namespace descend::internal
