#include "descend/numerics/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <string>
#include <vector>

namespace descend {
namespace {

TEST(Random, Splitmix64GivesItsPublishedNumbers) {
  std::uint64_t state = 1234567;
  for (const std::uint64_t expected :
       {6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u,
        16408922859458223821u}) {
    EXPECT_EQ(splitmix64(state), expected);
  }
}

TEST(Random, Xoshiro256StarStarGivesItsPublishedNumbers) {
  Random random(std::array<std::uint64_t, 4>{1, 2, 3, 4});
  for (const std::uint64_t expected : std::initializer_list<std::uint64_t>{
           11520u, 0u, 1509978240u, 1215971899390074240u, 1216172134540287360u, 607988272756665600u,
           16172922978634559625u, 8476171486693032832u, 10595114339597558777u,
           2904607092377533576u}) {
    EXPECT_EQ(random(), expected);
  }
}

TEST(Random, StreamsDifferAndRepeat) {
  std::vector<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    for (std::uint64_t stream = 0; stream < 10; ++stream) first.push_back(Random(seed, stream)());
    for (const char* name : {"data", "start", "batches"}) first.push_back(Random(seed, name)());
  }
  std::sort(first.begin(), first.end());
  EXPECT_EQ(std::adjacent_find(first.begin(), first.end()), first.end());
  EXPECT_EQ(Random(3, "data")(), Random(3, std::string("data"))());
}

TEST(Random, UniformHasItsMoments) {
  Random random(0, "uniform");
  double sum = 0, squares = 0;
  constexpr int kDraws = 1'000'000;
  for (int i = 0; i < kDraws; ++i) {
    const double u = random.uniform();
    ASSERT_TRUE(u >= 0 && u < 1);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / kDraws, 1.0 / 2, 5 * std::sqrt(1.0 / 12 / kDraws));
  EXPECT_NEAR(squares / kDraws, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / kDraws));
  for (int i = 0; i < 1000; ++i) {
    const double u = random.uniform(-3, 5);
    ASSERT_TRUE(u >= -3 && u <= 5);
  }
}

TEST(Random, NormalHasItsMoments) {
  Random random(0, "normal");
  std::array<double, 5> moments{};
  double neighbours = 0, previous = 0;
  constexpr int kDraws = 1'000'000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = random.normal();
    for (std::size_t k = 1; k <= 4; ++k) moments[k] += std::pow(x, double(k)) / kDraws;
    neighbours += x * previous / kDraws;
    previous = x;
  }
  const double sigma = 1 / std::sqrt(double(kDraws));
  EXPECT_NEAR(moments[1], 0, 5 * sigma);
  EXPECT_NEAR(moments[2], 1, 5 * sigma * std::sqrt(2.0));
  EXPECT_NEAR(moments[3], 0, 5 * sigma * std::sqrt(15.0));
  EXPECT_NEAR(moments[4], 3, 5 * sigma * std::sqrt(96.0));
  EXPECT_NEAR(neighbours, 0, 5 * sigma);
}

TEST(Random, NormalHasTheSameBitsEverywhere) {
  Random random(7, "normal");
  std::uint64_t hash = 0xcbf29ce484222325;
  for (int i = 0; i < 10'000; ++i) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(random.normal())) * 0x100000001b3;
  }
  EXPECT_EQ(hash, 0xdf8b760a79e97339u);
}

TEST(Random, BelowIsUnbiased) {
  Random random(0, "below");
  constexpr int kDraws = 700'000;
  std::array<int, 7> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(random.below(7));
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 7, 5 * std::sqrt(kDraws / 7.0));

  // A count for which a third of all draws must be rejected; a plain remainder would give the
  // lower half twice as often as the upper.
  const std::uint64_t large = 3ULL << 62;
  int lower = 0;
  for (int i = 0; i < kDraws; ++i) lower += random.below(large) < large / 2 ? 1 : 0;
  EXPECT_NEAR(lower, kDraws / 2, 5 * std::sqrt(kDraws / 4.0));
  EXPECT_EQ(random.below(1), 0u);
}

TEST(Random, ShuffleGivesEachOrderAlike) {
  Random random(0, "shuffle");
  std::array<int, 24> counts{};
  constexpr int kDraws = 240'000;
  for (int i = 0; i < kDraws; ++i) {
    std::array<Index, 4> items{0, 1, 2, 3};
    random.shuffle(items);
    std::size_t order = 0;  // the permutation's number, by inversions
    for (std::size_t a = 0; a < 4; ++a) {
      order = order * (4 - a) + static_cast<std::size_t>(std::count_if(
                                    items.begin() + static_cast<std::ptrdiff_t>(a), items.end(),
                                    [&](Index item) { return item < items[a]; }));
    }
    ++counts.at(order);
  }
  for (const int count : counts) EXPECT_NEAR(count, kDraws / 24, 5 * std::sqrt(kDraws / 24.0));

  std::vector<Index> many(1000);
  std::iota(many.begin(), many.end(), 0);
  random.shuffle(many);
  EXPECT_FALSE(std::is_sorted(many.begin(), many.end()));
  std::sort(many.begin(), many.end());
  EXPECT_EQ(many.front(), 0);
  EXPECT_EQ(many.back(), 999);
  EXPECT_EQ(std::adjacent_find(many.begin(), many.end()), many.end());
}

}  // namespace
}  // namespace descend
