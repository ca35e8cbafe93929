// Runs that are judged by their losses, and how explosions are told.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "descend/numerics/elementary.h"
#include "harness/judge/judge.h"

namespace descend {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// Judges `states` + 1 states made to order: state k has loss(k).
Outcome judge_losses_of(
    Index states, const std::function<double(Index)>& loss,
    const std::function<double(Index)>& gradient = [](Index) { return 1.0; },
    const std::function<double(Index)>& rate = [](Index) { return 1.0; },
    const JudgeSettings& settings = {}) {
  Judge<double> judge(settings);
  for (Index k = 0; k <= states; ++k) {
    if (judge.observe({loss(k), gradient(k), 0, 0, rate(k)})) break;
  }
  return judge.finish();
}

double number(Index k) { return static_cast<double>(k); }

// As the article's network with learning rate 1 after thousands of epochs.
double bouncing(Index k) {
  return 0.88 + 0.03 * sin(0.011 * number(k)) + (k % 2 == 0 ? 0.005 : -0.005);
}

TEST(OutcomeLosses, BouncingWithoutDescentOscillates) {
  const Outcome outcome = judge_losses_of(10000, bouncing);
  EXPECT_EQ(outcome.verdict, Verdict::oscillating);
  EXPECT_THAT(outcome.reason, StartsWith("the loss bounces between 0.845 and 0.915"));
}

TEST(OutcomeLosses, BouncingOnTheWayDownDescends) {
  const Outcome outcome =
      judge_losses_of(10000, [](Index k) { return bouncing(k) * exp(-3e-4 * number(k)); });
  EXPECT_EQ(outcome.verdict, Verdict::descending);
}

TEST(OutcomeLosses, DecayedRateStallsWithoutTheGradient) {
  // The article's network with the decay as it was meant: stuck at 1.07.
  const Outcome outcome = judge_losses_of(
      10000, [](Index k) { return 1.0725 + 0.026 * exp(-number(k) / 300); },
      [](Index k) { return k < 100 ? 0.017 : 0.0058; },
      [](Index k) { return 1 / (1 + 1e-2 * number(k)); });
  EXPECT_EQ(outcome.verdict, Verdict::stalled);
  EXPECT_THAT(outcome.reason, HasSubstr("the learning rate has vanished (gradient norm 0.0058, "
                                        "34.1 % of its largest, learning rate 0.0099, 0.99 %"));
}

TEST(OutcomeLosses, AStandstillHasOneCause) {
  const auto flat = [](Index k) { return 2 + exp(-0.05 * number(k)); };
  const auto fading = [](Index k) { return 1e-4 + exp(-0.05 * number(k)); };
  EXPECT_THAT(judge_losses_of(1000, flat, fading).reason, HasSubstr(": the gradient has vanished"));
  EXPECT_THAT(judge_losses_of(1000, flat, fading, fading).reason,
              HasSubstr(": the learning rate has vanished"));
  EXPECT_THAT(judge_losses_of(1000, flat).reason, HasSubstr(": a plateau, or steps too short"));
  const auto none = [](Index) { return kNaN; };
  EXPECT_THAT(judge_losses_of(
                  1000, flat, [](Index) { return 1.0; }, none)
                  .reason,
              HasSubstr(": a plateau, or steps too short"));
}

TEST(OutcomeLosses, SlowFallOfATinyLossDescends) {
  const auto falling = [](Index k) { return exp(-0.01 * number(k)); };
  EXPECT_EQ(judge_losses_of(3000, falling).verdict, Verdict::descending);
  EXPECT_EQ(judge_losses_of(5000, falling).verdict, Verdict::stalled)
      << "below what rounding leaves";
}

TEST(OutcomeLosses, OnlyTheNewestPartOfALongRunCounts) {
  // Falls for nine tenths of the run, then stands.
  const Outcome outcome =
      judge_losses_of(100000, [](Index k) { return k < 87000 ? 10 - 1e-4 * number(k) : 1.3; });
  EXPECT_EQ(outcome.verdict, Verdict::stalled);
}

TEST(OutcomeLosses, RisingLossIsNoDescent) {
  const Outcome outcome = judge_losses_of(200, [](Index k) { return 1 + 0.01 * number(k); });
  EXPECT_EQ(outcome.verdict, Verdict::diverging);
  EXPECT_THAT(outcome.reason, StartsWith("the loss rises"));
}

TEST(OutcomeLosses, KnownMinimumWithoutBasinsIsReachedByItsLoss) {
  // Momentum on Rosenbrock's function.
  JudgeSettings settings;
  settings.facts.minima.push_back({{1, 1}, 0, {}});
  settings.facts.tolerance = 1e-6;
  Judge<double> judge(settings);
  double x = -1.2, y = 1, u = 0, v = 0;
  for (Index k = 0; k <= 5000; ++k) {
    const double a = 1 - x, b = y - x * x;
    const double gx = -2 * a - 400 * x * b, gy = 200 * b;
    judge.observe(
        {a * a + 100 * b * b, std::sqrt(gx * gx + gy * gy), std::min(x, y), std::max(x, y), 5e-4});
    u = 0.9 * u - 5e-4 * gx;
    v = 0.9 * v - 5e-4 * gy;
    x += u;
    y += v;
    if (k == 200) {
      EXPECT_EQ(judge.finish().verdict, Verdict::descending);
    }
  }
  const Outcome outcome = judge.finish();
  EXPECT_EQ(outcome.verdict, Verdict::global_minimum);
  EXPECT_EQ(outcome.reached_minimum_index, 0);
  ASSERT_TRUE(outcome.reached_step.has_value());
  EXPECT_GT(*outcome.reached_step, 200);
  EXPECT_THAT(outcome.reason, HasSubstr("and is within 1e-06 of its loss"));
}

TEST(OutcomeLosses, ExplosionOnAQuadraticGrowsFromTheFirstStep) {
  // Learning rate 2.5 on x^2 / 2: x is multiplied by -1.5 at every step.
  double x = 1;
  Judge<double> judge({});
  while (!judge.observe({x * x / 2, std::abs(x), x, x, 2.5})) x *= -1.5;
  const Outcome outcome = judge.finish();
  EXPECT_EQ(outcome.status, Status::diverged);
  EXPECT_EQ(outcome.explosion_start_step, 1);
  EXPECT_EQ(outcome.diverged_step, 35);
  EXPECT_EQ(outcome.best_step, 0);
  EXPECT_EQ(outcome.reason,
            "the loss passed the bound 1e+12 at step 35; loss and gradient grew at every step "
            "from step 1 on");
}

TEST(OutcomeLosses, NamesWhatIsNotFinite) {
  const auto one = [](Index) { return 1.0; };
  const auto breaks = [](double value) {
    return [value](Index k) { return k < 20 ? 1 + 0.5 * std::abs(number(k) - 10) : value; };
  };
  const Outcome loss = judge_losses_of(50, breaks(kNaN), breaks(kInfinity));
  EXPECT_EQ(loss.reason,
            "the loss became non-finite at step 20; loss and gradient grew at every step from "
            "step 11 on");
  EXPECT_EQ(loss.explosion_start_step, 11);
  EXPECT_DOUBLE_EQ(loss.best_loss, 1);
  EXPECT_EQ(loss.best_step, 10);
  EXPECT_EQ(judge_losses_of(50, one, breaks(kInfinity)).reason,
            "the gradient became non-finite at step 20");
  Judge<double> judge({});
  EXPECT_TRUE(judge.observe({1, 1, kNaN, kNaN, 1}));
  EXPECT_EQ(judge.finish().reason, "a parameter became non-finite at step 0");
}

TEST(OutcomeLosses, UnboundedDescentDivergesToo) {
  const Outcome outcome = judge_losses_of(100, [](Index k) { return -std::exp2(number(k)); });
  EXPECT_EQ(outcome.status, Status::diverged);
  EXPECT_EQ(outcome.explosion_start_step, std::nullopt);
  EXPECT_EQ(outcome.reason, "the loss passed the bound -1e+12 at step 40");
}

TEST(OutcomeLosses, BatchesAreJudgedByTheMeansOfEpochs) {
  JudgeSettings settings;
  settings.steps_per_epoch = 10;
  // Batches differ far more than epochs do.
  const auto noisy = [](Index k) {
    return 2 - 1e-3 * number(k / 10) + 0.1 * (number(k % 10) - 4.5);
  };
  Judge<double> judge(settings);
  for (Index k = 0; k < 5000; ++k) ASSERT_FALSE(judge.observe({noisy(k), 1, 0, 0, 1}));
  judge.observe_all_samples(1.2);
  const Outcome outcome = judge.finish();
  EXPECT_EQ(outcome.verdict, Verdict::descending);
  EXPECT_THAT(outcome.reason, HasSubstr("the newest 64 epochs"));
  EXPECT_EQ(outcome.final_loss, 1.2);
}

TEST(OutcomeLosses, OfBatchesLossesOverAllSamplesCount) {
  JudgeSettings settings;
  settings.steps_per_epoch = 2;
  settings.target_loss = 0.5;
  Judge<double> judge(settings);
  EXPECT_FALSE(judge.observe({0.1, 1, 0, 0, 1})) << "a batch reaches no target";
  judge.observe_all_samples(0.6);
  EXPECT_FALSE(judge.observe({0.2, 1, 0, 0, 1}));
  judge.observe_all_samples(0.9);
  EXPECT_FALSE(judge.reaches_target(0.9));
  EXPECT_EQ(judge.finish().status, Status::budget_exhausted);
  EXPECT_EQ(judge.finish().final_loss, 0.9);
  EXPECT_EQ(judge.finish().best_loss, 0.6);
  EXPECT_EQ(judge.finish().best_step, 0);

  EXPECT_FALSE(judge.observe({2, 1, 0, 0, 1}));
  EXPECT_TRUE(judge.reaches_target(0.5));
  judge.observe_all_samples(0.5);
  EXPECT_EQ(judge.finish().status, Status::target_reached);
  EXPECT_EQ(judge.finish().target_step, 2);
  EXPECT_EQ(judge.finish().best_step, 2);
}

TEST(OutcomeLosses, CoordinatesTellWhenTheDomainWasLeft) {
  JudgeSettings settings;
  settings.facts.domain = {{-2, 2}, {0, kInfinity}};
  Judge<double> judge(settings);
  for (int k = 0; k < 24; ++k) {
    judge.observe({30.0 - k, 1, std::min(0.0, 2 - 0.2 * k), std::max(0.0, 0.1 * k - 2), 1});
  }
  const Outcome outcome = judge.finish();
  EXPECT_EQ(outcome.verdict, Verdict::left_domain);
  EXPECT_EQ(outcome.left_domain_step, 11);
  EXPECT_THAT(outcome.reason, HasSubstr("a parameter of the last state is 2.6 below it"));
}

TEST(OutcomeLosses, BlocksForgetNothingWhenTheyMerge) {
  LossHistory<double> history;
  for (int k = 0; k < 1000; ++k) history.add({k % 2 == 0 ? 1.0 : 3.0, 1.0});
  const LossWindow window = history.window();
  EXPECT_EQ(window.entries, 126) << "an eighth, in whole blocks of 2";
  EXPECT_EQ(window.low, 1);
  EXPECT_EQ(window.high, 3);
  EXPECT_EQ(window.older, 2);
  EXPECT_EQ(window.newer, 2);
  EXPECT_EQ(window.scatter, 0);
  EXPECT_EQ(window.rises, 126);
  EXPECT_EQ(window.falls, 126);
}

TEST(OutcomeLosses, JudgeStartsAfresh) {
  Judge<double> judge({});
  for (int k = 0; k < 500; ++k) judge.observe({bouncing(k), 1, 0, 0, 1});
  const Outcome first = judge.finish();
  judge.start();
  for (int k = 0; k < 500; ++k) judge.observe({bouncing(k), 1, 0, 0, 1});
  const Outcome second = judge.finish();
  EXPECT_EQ(first.reason, second.reason);
  EXPECT_EQ(first.best_step, second.best_step);
  judge.start();
  EXPECT_TRUE(judge.observe({kInfinity, 1, 0, 0, 1}));
  EXPECT_EQ(judge.finish().diverged_step, 0);
}

}  // namespace
}  // namespace descend
