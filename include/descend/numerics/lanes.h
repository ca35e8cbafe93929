/// Lanes: sixteen doubles side by side, used as `Scalar` to carry sixteen independent runs of a
/// small problem through the same formula at once. Eight: eight doubles, the unit in which loops
/// over memory and long formulas compute.
///
/// Every operation does in each lane what the same operation does to a double, bit for bit. Code
/// that is generic over float, double, Eight and Lanes calls the functions here and in `four.h`
/// (`select`, `sqrt`, `min`, ...), which exist for all of them, and branches on data through
/// `select` only.
#pragma once

#include <cstring>

#include "descend/eigen.h"
#include "descend/numerics/four.h"

namespace descend {

/// Two parts on which each operation works alike: registers of four numbers, or pairs of them
/// again. (Not one wide vector of the compiler's: between any two operations, g++ keeps a vector
/// that is wider than the machine's registers in memory.) Uninitialised by default, like a number.
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

  /// The number of a lane, or whether a mask is set there.
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

/// Calls f with eight lanes at a time, so that what a long formula keeps in hand fits into the
/// registers; with plain numbers as they are.
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
