// A run made to order for each rule on losses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "harness/judge/judge.h"

namespace descend {
namespace {

using ::testing::HasSubstr;

struct Made {
  std::function<double(Index)> loss;
  Index last = 400;
  std::function<double(Index)> gradient = [](Index) { return 1.0; };
  /// Below 0 where an update reverses the one before.
  double turn = 1;
  Facts facts = {};
  Ending ending = Ending::budget;
  bool all_right = false;
};

Outcome outcome_of(const Made& made) {
  JudgeSettings settings;
  settings.facts = made.facts;
  Judge<double> judge(settings);
  for (Index k = 0; k <= made.last; ++k) {
    if (judge.observe({made.loss(k), made.gradient(k), 0, 0, 1, 1, made.turn})) break;
  }
  judge.observe_last(made.all_right, "0 of 64 hidden units still fire");
  return judge.finish(made.ending);
}

Verdict verdict_of(const Made& made) { return outcome_of(made).verdict; }

double as_number(Index k) { return static_cast<double>(k); }

Facts with_minima(const std::vector<double>& losses) {
  Facts facts;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    facts.minima.push_back({.x = {static_cast<double>(i), 0}, .loss = losses[i]});
  }
  facts.tolerance = 1e-3;
  return facts;
}

TEST(Verdicts, ASpikeChangesNone) {
  for (const auto& loss : std::vector<std::function<double(Index)>>{
           [](Index k) { return 3 * std::exp(-0.01 * as_number(k)); }, [](Index) { return 1.0; },
           [](Index k) { return k == 0 ? 2.0 : 1 + 0.1 * std::sin(as_number(k)); },
           [](Index k) { return 1 + 0.01 * as_number(k); }}) {
    const Verdict calm = verdict_of({.loss = loss});
    for (const Index at : {337, 350, 371, 390, 399}) {
      for (const double spike : {1e9, -1e9}) {
        EXPECT_EQ(verdict_of({.loss = [&](Index k) { return k == at ? spike : loss(k); }}), calm)
            << at << ", " << spike << ", " << name_of(calm);
      }
    }
  }
}

TEST(Verdicts, ARiseAboveTheStartDiverges) {
  const auto rising = [](double to) {
    return [to](Index k) { return k < 300 ? 5.0 : 4 + (to - 4) * as_number(k - 300) / 100; };
  };
  EXPECT_EQ(verdict_of({.loss = rising(6)}), Verdict::diverging);
  EXPECT_NE(verdict_of({.loss = rising(4.5)}), Verdict::diverging) << "below the start";
  EXPECT_THAT(outcome_of({.loss = rising(6)}).reason, HasSubstr("above the 5 at the start"));
}

TEST(Verdicts, AStandstillAboveTheStartIsWorseThanIt) {
  const auto jumps = [](double to) { return [to](Index k) { return k < 5 ? 1.0 : to; }; };
  EXPECT_EQ(verdict_of({.loss = jumps(1.5)}), Verdict::worse_than_start);
  EXPECT_EQ(verdict_of({.loss = jumps(1.01)}), Verdict::stalled) << "within 2 % of what there was";
  EXPECT_EQ(verdict_of({.loss = jumps(1.01), .facts = with_minima({0.9})}),
            Verdict::worse_than_start)
      << "measured from the known floor";
  EXPECT_THAT(outcome_of({.loss = jumps(1.5)}).reason,
              HasSubstr("; 0 of 64 hidden units still fire"));
}

TEST(Verdicts, AKnownMinimumIsNamed) {
  const auto at = [](double loss) {
    return [loss](Index k) { return loss + 5 * std::exp(-0.1 * as_number(k)); };
  };
  const Facts facts = with_minima({0.7, 0});
  const Outcome global = outcome_of({.loss = at(0), .facts = facts});
  EXPECT_EQ(global.verdict, Verdict::global_minimum);
  EXPECT_EQ(global.reached_minimum_index, 1);
  ASSERT_TRUE(global.settled_step);
  EXPECT_EQ(global.settled_step, global.reached_step);
  const Outcome second = outcome_of({.loss = at(0.7), .facts = facts});
  EXPECT_EQ(second.verdict, Verdict::local_minimum);
  EXPECT_EQ(second.reached_minimum_index, 0);
  EXPECT_THAT(second.reason,
              HasSubstr("within 0.001 of the loss of the local minimum at x = (0, 0)"));
  EXPECT_EQ(verdict_of({.loss = at(0.3), .facts = facts}), Verdict::stalled);
}

TEST(Verdicts, WhatConvergedElsewhereIsStationary) {
  const auto plateau = [](Index k) { return 1 + std::exp(-0.1 * as_number(k)); };
  EXPECT_EQ(verdict_of({.loss = plateau, .ending = Ending::converged}), Verdict::stationary);
  EXPECT_EQ(verdict_of({.loss = plateau, .facts = with_minima({0}), .ending = Ending::converged}),
            Verdict::stationary);
  EXPECT_EQ(verdict_of({.loss = plateau, .facts = with_minima({1}), .ending = Ending::converged}),
            Verdict::global_minimum);
  const auto vanishing = [](Index k) { return std::exp(-0.1 * as_number(k)); };
  EXPECT_EQ(verdict_of({.loss = plateau, .gradient = vanishing}), Verdict::stationary);
}

TEST(Verdicts, AClassifierThatIsRightHasFitted) {
  const auto loss = [](Index k) { return 1.1 * std::exp(-0.02 * as_number(k)); };
  EXPECT_EQ(verdict_of({.loss = loss, .all_right = true}), Verdict::fitted);
  EXPECT_EQ(verdict_of({.loss = loss}), Verdict::descending);
  EXPECT_EQ(verdict_of({.loss = loss, .last = 100, .all_right = true}), Verdict::descending)
      << "13 % of the loss are left";
}

TEST(Verdicts, AFlatLossIsToldByItsUpdates) {
  const auto flat = [](Index) { return 1.0; };
  EXPECT_EQ(verdict_of({.loss = flat, .turn = -1}), Verdict::oscillating);
  EXPECT_EQ(verdict_of({.loss = flat, .turn = 1}), Verdict::stalled);
  EXPECT_EQ(verdict_of({.loss = flat, .turn = 0}), Verdict::stalled);
  const auto creeping = [](Index k) { return 1 - 1e-6 * as_number(k); };
  const Outcome slow = outcome_of({.loss = creeping});
  EXPECT_EQ(slow.verdict, Verdict::descending);
  EXPECT_THAT(slow.reason, HasSubstr("too slowly"));
  // The same descent at the end of a much greater one.
  EXPECT_EQ(verdict_of({.loss = [&](Index k) { return creeping(k) + std::exp(-as_number(k)); }}),
            Verdict::stalled);
}

TEST(Verdicts, ADescentIsToldFromItsNoise) {
  const auto noisy = [](double slope, double noise) {
    return [=](Index k) {
      return 10 - slope * as_number(k) + noise * std::sin(2.4 * as_number(k) * as_number(k));
    };
  };
  EXPECT_EQ(verdict_of({.loss = noisy(0.01, 0.05)}), Verdict::descending);
  EXPECT_EQ(verdict_of({.loss = noisy(0.0001, 0.1)}), Verdict::oscillating);
  EXPECT_EQ(verdict_of({.loss = noisy(0.01, 0)}), Verdict::descending);
}

TEST(Verdicts, HalfOfTheNewestStatesOutsideHaveLeft) {
  for (const bool outside_early : {false, true}) {
    JudgeSettings settings;
    settings.facts.domain = {{-1, 1}, {-1, 1}};
    Judge<double> judge(settings);
    for (Index k = 0; k <= 400; ++k) {
      const bool outside = outside_early ? k < 300 : k == 400;
      judge.observe({1 + 0.01 * as_number(400 - k), 1, 0, outside ? 2.0 : 0.0, 1});
    }
    const Outcome outcome = judge.finish();
    EXPECT_EQ(outcome.verdict, Verdict::descending) << "the last state alone, or early ones";
    EXPECT_TRUE(outcome.left_domain_step);
  }
  JudgeSettings settings;
  settings.facts.domain = {{-1, 1}, {-1, 1}};
  Judge<double> judge(settings);
  for (Index k = 0; k <= 400; ++k) judge.observe({1, 1, 0, k % 3 == 0 ? 0.0 : 2.0, 1});
  EXPECT_EQ(judge.finish().verdict, Verdict::left_domain);
}

TEST(Verdicts, SettledIsFromWhereItNeverLeft) {
  JudgeSettings settings;
  settings.facts = with_minima({0});
  Judge<double> judge(settings);
  for (Index k = 0; k <= 300; ++k) {
    const double loss = k == 20 || k >= 50 ? 1e-4 : 1;
    judge.observe({k == 120 ? 0.5 : loss, 1, 0, 0, 1});
  }
  const Outcome outcome = judge.finish();
  EXPECT_EQ(outcome.reached_step, 20);
  EXPECT_EQ(outcome.settled_step, 121);
}

}  // namespace
}  // namespace descend
