/// sin, cos and both together for float, double, Eight and Lanes, from one source. See
/// `elementary.h`.
///
/// The only branch is for arguments beyond 2^30. It keeps compilers from vectorising a loop over
/// plain doubles; `lanewise` (elementwise.h) and `reduce` (sums.h) compute eight at a time.
#pragma once

#include "descend/numerics/floating_point.h"

namespace descend {

template <typename T>
struct SinCos {
  T sin, cos;
};

namespace internal {

/// An angle of |r| <= pi/4 and, in the last two bits of `quarters`, the number of quarter turns.
template <typename T>
struct Angle {
  TwoWords<T> r;
  T quarters;
};

inline constexpr double kLargeAngle = 0x1p30;
inline constexpr double kHalfPi[] = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54,
                                     -0x1.f1976b7ed8fbcp-110};

/// For x >= 2^30, exactly: multiplies by those bits of 2/pi that matter (M. H. Payne and
/// R. N. Hanek, Radian reduction for trigonometric functions, SIGNUM Newsletter 18, 1983).
[[gnu::noinline, gnu::cold]] inline Angle<double> reduce_large(double x) {
  __extension__ using Wide = unsigned __int128;
  // 0, then the first 1,216 bits of 2/pi = 0.a2f98...
  static constexpr std::uint64_t kTwoOverPi[] = {
      0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
      0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e,
      0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
      0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
      0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab};
  if (!(x < HUGE_VAL)) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    return {{nan, nan}, 0};
  }
  // x = m 2^e. Whole turns vanish, so the bits of 2/pi above 2^(2-e) are not needed, and 192 bits
  // from there on leave 2^-75 of the smallest remainder there is.
  const std::uint64_t bits = to_bits(x);
  const std::uint64_t m = (bits & ((1ULL << 52) - 1)) | (1ULL << 52);
  const int first = static_cast<int>(bits >> 52) - 1075 - 2 + 64;
  const std::uint64_t* words = kTwoOverPi + first / 64;
  const int shift = first % 64;
  const auto word = [&](int i) {
    return shift == 0 ? words[i] : (words[i] << shift) | (words[i + 1] >> (64 - shift));
  };
  const Wide low = static_cast<Wide>(m) * word(2);
  const Wide middle = static_cast<Wide>(m) * word(1) + (low >> 64);
  const std::uint64_t high = m * word(0) + static_cast<std::uint64_t>(middle >> 64);

  // The first two bits count quarter turns; the rest, to the nearest quarter, is the angle.
  const std::uint64_t quarters = (high + (1ULL << 61)) >> 62;
  const Wide rest = (static_cast<Wide>(high) << 66) | (middle << 64 >> 62) |
                    (static_cast<std::uint64_t>(low) >> 62);
  const bool negative = (rest >> 127) != 0;
  const Wide size = negative ? -rest : rest;
  const auto piece = [&](int i) {
    return static_cast<double>(static_cast<std::uint32_t>(size >> (96 - 32 * i)));
  };
  const double first_two = piece(0) * 0x1p-32 + piece(1) * 0x1p-64;
  const double others = (piece(0) * 0x1p-32 - first_two) + piece(1) * 0x1p-64 +
                        (piece(2) * 0x1p-96 + piece(3) * 0x1p-128);
  const double turn = first_two + others, turn_low = (first_two - turn) + others;
  const double product = turn * kHalfPi[0];
  const double product_low =
      fma(turn, kHalfPi[0], -product) + fma(turn, kHalfPi[1], turn_low * kHalfPi[0]);
  const double r = product + product_low, r_low = (product - r) + product_low;
  const double shifted = DoubleFormat::kShifter + static_cast<double>(quarters);
  return negative ? Angle<double>{{-r, -r_low}, shifted} : Angle<double>{{r, r_low}, shifted};
}

/// Replaces the lanes that hold large angles.
[[gnu::noinline, gnu::cold]] inline Angle<Eight> reduce_large(const Eight& x, Angle<Eight> angle) {
  for (int i = 0; i < Eight::kCount; ++i) {
    if (x[i] < kLargeAngle) continue;
    const Angle<double> lane = reduce_large(x[i]);
    angle.r.high[i] = lane.r.high;
    angle.r.low[i] = lane.r.low;
    angle.quarters[i] = lane.quarters;
  }
  return angle;
}
inline Angle<double> reduce_large(double x, const Angle<double>&) { return reduce_large(x); }

