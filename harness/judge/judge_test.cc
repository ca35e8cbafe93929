#include "harness/judge/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "harness/judge/article_trial.h"

namespace descend {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

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
  JudgeSettings settings = article_settings();
  settings.loss_bound = 1e12;
  const Outcome outcome = run_article(0.3, 0.9, 1000, settings);
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
  EXPECT_THAT(outcome.reason, HasSubstr("a plateau, or steps too short to leave it"));
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
  EXPECT_THAT(outcome.reason, HasSubstr("the gradient has vanished"));
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

}  // namespace
}  // namespace descend
