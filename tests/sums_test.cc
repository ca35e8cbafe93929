#include "descend/numerics/sums.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "descend/numerics/elementary.h"
#include "tests/random_vector.h"

namespace descend {
namespace {

/// The sum of the terms by the definition at the head of sums.h, written down once more.
double defined_sum(const std::vector<double>& terms) {
  std::array<double, 17> sums{};
  const std::size_t full = terms.size() / 8 * 8;
  for (std::size_t i = 0; i < terms.size(); ++i) sums.at(i < full ? i % 16 : 16) += terms[i];
  for (const std::size_t width : {8u, 4u, 2u, 1u}) {
    for (std::size_t j = 0; j < width; ++j) sums.at(j) += sums.at(j + width);
  }
  return sums[0] + sums[16];
}

template <typename Scalar>
class Sums : public testing::Test {};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(Sums, Scalars);

TYPED_TEST(Sums, FollowTheirDefinition) {
  for (Index n = 0; n < 100; ++n) {
    const Vector<TypeParam> a = random_vector<TypeParam>(n, "a"),
                            b = random_vector<TypeParam>(n, "b");
    std::vector<double> elements, terms;
    for (Index i = 0; i < n; ++i) {
      elements.push_back(a[i]);
      terms.push_back((double(a[i]) - double(b[i])) * 3);
    }
    EXPECT_EQ(sum(a), defined_sum(elements));
    EXPECT_EQ(reduce([](const auto& p, const auto& q) { return (p - q) * 3; }, a, b),
              defined_sum(terms));
    EXPECT_EQ(reduce([](double p, double q) { return (p - q) * 3; }, a, b), defined_sum(terms));
  }
}

TYPED_TEST(Sums, DoNotDependOnTheAddress) {
  const Vector<TypeParam> a = random_vector<TypeParam>(1000, "a"),
                          b = random_vector<TypeParam>(1000, "b");
  Vector<TypeParam> shifted_a(1040), shifted_b(1040);
  for (Index shift = 0; shift < 33; ++shift) {
    shifted_a.segment(shift, 1000) = a;
    shifted_b.segment(40 - shift, 1000) = b;
    EXPECT_EQ(dot(shifted_a.segment(shift, 1000), shifted_b.segment(40 - shift, 1000)), dot(a, b));
    EXPECT_EQ(norm(shifted_a.segment(shift, 1000)), norm(a));
  }
}

// Squares of doubles overflow beyond 2^512 and lose digits below 2^-511.
TYPED_TEST(Sums, LengthsAreRightForNumbersOfAnySize) {
  constexpr int kLargest = std::is_same_v<TypeParam, float> ? 120 : 1015;
  constexpr int kSmallest = std::is_same_v<TypeParam, float> ? -90 : -1015;
  for (const Index n : {1, 2, 7, 40}) {
    const Vector<TypeParam> a = random_vector<TypeParam>(n, "a"),
                            b = random_vector<TypeParam>(n, "b");
    for (int exponent = kSmallest; exponent <= kLargest; exponent += 5) {
      const TypeParam scale = std::ldexp(TypeParam(1), exponent);
      const Vector<TypeParam> large_a = a * scale, large_b = b * scale;
      const double length = std::ldexp(norm(a), exponent);
      EXPECT_NEAR(norm(large_a), length, 1e-14 * length) << n << ", " << exponent;
      EXPECT_EQ(norm(large_a), norm(large_a, squared_norm(large_a)));
      const double apart = std::ldexp(distance(a, b), exponent);
      EXPECT_NEAR(distance(large_a, large_b), apart, 1e-14 * apart) << n << ", " << exponent;
    }
  }
  const TypeParam least = std::numeric_limits<TypeParam>::denorm_min();
  EXPECT_EQ(norm(Vector<TypeParam>{{3 * least, 0, 4 * least}}), 5 * double(least));
  EXPECT_EQ(norm(Vector<TypeParam>{{0, 0, 0}}), 0);
  const TypeParam infinity = std::numeric_limits<TypeParam>::infinity(), nan = infinity - infinity;
  EXPECT_EQ(norm(Vector<TypeParam>{{1, infinity, 1}}), HUGE_VAL);
  EXPECT_TRUE(std::isnan(norm(Vector<TypeParam>{{1, nan, infinity}})));
}

TEST(LaneSums, LengthsAreThoseOfEachLaneAlone) {
  for (const Index n : {1, 2, 9, 40}) {
    Vector<Lanes> a(n), b(n);
    std::array<Vector<double>, Lanes::kCount> alone_a, alone_b;
    for (int lane = 0; lane < Lanes::kCount; ++lane) {
      const double scale = std::ldexp(1.0, 130 * (lane - 8));
      alone_a[lane] = random_vector<double>(n, "a") * (lane == 3 ? 0.0 : scale);
      alone_b[lane] = random_vector<double>(n, "b") * scale;
      if (lane == 5) alone_a[lane][0] = NAN;
      for (Index i = 0; i < n; ++i) {
        a[i][lane] = alone_a[lane][i];
        b[i][lane] = alone_b[lane][i];
      }
    }
    const Lanes length = norm(a), apart = distance(a, b);
    for (int lane = 0; lane < Lanes::kCount; ++lane) {
      if (lane == 5) {
        EXPECT_TRUE(std::isnan(length[lane]) && std::isnan(apart[lane]));
        continue;
      }
      EXPECT_EQ(length[lane], norm(alone_a[lane])) << n << ", lane " << lane;
      EXPECT_EQ(apart[lane], distance(alone_a[lane], alone_b[lane])) << n << ", lane " << lane;
    }
  }
}

TYPED_TEST(Sums, AreAccurate) {
  const Vector<TypeParam> a = random_vector<TypeParam>(100'003, "a"),
                          b = random_vector<TypeParam>(100'003, "b");
  long double products = 0, squares = 0;
  for (Index i = 0; i < a.size(); ++i) {
    products += static_cast<long double>(a[i]) * static_cast<long double>(b[i]);
    squares += static_cast<long double>(a[i]) * static_cast<long double>(a[i]);
  }
  EXPECT_NEAR(dot(a, b), static_cast<double>(products), 1e-9);
  EXPECT_NEAR(squared_norm(a), static_cast<double>(squares), 1e-9);
  EXPECT_NEAR(norm(a), std::sqrt(static_cast<double>(squares)), 1e-11);
}

TYPED_TEST(Sums, MayWriteOnTheWay) {
  for (Index n = 0; n < 40; ++n) {
    const Vector<TypeParam> x = random_vector<TypeParam>(n, "x");
    Vector<TypeParam> gradient(n);
    const double value = reduce(
        [](const auto& a, auto& g) {
          g = 2 * a;
          return a * a;
        },
        x, gradient);
    EXPECT_EQ(gradient, (2 * x).eval());
    EXPECT_EQ(value, reduce([](const auto& a) { return a * a; }, x));
  }
}

TYPED_TEST(Sums, KeepNotANumberAndInfinity) {
  Vector<TypeParam> x = Vector<TypeParam>::Ones(21);
  for (Index i = 0; i < 21; ++i) {
    Vector<TypeParam> y = x;
    y[i] = std::numeric_limits<TypeParam>::quiet_NaN();
    EXPECT_TRUE(std::isnan(norm(y)));
    y[i] = -std::numeric_limits<TypeParam>::infinity();
    EXPECT_EQ(norm(y), kInfinity);
  }
}

constexpr Index kSizes[] = {0,   1,   7,    8,    15,   16,   17,   127,  128,  129,
                            136, 144, 1023, 1024, 1025, 1032, 1040, 2047, 2048, 5000};

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}
bool same_bits(const Lanes& a, const Lanes& b) {
  for (int lane = 0; lane < Lanes::kCount; ++lane) {
    if (!same_bits(a[lane], b[lane])) return false;
  }
  return true;
}

template <typename Scalar>
class Chunks : public testing::Test {};
using LanesToo = testing::Types<float, double, Lanes>;
TYPED_TEST_SUITE(Chunks, LanesToo);

TYPED_TEST(Chunks, ComeOnceAndInOrder) {
  for (const Index n : kSizes) {
    Index next = 0;
    in_chunks(n, [&](Index first, Index count) {
      EXPECT_EQ(first, next);
      EXPECT_GT(count, 0);
      EXPECT_LE(count, kChunk);
      next = first + count;
    });
    EXPECT_EQ(next, n);
  }
}

TYPED_TEST(Chunks, AddUpToTheBitsOfOneSum) {
  using Scalar = TypeParam;
  for (const Index n : kSizes) {
    const Vector<Scalar> a = random_vector<Scalar>(n, "a"), b = random_vector<Scalar>(n, "b");
    Sum<Scalar> product, square, plain;
    in_chunks(n, [&](Index first, Index count) {
      const auto part = a.segment(first, count), other = b.segment(first, count);
      product.add([](auto& sum, const auto& x, const auto& y) { sum = fma(x, y, sum); }, part,
                  other);
      square.add([](auto& sum, const auto& x) { sum = fma(x, x, sum); }, part);
      plain.add([](auto& sum, const auto& x, const auto& y) { sum += x * (y - x); }, part, other);
    });
    EXPECT_TRUE(same_bits(product.total(), dot(a, b))) << n;
    EXPECT_TRUE(same_bits(square.total(), squared_norm(a))) << n;
    EXPECT_TRUE(same_bits(plain.total(),
                          reduce([](const auto& x, const auto& y) { return x * (y - x); }, a, b)))
        << n;
  }
}

}  // namespace
}  // namespace descend
