#include "harness/run/problem_faults.h"

#include <gtest/gtest.h>

#include "harness/run/state_bounds.h"

namespace descend {
namespace {

TEST(FactsFault, NamesWhatCannotBeTrue) {
  const auto fault = [](auto change) {
    Facts facts;
    facts.minima = {{.x = {1, 2}, .loss = 0.5}};
    facts.domain = {{-1, 1}, {0, kInfinity}};
    facts.target_loss = 0.75;
    facts.lower_bound = 0;
    facts.learning_rate = 0.1;
    change(facts);
    return facts_fault(facts, 2);
  };
  EXPECT_EQ(fault([](Facts&) {}), "");
  EXPECT_EQ(fault([](Facts& facts) { facts = {}; }), "");
  EXPECT_EQ(fault([](Facts& facts) { facts.domain.pop_back(); }),
            "the domain has 1 intervals for 2 coordinates: give one for each, or none");
  EXPECT_EQ(fault([](Facts& facts) { facts.domain[1].low = kNaN; }),
            "the domain's interval 1 from nan to inf is empty");
  EXPECT_EQ(fault([](Facts& facts) { facts.domain[0].high = 0; }),
            "minimum 0 is outside the domain: x[0] is 1, not in [-1, 0]");
  EXPECT_EQ(fault([](Facts& facts) { facts.minima[0].x = {1}; }),
            "minimum 0 has 1 coordinates, not 2");
  EXPECT_EQ(fault([](Facts& facts) { facts.target_loss = 0.25; }),
            "the target loss 0.25 is below the lowest loss 0.5");
  EXPECT_EQ(fault([](Facts& facts) { facts.target_loss = kInfinity; }), "the target loss is inf");
  EXPECT_EQ(fault([](Facts& facts) { facts.lower_bound = 0.625; }),
            "a minimum of 0.5 is below the lower bound");
  EXPECT_EQ(fault([](Facts& facts) { facts.learning_rate = 0; }), "the learning rate is 0");
  EXPECT_EQ(fault([](Facts& facts) { facts.tolerance = kNaN; }), "the tolerance is nan");
}

TEST(StateBounds, SayHowFarAStateIsOutsideOnEitherSide) {
  const std::vector<Interval> domain = {{-1, 1}, {0, kInfinity}};
  const auto bounds = [&](double x, double y) {
    const auto found = state_bounds<double>(Vector<double>{{x, y}}, domain);
    return std::pair{found.low, found.high};
  };
  EXPECT_EQ(bounds(0.5, 1e300), std::pair(0.0, 0.0));
  EXPECT_EQ(bounds(-1, 0), std::pair(0.0, 0.0));
  EXPECT_EQ(bounds(-1.5, -0.25), std::pair(-0.5, 0.0));
  EXPECT_EQ(bounds(3, -1), std::pair(-1.0, 2.0));
  Vector<Lanes> lanes(2);
  lanes.setZero();
  lanes[0][7] = 3;
  lanes[1][7] = -1;
  const auto of_lanes = state_bounds<Lanes>(lanes, domain);
  EXPECT_EQ(of_lanes.low[6], 0);
  EXPECT_EQ(of_lanes.low[7], -1);
  EXPECT_EQ(of_lanes.high[7], 2);
  EXPECT_EQ(state_bounds<double>(Vector<double>{{5.0}}, {{0, 1}}).low, 5);
  EXPECT_EQ(state_bounds<double>(Vector<double>{{5.0, 6.0}}, {}).high, 0);
}

}  // namespace
}  // namespace descend
