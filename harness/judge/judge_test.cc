#include "harness/judge/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "descend/numerics/elementary.h"

namespace descend {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

template <typename Real>
struct Height {
  Real loss, slope;
};

// The article's landscape and its update.
template <typename Real>
Height<Real> article(const Real& x) {
  const auto one = sincos(x), five = sincos(Real(5.0) * x);
  return {x * x / 9.0 - one.cos + 0.5 * x * five.cos - 0.25 * x,
          0.5 * five.cos - 2.5 * x * five.sin - 0.25 + one.sin + 2.0 * x / 9.0};
}

JudgeSettings article_settings() {
  constexpr double kMinima[] = {-3.769911769, -2.483563346, -1.190205608, -0.088282246,
                                0.630847550,  1.857896177,  3.142939285};
  constexpr double kEnds[] = {-4,       -3.177344, -1.971337, -0.795582,
                              0.161660, 1.347236,  2.556140,  3.780353};
  JudgeSettings settings;
  settings.one_dimensional = true;
  settings.facts.domain = {{-4, 4}};
  settings.facts.tolerance = 0.02;
  for (int i = 0; i < 7; ++i) {
    settings.facts.minima.push_back(
        {{kMinima[i]}, article(kMinima[i]).loss, {kEnds[i], kEnds[i + 1]}});
  }
  return settings;
}

Outcome run_article(double learning_rate, double momentum, Index steps,
                    JudgeSettings settings = article_settings()) {
  Judge<double> judge(std::move(settings));
  double x = -3, v = 0;
  for (Index k = 0;; ++k) {
    const auto [loss, slope] = article(x);
    const RunState<double> state{loss, std::abs(slope), x, x, learning_rate};
    if (judge.observe(state) || k == steps) return judge.finish();
    v = momentum * v - learning_rate * slope;
    x += v;
  }
}

TEST(Outcome, NamesTheMinimumOfEveryFigureThatSettles) {
  struct Figure {
    double learning_rate, momentum;
    Index steps, minimum, reached;
    Verdict verdict;
  };
  // Steps of the first state within 0.02, by a program of its own in Python.
  const Figure figures[] = {{0.01, 0, 200, 1, 9, Verdict::local_minimum},
                            {0.14, 0.1, 200, 2, 13, Verdict::local_minimum},
                            {0.146, 0.05, 200, 3, 10, Verdict::local_minimum},
                            {0.0007, 0.98, 200, 4, 91, Verdict::global_minimum},
                            {0.0007, 0.98, 1000, 4, 91, Verdict::global_minimum},
                            {0.005, 0.95, 100, 4, 33, Verdict::global_minimum},
                            {0.005, 0.95, 400, 4, 33, Verdict::global_minimum},
                            {0.01, 0.9, 100, 4, 31, Verdict::global_minimum},
                            {0.1, 0.9, 200, 4, 19, Verdict::global_minimum}};
  for (const Figure& figure : figures) {
    const Outcome outcome = run_article(figure.learning_rate, figure.momentum, figure.steps);
    SCOPED_TRACE(outcome.reason);
    EXPECT_EQ(outcome.status, Status::budget_exhausted);
    EXPECT_EQ(outcome.verdict, figure.verdict);
    EXPECT_EQ(outcome.reached_minimum_index, figure.minimum);
    EXPECT_EQ(outcome.reached_step, figure.reached);
    EXPECT_EQ(outcome.steps, figure.steps);
    EXPECT_EQ(outcome.left_domain_step, std::nullopt);
  }
}

TEST(Outcome, SaysWhereAndWhen) {
  EXPECT_EQ(run_article(0.14, 0.1, 200).reason,
            "reached the local minimum at x = -1.19 (index 2) at step 13 and settled");
}

TEST(Outcome, CycleWithinTheToleranceOscillates) {
  const Outcome outcome = run_article(0.25, 0.11, 200);
  EXPECT_EQ(outcome.verdict, Verdict::oscillating);
  EXPECT_EQ(outcome.reached_minimum_index, 4);
  EXPECT_EQ(outcome.reached_step, 8);
  EXPECT_EQ(outcome.reason,
            "reached the global minimum at step 8, oscillates about it over 0.0602 in x");
}

TEST(Outcome, JumpingAboutOscillates) {
  const Outcome outcome = run_article(0.68, 0.2, 50);
  EXPECT_EQ(outcome.verdict, Verdict::oscillating);
  EXPECT_EQ(outcome.reached_minimum_index, std::nullopt);
  EXPECT_EQ(outcome.left_domain_step, 5);
  EXPECT_THAT(outcome.reason, StartsWith("wanders across basins"));
}

TEST(Outcome, LastStateOutsideHasLeftTheDomain) {
  const Outcome outcome = run_article(0.2, 0.9, 50);
  EXPECT_EQ(outcome.status, Status::budget_exhausted);
  EXPECT_EQ(outcome.verdict, Verdict::left_domain);
  EXPECT_EQ(outcome.left_domain_step, 5);
  EXPECT_THAT(outcome.reason,
              StartsWith("left the domain [-4, 4] at step 5; the last state is x = "));
}

TEST(Outcome, ExplosionEndsTheRunAtTheBound) {
  const Outcome outcome = run_article(0.3, 0.9, 1000);
  EXPECT_EQ(outcome.status, Status::diverged);
  EXPECT_EQ(outcome.verdict, Verdict::diverged);
  EXPECT_EQ(outcome.diverged_step, outcome.steps);
  EXPECT_LT(outcome.steps, 1000);
  EXPECT_GT(outcome.final_loss, 1e12);
  EXPECT_LT(*outcome.explosion_start_step, *outcome.diverged_step);
  EXPECT_EQ(outcome.left_domain_step, 16);
  EXPECT_THAT(outcome.reason, StartsWith("the loss passed the bound 1e+12 at step"));
}

TEST(Outcome, StepsTooSmallToMoveStall) {
  const Outcome outcome = run_article(1e-10, 0, 200);
  EXPECT_EQ(outcome.verdict, Verdict::stalled);
  EXPECT_EQ(outcome.reached_minimum_index, 1) << "it has stayed in that basin";
  EXPECT_EQ(outcome.reached_step, std::nullopt);
  EXPECT_THAT(outcome.reason, HasSubstr("neither gradient nor learning rate vanished"));
}

TEST(Outcome, SlowDescentIsDescending) {
  const Outcome outcome = run_article(1e-5, 0, 1000);
  EXPECT_EQ(outcome.verdict, Verdict::descending);
  EXPECT_EQ(outcome.reached_step, std::nullopt);
}

TEST(Outcome, FewStatesAllowNoVerdict) {
  const Outcome outcome = run_article(0.01, 0, 3);
  EXPECT_EQ(outcome.verdict, Verdict::unknown);
  EXPECT_EQ(outcome.reason, "4 states are too few to say more");
  EXPECT_EQ(run_article(0.01, 0, 7).verdict, Verdict::descending);
}

TEST(Outcome, RunShorterThanTheWindowMaySettle) {
  EXPECT_EQ(run_article(0.14, 0.1, 50).verdict, Verdict::local_minimum);
}

TEST(Outcome, TargetEndsTheRunAtTheFirstStateThatReachesIt) {
  JudgeSettings settings = article_settings();
  settings.target_loss = -1.2;
  const Outcome outcome = run_article(0.25, 0.11, 200, settings);
  EXPECT_EQ(outcome.status, Status::target_reached);
  EXPECT_EQ(outcome.target_step, outcome.steps);
  EXPECT_LE(outcome.final_loss, -1.2);
  EXPECT_EQ(outcome.best_step, outcome.steps) << "no earlier state was as low";
  EXPECT_THAT(outcome.reason, StartsWith("reached the target loss -1.2; "));
}

TEST(Outcome, ConvergedOptimizerIsTakenAtItsWord) {
  Judge<double> judge(article_settings());
  const double x = 0.630847550;
  for (int k = 0; k < 3; ++k) {
    judge.observe({article(x).loss, std::abs(article(x).slope), x, x});
  }
  const Outcome outcome = judge.finish(Ending::converged, "the gradient is below 1e-6");
  EXPECT_EQ(outcome.status, Status::converged);
  EXPECT_EQ(outcome.verdict, Verdict::global_minimum);
  EXPECT_EQ(outcome.reason,
            "converged: the gradient is below 1e-6; reached the global minimum at step 0 and "
            "settled");
}

TEST(Outcome, StandingOnAMaximumStallsWithoutAGradient) {
  Judge<double> judge(article_settings());
  for (int k = 0; k < 100; ++k) judge.observe({1.0, k == 0 ? 5.0 : 1e-9, 0.3, 0.3, 0.1});
  const Outcome outcome = judge.finish();
  EXPECT_EQ(outcome.verdict, Verdict::stalled);
  EXPECT_THAT(outcome.reason, HasSubstr("the gradient vanished"));
}

TEST(Outcome, WhatTheJudgeSawGoesBeforeWhatEndedTheLoop) {
  JudgeSettings settings = article_settings();
  settings.target_loss = -1.2;
  Judge<double> judge(settings);
  const double x = 0.630847550;
  EXPECT_TRUE(judge.observe({article(x).loss, 0, x, x}));
  const Outcome outcome = judge.finish(Ending::converged, "the gradient is 0");
  EXPECT_EQ(outcome.status, Status::target_reached);
  EXPECT_EQ(outcome.target_step, 0);
  EXPECT_EQ(outcome.verdict, Verdict::global_minimum) << "the optimizer has converged nevertheless";
  EXPECT_THAT(outcome.reason, StartsWith("reached the target loss -1.2; "));
}

TEST(Outcome, AnOptimizerThatCannotGoOnHasFailed) {
  Judge<double> judge(article_settings());
  for (int k = 0; k < 3; ++k) judge.observe({1.0, 1.0, 0.3, 0.3});
  const Outcome outcome = judge.finish(Ending::failed, "no step is short enough");
  EXPECT_EQ(outcome.status, Status::failed);
  EXPECT_EQ(outcome.verdict, Verdict::unknown);
  EXPECT_EQ(outcome.reason, "failed: no step is short enough; 3 states are too few to say more");
}

// Sixteen runs at once, each judged as when it runs alone.
void expect_lanes_like_single_runs(const JudgeSettings& settings, Index steps) {
  Judge<Lanes> side_by_side(settings);
  Judge<double> alone(settings);
  for (int row = 0; row < 24; ++row) {
    const double momentum = 0.042 * row;
    for (int column = 0; column < 96; column += Lanes::kCount) {
      Lanes x = -3.0, v = 0.0, rate;
      for (int i = 0; i < Lanes::kCount; ++i) rate[i] = std::exp2(-13 + 0.14 * (column + i));
      std::vector<Finding> findings(Lanes::kCount);
      std::vector<Index> ended(Lanes::kCount, -1);
      side_by_side.start();
      for (Index k = 0; k <= steps; ++k) {
        const auto [loss, slope] = article(x);
        const LanesMask end = side_by_side.observe({loss, abs(slope), x, x});
        for (int i = 0; i < Lanes::kCount; ++i) {
          if (!end[i] && (k < steps || ended[i] >= 0)) continue;
          findings[i] = side_by_side.find(i);
          ended[i] = k;
        }
        v = momentum * v - rate * slope;
        x += v;
      }
      for (int i = 0; i < Lanes::kCount; ++i) {
        alone.start();
        double one_x = -3, one_v = 0;
        Index k = 0;
        for (;; ++k) {
          const auto [loss, slope] = article(one_x);
          if (alone.observe({loss, std::abs(slope), one_x, one_x, rate[i]}) || k == steps) break;
          one_v = momentum * one_v - rate[i] * slope;
          one_x += one_v;
        }
        const Finding finding = alone.find();
        ASSERT_EQ(ended[i], k);
        ASSERT_EQ(findings[i].verdict, finding.verdict) << rate[i] << " " << momentum;
        ASSERT_EQ(findings[i].pattern, finding.pattern);
        ASSERT_EQ(findings[i].minimum, finding.minimum);
        ASSERT_EQ(findings[i].dwells, finding.dwells);
        ASSERT_FALSE(findings[i].newer_loss < finding.newer_loss);
        ASSERT_FALSE(findings[i].newer_loss > finding.newer_loss);
      }
    }
  }
}

TEST(Outcome, LanesAreJudgedLikeSingleRunsOnALandscape) {
  JudgeSettings settings = article_settings();
  expect_lanes_like_single_runs(settings, 200);
  settings.target_loss = -1.0;
  expect_lanes_like_single_runs(settings, 100);
}

TEST(Outcome, LanesAreJudgedLikeSingleRunsByTheirLosses) { expect_lanes_like_single_runs({}, 300); }

}  // namespace
}  // namespace descend
