/// Lanes: eight doubles side by side, used as `Scalar` to carry eight independent runs of a small
/// problem through the same formula at once.
///
/// Every operation does in each lane what the same operation does to a double, bit for bit. Code
/// that is generic over float, double and Lanes calls the functions below (`select`, `sqrt`,
/// `min`, ...), which exist for all three, and branches on data through `select` only.
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

#include "descend/eigen.h"

/// For functions whose callers must see through them: g++ otherwise stops inlining in long
/// formulas, and neither compiler vectorises a loop across a call.
#define DESCEND_INLINE [[gnu::always_inline]] inline

namespace descend {

/// What a comparison of Lanes gives: in each lane all bits set where it holds, none elsewhere.
struct LanesMask {
  using Half = std::int64_t __attribute__((vector_size(32)));
  Half low, high;

  LanesMask operator&(const LanesMask& b) const { return {low & b.low, high & b.high}; }
  LanesMask operator|(const LanesMask& b) const { return {low | b.low, high | b.high}; }
  LanesMask operator!() const { return {~low, ~high}; }
  bool operator[](int lane) const { return (lane < 4 ? low[lane & 3] : high[lane & 3]) != 0; }
};

/// Eight doubles. Uninitialised by default, like a double.
struct Lanes {
  // Two halves rather than one vector of eight: g++ keeps a vector wider than the machine's
  // registers in memory between any two operations.
  using Half = double __attribute__((vector_size(32)));
  static constexpr int kCount = 8;
  Half low, high;

  Lanes() = default;
  /// The same value in every lane. Implicit, so that formulas mix lanes and plain numbers.
  Lanes(double value) : low{value, value, value, value}, high{low} {}  // NOLINT
  Lanes(const Half& low_half, const Half& high_half) : low(low_half), high(high_half) {}

  Lanes(const Lanes& b) : low(b.low), high(b.high) {}
  Lanes& operator=(const Lanes& b) {
    low = b.low;
    high = b.high;
    return *this;
  }

  /// Eight neighbours in memory, at any address; floats widen and are rounded on the way back.
  static Lanes load(const double* from);
  static Lanes load(const float* from);
  void store(double* to) const;
  void store(float* to) const;

  double operator[](int lane) const { return lane < 4 ? low[lane & 3] : high[lane & 3]; }
  double& operator[](int lane) { return reinterpret_cast<double*>(this)[lane]; }

  Lanes operator-() const { return {-low, -high}; }
  Lanes& operator+=(const Lanes& b) { return *this = *this + b; }
  Lanes& operator-=(const Lanes& b) { return *this = *this - b; }
  Lanes& operator*=(const Lanes& b) { return *this = *this * b; }
  Lanes& operator/=(const Lanes& b) { return *this = *this / b; }

