#include "descend/numerics/lanes.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "descend/types.h"

namespace descend {
namespace {

constexpr double kTiny = std::numeric_limits<double>::denorm_min();
const std::array<double, 12> kNumbers = {0.0,   -0.0, 1.0,     -1.5,  2.5,       -3.5,
                                         1e300, 0.1,  -1e-300, kTiny, kInfinity, kNaN};

bool same(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// As many of the numbers above as there are lanes, from the given one on.
template <typename Numbers>
Numbers numbers_from(std::size_t first) {
  Numbers result;
  for (int i = 0; i < Numbers::kCount; ++i) {
    result[i] = kNumbers[(first + static_cast<std::size_t>(i)) % kNumbers.size()];
  }
  return result;
}

template <typename Numbers, typename Function>
void expect_same_as_doubles_in(const Function& f) {
  for (std::size_t first = 0; first < kNumbers.size(); ++first) {
    for (std::size_t second = 0; second < kNumbers.size(); ++second) {
      const auto a = numbers_from<Numbers>(first), b = numbers_from<Numbers>(second),
                 c = numbers_from<Numbers>(second + 5);
      const auto result = f(a, b, c);
      for (int i = 0; i < Numbers::kCount; ++i) {
        EXPECT_TRUE(same(static_cast<double>(result[i]), static_cast<double>(f(a[i], b[i], c[i]))))
            << a[i] << ", " << b[i] << ", " << c[i] << ": " << result[i];
      }
    }
  }
}

/// Expects f of three lanes to be, in each lane, f of three doubles, for all pairs of the numbers.
template <typename Function>
void expect_same_as_doubles(const Function& f) {
  expect_same_as_doubles_in<Eight>(f);
  expect_same_as_doubles_in<Lanes>(f);
}

TEST(Lanes, ArithmeticIsThatOfDoubles) {
  expect_same_as_doubles([](auto a, auto b, auto) { return a + b; });
  expect_same_as_doubles([](auto a, auto b, auto) { return a - b; });
  expect_same_as_doubles([](auto a, auto b, auto) { return a * b; });
  expect_same_as_doubles([](auto a, auto b, auto) { return a / b; });
  expect_same_as_doubles([](auto a, auto, auto) { return -a; });
  expect_same_as_doubles([](auto a, auto b, auto c) { return (a += b, a -= c, a *= b, a /= c); });
  expect_same_as_doubles([](auto a, auto b, auto) { return 2 * a + b / 3.0f - 1; });
}

TEST(Lanes, FunctionsAreThoseOfDoubles) {
  expect_same_as_doubles([](auto a, auto, auto) { return descend::sqrt(a); });
  expect_same_as_doubles([](auto a, auto, auto) { return descend::abs(a); });
  expect_same_as_doubles([](auto a, auto, auto) { return descend::floor(a); });
  expect_same_as_doubles([](auto a, auto, auto) { return descend::nearest(a); });
  expect_same_as_doubles([](auto a, auto b, auto) { return descend::min(a, b); });
  expect_same_as_doubles([](auto a, auto b, auto) { return descend::max(a, b); });
  expect_same_as_doubles([](auto a, auto b, auto c) { return descend::fma(a, b, c); });
  expect_same_as_doubles([](auto a, auto b, auto c) { return descend::select(a < b, c, a); });
  expect_same_as_doubles([](auto a, auto b, auto) { return descend::select(a > b, a, 0.5); });
}

TEST(Lanes, ComparisonsAreThoseOfDoubles) {
  expect_same_as_doubles([](auto a, auto b, auto) { return a < b; });
  expect_same_as_doubles([](auto a, auto b, auto) { return a <= b; });
  expect_same_as_doubles([](auto a, auto b, auto) { return a > b; });
  expect_same_as_doubles([](auto a, auto b, auto) { return a >= b; });
  expect_same_as_doubles([](auto a, auto b, auto) { return a == b; });
  expect_same_as_doubles([](auto a, auto b, auto) { return a != b; });
  expect_same_as_doubles([](auto a, auto, auto) { return descend::isfinite(a); });
  expect_same_as_doubles([](auto a, auto b, auto c) { return (a < b) & !(b < c); });
  expect_same_as_doubles([](auto a, auto b, auto c) { return (a < b) | (b < c); });
}

TEST(Lanes, AnyAndAll) {
  Lanes x(1.0);
  EXPECT_TRUE(all(x == 1));
  EXPECT_FALSE(any(x != 1));
  for (int i = 0; i < Lanes::kCount; ++i) {
    x = 1.0;
    x[i] = 2.0;
    EXPECT_FALSE(all(x == 1));
    EXPECT_TRUE(any(x != 1));
  }
  EXPECT_TRUE(any(true) && all(true) && !any(false) && !all(false));
}

TEST(Lanes, SelectAlsoServesPlainNumbers) {
  EXPECT_EQ(select(true, 1.0f, 2.0f), 1.0f);
  EXPECT_EQ(select(false, 1.0, 2.0), 2.0);
}

TEST(Lanes, LoadAndStoreAtAnyAddress) {
  constexpr std::size_t kCount = Lanes::kCount;
  std::array<float, kCount + 2> floats{};
  std::array<double, kCount + 2> doubles{};
  for (std::size_t i = 0; i < floats.size(); ++i) {
    floats[i] = static_cast<float>(doubles[i] = 0.1 * double(i));
  }
  const Lanes from_floats = Lanes::load(&floats[1]), from_doubles = Lanes::load(&doubles[1]);
  for (int i = 0; i < Lanes::kCount; ++i) {
    EXPECT_EQ(from_floats[i], double(floats[std::size_t(i) + 1]));
    EXPECT_EQ(from_doubles[i], doubles[std::size_t(i) + 1]);
  }
  from_doubles.store(&floats[2]);
  from_floats.store(&doubles[2]);
  EXPECT_EQ(floats[kCount + 1], static_cast<float>(0.1 * double(kCount)));
  EXPECT_EQ(floats[1], static_cast<float>(0.1));
  EXPECT_EQ(doubles[kCount + 1], double(static_cast<float>(0.1 * double(kCount))));
}

TEST(Lanes, AreComputedInEights) {
  const Lanes a = numbers_from<Lanes>(0), b = numbers_from<Lanes>(3);
  Lanes written = 0.0;
  const auto sum = [](const auto& x, const auto& y, auto& z) {
    static_assert(sizeof(x) <= sizeof(Eight));
    z = x - y;
    return x + y;
  };
  const Lanes result = in_eights(sum, a, b, written);
  for (int i = 0; i < Lanes::kCount; ++i) {
    EXPECT_TRUE(same(result[i], a[i] + b[i]));
    EXPECT_TRUE(same(written[i], a[i] - b[i]));
  }
  const double one = 1, two = 2;
  double difference = 0;
  EXPECT_EQ(in_eights(sum, one, two, difference), 3.0);
  EXPECT_EQ(difference, -1.0);
}

TEST(Lanes, EigenStoresThem) {
  Vector<Lanes> v(5);
  v.setZero();
  Vector<Lanes> w = v;
  w.setConstant(Lanes(2.0));
  w(3)[Lanes::kCount - 1] = 9;
  VectorRef<Lanes> view = w;
  view.segment(0, 2).setConstant(4.0);
  const Vector<Lanes> copy = view;
  EXPECT_TRUE(all(v(4) == 0));
  EXPECT_EQ(copy(3)[Lanes::kCount - 1], 9);
  EXPECT_EQ(copy(3)[Lanes::kCount - 2], 2);
  EXPECT_TRUE(all(copy(1) == 4));
  EXPECT_EQ(sizeof(Lanes), Lanes::kCount * sizeof(double));
}

}  // namespace
}  // namespace descend
