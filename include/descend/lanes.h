/// Lanes: sixteen doubles side by side, used as `Scalar` to carry sixteen independent runs of a
/// small problem through the same formula at once. Eight: eight of them, as walks over memory take
/// them and long formulas are computed.
///
/// Every operation does in each lane what the same operation does to a double, bit for bit. Code
/// that is generic over float, double, Eight and Lanes calls the functions below (`select`, `sqrt`,
/// `min`, ...), which exist for all of them, and branches on data through `select` only.
#pragma once

#ifdef __AVX2__
#include <immintrin.h>
#else
#pragma GCC diagnostic ignored "-Wpsabi"  // all here is inline: no calling convention is at stake
#endif

#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "descend/eigen.h"

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

/// Two parts that are computed with alike: registers of four numbers, or pairs of them again. (g++
/// keeps a vector wider than the machine's registers in memory between any two operations.)
/// Uninitialised by default, like a number.
template <typename Part>
struct Two {
  using Number = std::remove_cvref_t<decltype(std::declval<const Part&>()[0])>;
  static constexpr int kHalf = sizeof(Part) / 8, kCount = 2 * kHalf;
  /// What a comparison gives.
  using Mask = Two<decltype(std::declval<const Part&>() < std::declval<const Part&>())>;

  Part low, high;

  Two() = default;
  /// The same in every lane. Implicit, so that formulas mix lanes and plain numbers.
  DESCEND_INLINE Two(Number value) : low(everywhere(value)), high(low) {}  // NOLINT
  DESCEND_INLINE Two(const Part& low_half, const Part& high_half)
      : low(low_half), high(high_half) {}

  DESCEND_INLINE Two(const Two& b) : low(b.low), high(b.high) {}
  DESCEND_INLINE Two& operator=(const Two& b) {
    low = b.low;
    high = b.high;
    return *this;
  }

  /// Neighbours in memory, at any address; floats widen and are rounded on the way back.
  template <std::floating_point Element>
  DESCEND_INLINE static Two load(const Element* from) {
    return {load_part(from), load_part(from + kHalf)};
  }
  template <std::floating_point Element>
  DESCEND_INLINE void store(Element* to) const {
    store_part(low, to);
    store_part(high, to + kHalf);
  }

  /// A number, or whether it holds there.
  DESCEND_INLINE auto operator[](int lane) const {
    const Number number = lane < kHalf ? low[lane & (kHalf - 1)] : high[lane & (kHalf - 1)];
    if constexpr (std::is_same_v<Two, Mask>) {
      return number != 0;
    } else {
      return number;
    }
  }
  DESCEND_INLINE Number& operator[](int lane) { return reinterpret_cast<Number*>(this)[lane]; }

  DESCEND_INLINE Two operator-() const { return {-low, -high}; }
  DESCEND_INLINE Two operator~() const { return {~low, ~high}; }
  DESCEND_INLINE Two operator!() const { return ~*this; }
  DESCEND_INLINE Two operator<<(int count) const { return {low << count, high << count}; }
  DESCEND_INLINE Two operator>>(int count) const { return {low >> count, high >> count}; }
  DESCEND_INLINE Two& operator+=(const Two& b) { return *this = *this + b; }
  DESCEND_INLINE Two& operator-=(const Two& b) { return *this = *this - b; }
  DESCEND_INLINE Two& operator*=(const Two& b) { return *this = *this * b; }
  DESCEND_INLINE Two& operator/=(const Two& b) { return *this = *this / b; }

  // Friends, so that either side may be a plain number.
  DESCEND_INLINE friend Two operator+(const Two& a, const Two& b) {
    return {a.low + b.low, a.high + b.high};
  }
  DESCEND_INLINE friend Two operator-(const Two& a, const Two& b) {
    return {a.low - b.low, a.high - b.high};
  }
  DESCEND_INLINE friend Two operator*(const Two& a, const Two& b) {
    return {a.low * b.low, a.high * b.high};
  }
  DESCEND_INLINE friend Two operator/(const Two& a, const Two& b) {
    return {a.low / b.low, a.high / b.high};
  }
  DESCEND_INLINE friend Two operator&(const Two& a, const Two& b) {
    return {a.low & b.low, a.high & b.high};
  }
  DESCEND_INLINE friend Two operator|(const Two& a, const Two& b) {
    return {a.low | b.low, a.high | b.high};
  }
  DESCEND_INLINE friend Two operator^(const Two& a, const Two& b) {
    return {a.low ^ b.low, a.high ^ b.high};
  }
  DESCEND_INLINE friend Mask operator<(const Two& a, const Two& b) {
    return {a.low < b.low, a.high < b.high};
  }
  DESCEND_INLINE friend Mask operator<=(const Two& a, const Two& b) {
    return {a.low <= b.low, a.high <= b.high};
  }
  DESCEND_INLINE friend Mask operator>(const Two& a, const Two& b) { return b < a; }
  DESCEND_INLINE friend Mask operator>=(const Two& a, const Two& b) { return b <= a; }
  DESCEND_INLINE friend Mask operator==(const Two& a, const Two& b) {
    return {a.low == b.low, a.high == b.high};
  }
  DESCEND_INLINE friend Mask operator!=(const Two& a, const Two& b) { return !(a == b); }

