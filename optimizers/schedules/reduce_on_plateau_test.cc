#include <gtest/gtest.h>

#include "optimizers/rule_test.h"

namespace descend::test {
namespace {

/// The factors before each of the losses, and after the last, with a window of four epochs.
std::vector<double> factors(const std::vector<double>& losses, double threshold = 1e-3,
                            double min = 0) {
  auto schedule = make_schedule({"reduce_on_plateau",
                                 {{"factor", Value{0.5}},
                                  {"patience", Value{std::int64_t{4}}},
                                  {"threshold", Value{threshold}},
                                  {"min", Value{min}}}});
  EXPECT_TRUE(schedule.object->adaptive());
  std::vector<double> found{schedule.object->factor(0)};
  for (std::size_t t = 0; t < losses.size(); ++t) {
    schedule.object->observe(losses[t]);
    found.push_back(schedule.object->factor(Index(t) + 1));
  }
  return found;
}

std::vector<double> losses(int count, auto loss) {
  std::vector<double> list;
  for (int epoch = 0; epoch < count; ++epoch) list.push_back(loss(epoch));
  return list;
}

TEST(ReduceOnPlateau, ReducesOnAFlatLossAtTheEndOfEachWindow) {
  const auto found = factors(std::vector<double>(16, 1.0));
  for (int epoch = 0; epoch <= 16; ++epoch) {
    const double expected = epoch < 8 ? 1 : epoch < 12 ? 0.5 : epoch < 16 ? 0.25 : 0.125;
    EXPECT_EQ(found[epoch], expected) << "after " << epoch << " epochs";
  }
}

TEST(ReduceOnPlateau, ReducesOnABouncingLossThoughItsDipsGoEverDeeper) {
  const auto bouncing =
      losses(8, [](int epoch) { return epoch % 2 == 0 ? 2 + 0.2 * epoch : 1 - 0.1 * epoch; });
  EXPECT_LT(bouncing[7], bouncing[5]);
  EXPECT_EQ(factors(bouncing).back(), 0.5);
}

TEST(ReduceOnPlateau, LeavesADescentAlone) {
  EXPECT_EQ(factors(losses(100, [](int epoch) { return 10.0 / (1 + epoch); })).back(), 1.0);
  // A descent that bounces on its way down is one, too.
  EXPECT_EQ(factors(losses(40, [](int e) { return 100.0 - e + (e % 2 ? 9 : -9); })).back(), 1.0);
  // And so is one below zero.
  EXPECT_EQ(factors(losses(40, [](int epoch) { return -1.0 - epoch; })).back(), 1.0);
}

TEST(ReduceOnPlateau, LeavesADescentFromHigherUpAlone) {
  auto thrown = std::vector<double>(8, 1.0);
  for (int epoch = 0; epoch < 40; ++epoch) thrown.push_back(50.0 - epoch);
  // Once for the plateau, once for being thrown uphill, never while descending.
  EXPECT_EQ(factors(thrown).back(), 0.25);
}

TEST(ReduceOnPlateau, CallsProgressWhatPassesTheThreshold) {
  const auto slow = losses(40, [](int epoch) { return 1 - 0.0005 * epoch; });
  EXPECT_EQ(factors(slow, 1e-3).back(), 1.0);
  EXPECT_LT(factors(slow, 1e-2).back(), 1.0);
}

TEST(ReduceOnPlateau, StopsAtItsMinimum) {
  EXPECT_EQ(factors(std::vector<double>(100, 1.0), 1e-3, 0.2).back(), 0.2);
}

TEST(ReduceOnPlateau, ForgetsWhenStartedAgain) {
  auto schedule = make_schedule({"reduce_on_plateau", {{"patience", Value{std::int64_t{1}}}}});
  for (int epoch = 0; epoch < 5; ++epoch) schedule.object->observe(1.0);
  EXPECT_LT(schedule.object->factor(5), 1.0);
  schedule.object->start({});
  schedule.object->observe(1.0);
  EXPECT_EQ(schedule.object->factor(1), 1.0);
}

}  // namespace
}  // namespace descend::test
