#include <gtest/gtest.h>

#include "optimizers/rule_test.h"

namespace descend::test {
namespace {

TEST(Exponential, LosesTheSameShareAtEachStep) {
  auto schedule = make_schedule({"exponential", {{"decay", Value{0.25}}}});
  double share = 1;
  for (Index t = 0; t < 200; ++t) {
    EXPECT_NEAR(schedule.object->factor(t) / share, 1.0, 1e-13) << "t = " << t;
    share *= 0.778800783071404868;  // exp(-1/4)
  }
}

TEST(Exponential, CountsCompletedEpochsWhereAsked) {
  auto by_step = make_schedule({"exponential", {{"decay", Value{0.1}}}});
  auto by_epoch = make_schedule({"exponential", {{"decay", Value{0.1}}, {"per", Value{"epoch"}}}},
                                {.steps_per_epoch = 4});
  for (Index update = 0; update < 40; ++update) {
    EXPECT_EQ(by_epoch.object->factor(update), by_step.object->factor(update / 4));
  }
}

}  // namespace
}  // namespace descend::test
