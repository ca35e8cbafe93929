// Runs side by side are judged as each alone.

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "harness/judge/article_trial.h"
#include "harness/judge/judge.h"

namespace descend {
namespace {

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
