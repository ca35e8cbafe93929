#include "results/record/series.h"

#include <gtest/gtest.h>

#include <cmath>

#include "descend/numerics/random.h"

namespace descend {
namespace {

std::vector<std::uint64_t> bits(const std::vector<double>& numbers) {
  std::vector<std::uint64_t> all;
  for (const double number : numbers) all.push_back(std::bit_cast<std::uint64_t>(number));
  return all;
}

// Both ways of keeping them give back every bit, all at once, in pieces and one by one.
void expect_kept(const std::vector<double>& numbers) {
  for (Series series : {Series(), Series::in_progressions()}) {
    EXPECT_TRUE(series.empty());
    series.reserve(numbers.size());
    for (const double number : numbers) series.push_back(number);
    ASSERT_EQ(series.size(), numbers.size());
    EXPECT_EQ(bits(series.numbers()), bits(numbers));
    std::vector<double> joined, single;
    series.each_piece([&](std::span<const double> piece) {
      joined.insert(joined.end(), piece.begin(), piece.end());
    });
    for (std::size_t i = 0; i < numbers.size(); ++i) single.push_back(series[i]);
    EXPECT_EQ(bits(joined), bits(numbers));
    EXPECT_EQ(bits(single), bits(numbers));
  }
}

TEST(Series, KeepsEveryBit) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), max = 0x1p53;
  expect_kept({});
  expect_kept({0.0});
  expect_kept({-0.0, -0.0, 0.0, 0.0, -0.0});
  expect_kept({5, -0.0, 1, 2, 3, 2, 1, 0, -1});
  expect_kept({0.1, 0.2, 0.3, 0.4, 0.1, 0.1, 0.1});
  expect_kept({nan, nan, -nan, nan, kInfinity, kInfinity, -kInfinity, 1, nan});
  expect_kept({max - 2, max - 1, max, max, max + 2, 0, max, -max});
  expect_kept({0, 0x1p51 + 1, 0x1p52 + 2, 0x1p52 + 0x1p51 + 3, 0x1p53 + 4, 0x1p53 + 0x1p51 + 4});
}

TEST(Series, KeepsEveryBitOfLongColumns) {
  std::vector<double> count, rate, decay, clock, noise, mixed;
  Random random(7, 0);
  for (int i = 0; i < 5000; ++i) {
    count.push_back(3 * i + (i > 1234 ? 1 : 0));
    rate.push_back(i < 3000 ? 0.1 : 0.01);
    decay.push_back(1.0 / (1.0 + 1e-3 * i));
    clock.push_back(std::floor(i / 256.0) * 1.7e-6);
    noise.push_back(random.uniform());
    mixed.push_back(i % 700 < 600 ? i : noise.back());
  }
  for (const auto& column : {count, rate, decay, clock, noise, mixed}) expect_kept(column);
}

}  // namespace
}  // namespace descend