  // Friends, so that either side may be a plain number.
  friend Lanes operator+(const Lanes& a, const Lanes& b) {
    return {a.low + b.low, a.high + b.high};
  }
  friend Lanes operator-(const Lanes& a, const Lanes& b) {
    return {a.low - b.low, a.high - b.high};
  }
  friend Lanes operator*(const Lanes& a, const Lanes& b) {
    return {a.low * b.low, a.high * b.high};
  }
  friend Lanes operator/(const Lanes& a, const Lanes& b) {
    return {a.low / b.low, a.high / b.high};
  }
  friend LanesMask operator<(const Lanes& a, const Lanes& b) {
    return {a.low < b.low, a.high < b.high};
  }
  friend LanesMask operator<=(const Lanes& a, const Lanes& b) {
    return {a.low <= b.low, a.high <= b.high};
  }
  friend LanesMask operator>(const Lanes& a, const Lanes& b) { return b < a; }
  friend LanesMask operator>=(const Lanes& a, const Lanes& b) { return b <= a; }
  friend LanesMask operator==(const Lanes& a, const Lanes& b) {
    return {a.low == b.low, a.high == b.high};
  }
  friend LanesMask operator!=(const Lanes& a, const Lanes& b) { return !(a == b); }
};

inline Lanes Lanes::load(const double* from) {
  Lanes result;
  std::memcpy(&result.low, from, sizeof(Half));
  std::memcpy(&result.high, from + 4, sizeof(Half));
  return result;
}
inline void Lanes::store(double* to) const {
  std::memcpy(to, &low, sizeof(Half));
  std::memcpy(to + 4, &high, sizeof(Half));
}

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

// The same for Lanes.

#ifdef __AVX2__
inline Lanes Lanes::load(const float* from) {
  return {_mm256_cvtps_pd(_mm_loadu_ps(from)), _mm256_cvtps_pd(_mm_loadu_ps(from + 4))};
}
inline void Lanes::store(float* to) const {
  _mm_storeu_ps(to, _mm256_cvtpd_ps(low));
  _mm_storeu_ps(to + 4, _mm256_cvtpd_ps(high));
}
inline bool any(const LanesMask& mask) {
  return _mm256_movemask_pd(reinterpret_cast<__m256d>(mask.low | mask.high)) != 0;
}
inline bool all(const LanesMask& mask) {
  return _mm256_movemask_pd(reinterpret_cast<__m256d>(mask.low & mask.high)) == 15;
}
inline Lanes select(const LanesMask& mask, const Lanes& a, const Lanes& b) {
  return {_mm256_blendv_pd(b.low, a.low, reinterpret_cast<__m256d>(mask.low)),
          _mm256_blendv_pd(b.high, a.high, reinterpret_cast<__m256d>(mask.high))};
}
inline Lanes sqrt(const Lanes& x) { return {_mm256_sqrt_pd(x.low), _mm256_sqrt_pd(x.high)}; }
inline Lanes floor(const Lanes& x) { return {_mm256_floor_pd(x.low), _mm256_floor_pd(x.high)}; }
inline Lanes nearest(const Lanes& x) {
  return {_mm256_round_pd(x.low, 8), _mm256_round_pd(x.high, 8)};
}
inline Lanes fma(const Lanes& a, const Lanes& b, const Lanes& c) {
  return {_mm256_fmadd_pd(a.low, b.low, c.low), _mm256_fmadd_pd(a.high, b.high, c.high)};
}
#else
/// Calls a scalar function lane by lane, for machines whose intrinsics are not used above.
template <typename Function, typename... Arguments>
Lanes lane_by_lane(Function function, const Arguments&... arguments) {
  Lanes result;
  for (int i = 0; i < Lanes::kCount; ++i) result[i] = function(arguments[i]...);
  return result;
}
inline Lanes Lanes::load(const float* from) {
  return lane_by_lane([](const float& element) { return static_cast<double>(element); }, from);
}
inline void Lanes::store(float* to) const {
  for (int i = 0; i < kCount; ++i) to[i] = static_cast<float>((*this)[i]);
}
inline bool any(const LanesMask& mask) {
  const LanesMask::Half either = mask.low | mask.high;
  return (either[0] | either[1] | either[2] | either[3]) != 0;
}
inline bool all(const LanesMask& mask) { return !any(!mask); }
inline Lanes select(const LanesMask& mask, const Lanes& a, const Lanes& b) {
  return lane_by_lane([](bool m, double x, double y) { return m ? x : y; }, mask, a, b);
}
inline Lanes sqrt(const Lanes& x) {
  return lane_by_lane([](double v) { return std::sqrt(v); }, x);
}
inline Lanes floor(const Lanes& x) {
  return lane_by_lane([](double v) { return std::floor(v); }, x);
}
inline Lanes nearest(const Lanes& x) {
  return lane_by_lane([](double v) { return std::nearbyint(v); }, x);
}
inline Lanes fma(const Lanes& a, const Lanes& b, const Lanes& c) {
  return lane_by_lane([](double u, double v, double w) { return std::fma(u, v, w); }, a, b, c);
}
#endif

inline Lanes abs(const Lanes& x) {
  const LanesMask::Half magnitude = LanesMask::Half{} + INT64_MAX;
  return {reinterpret_cast<Lanes::Half>(reinterpret_cast<LanesMask::Half>(x.low) & magnitude),
          reinterpret_cast<Lanes::Half>(reinterpret_cast<LanesMask::Half>(x.high) & magnitude)};
}
inline Lanes min(const Lanes& a, const Lanes& b) { return select(b < a, b, a); }
inline Lanes max(const Lanes& a, const Lanes& b) { return select(a < b, b, a); }
inline LanesMask isfinite(const Lanes& x) { return abs(x) < HUGE_VAL; }

}  // namespace descend

/// Lets Eigen hold Lanes: storage, copies and views, not arithmetic.
template <>
struct Eigen::NumTraits<descend::Lanes> : Eigen::GenericNumTraits<descend::Lanes> {
  enum { RequireInitialization = 0 };
};
