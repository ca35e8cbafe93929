#include "descend/numerics/stretches.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>

#include "descend/numerics/elementary.h"
#include "tests/random_vector.h"

namespace descend {
namespace {

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
class Stretches : public testing::Test {};
using LanesToo = testing::Types<float, double, Lanes>;
TYPED_TEST_SUITE(Stretches, LanesToo);

TYPED_TEST(Stretches, VisitEveryElementOnceAndInOrder) {
  for (const Index n : kSizes) {
    Index next = 0;
    in_stretches(n, [&](Index first, Index count) {
      EXPECT_EQ(first, next);
      EXPECT_GT(count, 0);
      EXPECT_LE(count, kStretch);
      next = first + count;
    });
    EXPECT_EQ(next, n);
  }
}

TYPED_TEST(Stretches, SumsHaveTheBitsOfOneWalk) {
  using Scalar = TypeParam;
  for (const Index n : kSizes) {
    const Vector<Scalar> a = random_vector<Scalar>(n, "a"), b = random_vector<Scalar>(n, "b");
    StretchSum<Scalar> product, square, plain;
    in_stretches(n, [&](Index first, Index count) {
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