/// x = k pi/2 + r for x >= 0.
template <typename T>
DESCEND_INLINE Angle<T> reduce_by_half_pi(const T& x) {
  constexpr double kTwoOverPi = 0x1.45f306dc9c883p-1, kShifter = DoubleFormat::kShifter;
  const T shifted = fma(x, T(kTwoOverPi), T(kShifter));
  const T k = shifted - kShifter;
  const T exact = fma(k, T(-kHalfPi[0]), x);  // a multiple of 2^-53, and below 1
  const T second = k * kHalfPi[1];
  const T r = exact - second;
  // Exact even where `second` is the larger: its last place divides `exact` (S. Boldo,
  // S. Graillat, J.-M. Muller, On the robustness of the 2Sum and Fast2Sum algorithms, ACM
  // Transactions on Mathematical Software 44, 2017).
  const T lost = (exact - r) - second;
  const T r_low = fma(k, T(-kHalfPi[2]), lost - fma(k, T(kHalfPi[1]), -second));
  Angle<T> angle{{r, r_low}, shifted};
  if (!all(x < kLargeAngle)) [[unlikely]] {
    const T size = x;  // a copy, so that x and angle need no address and stay in registers
    const Angle<T> large = reduce_large(size, Angle<T>{{r, r_low}, shifted});
    angle.r.high = large.r.high;
    angle.r.low = large.r.low;
    angle.quarters = large.quarters;
  }
  return angle;
}

template <typename T>
DESCEND_INLINE SinCos<T> sincos_of(const T& x) {
  if constexpr (std::is_same_v<T, float>) {
    const SinCos<double> result = sincos_of(static_cast<double>(x));
    return {static_cast<float>(result.sin), static_cast<float>(result.cos)};
  } else {
    constexpr std::uint64_t kSign = 1ULL << 63;
    const Angle<T> angle = reduce_by_half_pi(T(abs(x)));
    const T r = angle.r.high, r_low = angle.r.low;

    // Polynomials for |r| <= pi/4: errors 2^-57.9 of sin r, 2^-63.9 of cos r.
    const T z = r * r;
    const T z_squared = z * z;
    const T sine_rest =
        polynomial(z, z_squared, 0x1.111111110f72ep-7, -0x1.a01a019be8ba6p-13,
                   0x1.71de3554ba1d9p-19, -0x1.ae5e4b1cfe5abp-26, 0x1.5d8b346abd40cp-33);
    const T cosine_rest = polynomial(z, z_squared, 0x1.555555555554bp-5, -0x1.6c16c16c15005p-10,
                                     0x1.a01a019c8c7c6p-16, -0x1.27e4f7ef0b9bfp-22,
                                     0x1.1ee9d9c493980p-29, -0x1.8fa5521d089b5p-37);
    const T flat = fma(z, T(-0.5), T(1));  // 1 - z/2; what it and z have lost is added below
    const T lost = fma(z, T(-0.5), 1 - flat);
    const T z_low = fma(r, r, -z);
    const T sine =
        r + fma(r * z, T(-0x1.5555555555548p-3), fma(r * z_squared, sine_rest, r_low * flat));
    const T cosine = flat + fma(z_squared, cosine_rest, lost - fma(r, r_low, 0.5 * z_low));

    // Odd quarter turns exchange the two; masks rather than branches, which no one could predict.
    const auto quarters = vector_bits(angle.quarters);
    const auto odd = quarters << 63;
    const auto sine_sign = ((quarters << 62) ^ vector_bits(x)) & kSign;
    const auto cosine_sign = ((quarters << 62) ^ odd) & kSign;
    return {from_bits(select_by_sign(odd, cosine, sine) ^ sine_sign),
            from_bits(select_by_sign(odd, sine, cosine) ^ cosine_sign)};
  }
}

}  // namespace internal

/// Sine and cosine of x radians, of any size.
DESCEND_INLINE SinCos<float> sincos(float x) { return internal::sincos_of(x); }
DESCEND_INLINE SinCos<double> sincos(double x) { return internal::sincos_of(x); }
DESCEND_INLINE SinCos<Eight> sincos(const Eight& x) { return internal::sincos_of(x); }
DESCEND_INLINE SinCos<Lanes> sincos(const Lanes& x) {
  const SinCos<Eight> low = sincos(x.low), high = sincos(x.high);
  return {{low.sin, high.sin}, {low.cos, high.cos}};
}
DESCEND_INLINE float sin(float x) { return internal::sincos_of(x).sin; }
DESCEND_INLINE double sin(double x) { return internal::sincos_of(x).sin; }
DESCEND_INLINE Eight sin(const Eight& x) { return internal::sincos_of(x).sin; }
DESCEND_INLINE Lanes sin(const Lanes& x) {
  return in_eights([](const Eight& x) DESCEND_LAMBDA { return sin(x); }, x);
}
DESCEND_INLINE float cos(float x) { return internal::sincos_of(x).cos; }
DESCEND_INLINE double cos(double x) { return internal::sincos_of(x).cos; }
DESCEND_INLINE Eight cos(const Eight& x) { return internal::sincos_of(x).cos; }
DESCEND_INLINE Lanes cos(const Lanes& x) {
  return in_eights([](const Eight& x) DESCEND_LAMBDA { return cos(x); }, x);
}

}  // namespace descend