 private:
  static constexpr bool kOfRegisters = kHalf == 4;

  DESCEND_INLINE static Part everywhere(Number value) {
    if constexpr (kOfRegisters) {
      return Part{value, value, value, value};
    } else {
      return Part(value);
    }
  }
  template <typename Element>
  DESCEND_INLINE static Part load_part(const Element* from) {
    if constexpr (!kOfRegisters) {
      return Part::load(from);
    } else if constexpr (std::is_same_v<Element, Number>) {
      Part part;
      std::memcpy(&part, from, sizeof part);
      return part;
    } else {
      return load_four(from);
    }
  }
  template <typename Element>
  DESCEND_INLINE static void store_part(const Part& part, Element* to) {
    if constexpr (!kOfRegisters) {
      part.store(to);
    } else if constexpr (std::is_same_v<Element, Number>) {
      std::memcpy(to, &part, sizeof part);
    } else {
      store_four(part, to);
    }
  }
};

/// Eight doubles.
using Eight = Two<Four>;
using EightBits = Two<FourBits>;

/// Sixteen doubles.
using Lanes = Two<Eight>;
using LanesMask = Lanes::Mask;

/// f of each eight lanes, or of plain numbers: what a long formula holds at a time then fits into
/// the registers.
template <typename Function, typename Number, typename... Numbers>
DESCEND_INLINE auto in_eights(const Function& f, Number& first, Numbers&... others) {
  if constexpr (sizeof(Number) <= sizeof(Eight)) {
    return f(first, others...);
  } else {
    const auto low = in_eights(f, first.low, others.low...);
    return Two(low, in_eights(f, first.high, others.high...));
  }
}

// The functions for them.

template <typename Part>
DESCEND_INLINE bool any(const Two<Part>& mask) {
  return any(mask.low | mask.high);
}
template <typename Part>
DESCEND_INLINE bool all(const Two<Part>& mask) {
  return all(mask.low & mask.high);
}
DESCEND_INLINE Eight select(const Eight::Mask& mask, const Eight& a, const Eight& b) {
  return {select(mask.low, a.low, b.low), select(mask.high, a.high, b.high)};
}
DESCEND_INLINE Lanes select(const LanesMask& mask, const Lanes& a, const Lanes& b) {
  return in_eights([](const auto&... of) DESCEND_LAMBDA { return select(of...); }, mask, a, b);
}
template <typename Part>
DESCEND_INLINE Two<Part> abs(const Two<Part>& x) {
  return {abs(x.low), abs(x.high)};
}
template <typename Part>
DESCEND_INLINE Two<Part> sqrt(const Two<Part>& x) {
  return {sqrt(x.low), sqrt(x.high)};
}
template <typename Part>
DESCEND_INLINE Two<Part> min(const Two<Part>& a, const std::type_identity_t<Two<Part>>& b) {
  return select(b < a, b, a);
}
template <typename Part>
DESCEND_INLINE Two<Part> max(const Two<Part>& a, const std::type_identity_t<Two<Part>>& b) {
  return select(a < b, b, a);
}
template <typename Part>
DESCEND_INLINE Two<Part> floor(const Two<Part>& x) {
  return {floor(x.low), floor(x.high)};
}
template <typename Part>
DESCEND_INLINE Two<Part> nearest(const Two<Part>& x) {
  return {nearest(x.low), nearest(x.high)};
}
template <typename Part>
DESCEND_INLINE Two<Part> fma(const Two<Part>& a, const std::type_identity_t<Two<Part>>& b,
                             const std::type_identity_t<Two<Part>>& c) {
  return {fma(a.low, b.low, c.low), fma(a.high, b.high, c.high)};
}
template <typename Part>
DESCEND_INLINE auto isfinite(const Two<Part>& x) {
  return abs(x) < HUGE_VAL;
}

}  // namespace descend

/// Lets Eigen hold Lanes: storage, copies and views, not arithmetic.
template <>
struct Eigen::NumTraits<descend::Lanes> : Eigen::GenericNumTraits<descend::Lanes> {
  enum { RequireInitialization = 0 };
};
