// What all schedules share, and what PyTorch's have no counterpart of.

#include <gtest/gtest.h>

#include "optimizers/rule_test.h"

namespace descend::test {
namespace {

const Value kEpoch{"epoch"};
Value whole(std::int64_t number) { return Value{number}; }

std::vector<double> factors(const Settings& settings, const RunInfo& run, Index count) {
  auto schedule = make_schedule(settings, run);
  std::vector<double> found;
  for (Index t = 0; t < count; ++t) found.push_back(schedule.object->factor(t));
  return found;
}

TEST(Schedules, CountEpochsWhereAsked) {
  const RunInfo by_step{.steps = 12}, by_epoch{.steps = 34, .steps_per_epoch = 3};
  int counted = 0;
  for (const auto& [name, plugin] : registry().schedules) {
    bool counts = false;
    for (const OptionInfo& option : plugin.info.options) counts |= option.name == "per";
    if (!counts || name == "warmup") continue;
    const auto steps = factors({name, {}}, by_step, 12);
    const auto epochs = factors({name, {{"per", kEpoch}}}, by_epoch, 34);
    for (std::size_t t = 0; t < epochs.size(); ++t) {
      EXPECT_EQ(epochs[t], steps[t / 3]) << name << ", update " << t;
    }
    ++counted;
  }
  EXPECT_EQ(counted, 8);
}

TEST(Schedules, StayBetweenZeroAndOne) {
  for (const auto& [name, plugin] : registry().schedules) {
    for (double factor : factors({name, {}}, {.steps = 50}, 60)) {
      EXPECT_GE(factor, 0) << name;
      EXPECT_LE(factor, 1) << name;
    }
  }
}

TEST(Schedules, WantALengthWhereTheBudgetCountsNoSteps) {
  for (const char* name : {"cosine", "linear", "polynomial", "one_cycle", "warmup_stable_decay"}) {
    EXPECT_THROW(make_schedule({name, {}}), Unsupported) << name;
    const char* length = name == std::string("cosine") ? "period" : "total";
    EXPECT_NO_THROW(make_schedule({name, {{length, whole(7)}}})) << name;
  }
}

TEST(WarmupStableDecay, RisesStaysAndFalls) {
  const Settings settings{"warmup_stable_decay",
                          {{"warmup", Value{0.2}}, {"fall", Value{0.4}}, {"end", Value{0.1}}}};
  const double expected[] = {0.25, 0.5, 0.75, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const auto found = factors(settings, {.steps = 20}, 22);
  for (int t = 0; t < 12; ++t) EXPECT_EQ(found[t], expected[t]) << "t = " << t;
  for (int t = 12; t < 20; ++t) {
    EXPECT_NEAR(found[t], 0.1 + 0.9 * (1 - (t - 12) / 8.0), 1e-15) << "t = " << t;
  }
  EXPECT_EQ(found[20], 0.1);
  EXPECT_EQ(found[21], 0.1);
}

TEST(WarmupStableDecay, FallsByARootWhereAsked) {
  const Settings settings{"warmup_stable_decay",
                          {{"fall", Value{1.0}}, {"warmup", Value{0.0}}, {"shape", Value{"sqrt"}}}};
  const auto found = factors(settings, {.steps = 100}, 100);
  for (int t = 0; t < 100; ++t) EXPECT_NEAR(found[t], 1 - std::sqrt(t / 100.0), 1e-15);
}

TEST(Warmup, LeavesTheRestOfTheRunToTheNextSchedule) {
  const Settings cosine{"cosine", {{"min", Value{0.1}}}};
  const Settings settings{"warmup", {{"steps", whole(10)}, {"then", Value{cosine}}}};
  const auto found = factors(settings, {.steps = 50}, 50);
  const auto rest = factors(cosine, {.steps = 40}, 40);
  for (int t = 0; t < 10; ++t) EXPECT_DOUBLE_EQ(found[t], (t + 1) / 10.0);
  for (int t = 10; t < 50; ++t) EXPECT_EQ(found[t], rest[t - 10]);
}

TEST(Warmup, RisesOverEpochsWhereAsked) {
  const Settings settings{"warmup",
                          {{"steps", whole(2)},
                           {"from", Value{0.5}},
                           {"per", kEpoch},
                           {"then", Value{Settings{"inverse_time", {{"decay", Value{1.0}}}}}}}};
  const auto found = factors(settings, {.steps = 9, .steps_per_epoch = 3}, 8);
  const double expected[] = {0.75, 0.75, 0.75, 1, 1, 1, 1, 0.5};
  for (int t = 0; t < 8; ++t) EXPECT_EQ(found[t], expected[t]) << "update " << t;
}

TEST(Warmup, ShowsAPlateauOnlyWhatComesAfterIt) {
  const Settings plateau{"reduce_on_plateau", {{"patience", whole(1)}, {"factor", Value{0.5}}}};
  auto schedule =
      make_schedule({"warmup", {{"steps", whole(3)}, {"then", Value{plateau}}}}, {.steps = 10});
  EXPECT_TRUE(schedule.object->adaptive());
  std::vector<double> found;
  for (Index t = 0; t < 6; ++t) {
    found.push_back(schedule.object->factor(t));
    schedule.object->observe(1.0);
  }
  EXPECT_EQ(std::vector<double>(found.begin() + 3, found.end()),
            (std::vector<double>{1.0, 1.0, 0.5}));
}

}  // namespace
}  // namespace descend::test
