/// NumPy's float32 exp, log and sum, bit for bit (version 1.17 to 1.26 on x86-64 with AVX2 or
/// AVX-512). With the C library's exp the article's runs part after about 300 epochs.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

namespace descend {

/// e^x. Coefficients and order: numpy/core/src/umath/loops_exponent_log.dispatch.c.src.
inline float article_exp(float x) {
  if (!(x > -103.97283935546875f)) return x == x ? 0.0f : x;
  if (x > 88.72283935546875f) return HUGE_VALF;
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
  const float k = std::fma(x, 1.442695040888963407359924681001892137f, kRound) - kRound;
  float y = std::fma(k, -6.93145752e-1f, x);
  y = std::fma(k, -1.42860677e-6f, y);
  float p = 5.082762527590693718096e-4f;
  p = std::fma(p, y, 6.757896990527504603057e-3f);
  p = std::fma(p, y, 5.114512081637298353406e-2f);
  p = std::fma(p, y, 2.473615434895520810817e-1f);
  p = std::fma(p, y, 7.257664613233124478488e-1f);
  p = std::fma(p, y, 9.999999999980870924916e-1f);
  float q = 2.159509375685829852307e-2f;
  q = std::fma(q, y, -2.742335390411667452936e-1f);
  q = std::fma(q, y, 1.0f);
  // The power of two in float64, so that a subnormal result is rounded once.
  const double power = std::bit_cast<double>((static_cast<std::int64_t>(k) + 1023) << 52);
  return static_cast<float>(static_cast<double>(p / q) * power);
}

/// The natural logarithm of a normal positive x.
inline float article_log(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  float exponent = static_cast<float>(static_cast<int>(bits >> 23) - 127);
  float y = std::bit_cast<float>((bits & 0x007fffffu) | 0x3f800000u);
  if (y > 1.41421356237309504880168872420969808f) {
    y *= 0.5f;
    exponent += 1.0f;
  }
  y -= 1.0f;
  float p = 2.589979117907922693523e-02f;
  p = std::fma(p, y, 3.808837741388407920751e-01f);
  p = std::fma(p, y, 1.480000633576506585156e+00f);
  p = std::fma(p, y, 2.112677543073053063722e+00f);
  p = std::fma(p, y, 9.999999999999998702752e-01f);
  p = std::fma(p, y, 0.0f);
  float q = 5.875095403124574342950e-03f;
  q = std::fma(q, y, 1.546476374983906719538e-01f);
  q = std::fma(q, y, 9.864942958519418960339e-01f);
  q = std::fma(q, y, 2.453006071784736363091e+00f);
  q = std::fma(q, y, 2.612677543073109236779e+00f);
  q = std::fma(q, y, 1.0f);
  return std::fma(exponent, 0.693147180559945309417232121458176568f, p / q);
}

/// NumPy's pairwise sum: up to 7 numbers from the left, up to 128 in eight running sums, more by
/// halves (a multiple of 8 first).
inline float article_sum(std::span<const float> x) {
  const std::size_t n = x.size();
  if (n < 8) {
    float sum = 0.0f;
    for (float number : x) sum += number;
    return sum;
  }
  if (n <= 128) {
    float sums[8];
    for (std::size_t j = 0; j < 8; ++j) sums[j] = x[j];
    std::size_t i = 8;
    for (; i < n - n % 8; i += 8) {
      for (std::size_t j = 0; j < 8; ++j) sums[j] += x[i + j];
    }
    float sum =
        ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
    for (; i < n; ++i) sum += x[i];
    return sum;
  }
  const std::size_t half = n / 2 - n / 2 % 8;
  const float left = article_sum(x.first(half));
  return left + article_sum(x.subspan(half));
}

}  // namespace descend
