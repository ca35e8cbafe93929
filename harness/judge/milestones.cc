#include "harness/judge/milestones.h"

#include <algorithm>

namespace descend {

Milestones::Milestones(const Facts& facts, bool basins)
    : facts_(&facts),
      basins_(basins),
      domain_(allowed_bounds(facts)),
      reached_(facts.minima.size()) {
  start();
}

void Milestones::start() {
  std::fill(reached_.begin(), reached_.end(), -1);
  left_domain_step_ = -1;
  growth_start_ = 1;
  best_step_ = 0;
  best_loss_ = kInfinity;
  largest_gradient_ = 0;
  largest_rate_ = 0;
  settled_ = false;
  settled_step_ = 0;
  current_ = -1;
  await(std::nullopt);
  // Without basins every x belongs to the global minimum. With them this one is empty, so that the
  // first state enters its own.
  basin_ = basins_ ? Interval{kInfinity, -kInfinity} : Interval{};
  if (!basins_ && !facts_->minima.empty()) await(global_minimum(*facts_));
  inside_ = basins_ ? basin_ : domain_;
}

void Milestones::leave(Index step, double low_x, double high_x) {
  if (low_x < domain_.low || high_x > domain_.high) {
    if (left_domain_step_ < 0) left_domain_step_ = step;
  }
  if (basin_.contains(low_x)) return;
  enter_basin(low_x);
  inside_ = {std::max(basin_.low, domain_.low), std::min(basin_.high, domain_.high)};
}

void Milestones::enter_basin(double x) {
  await(std::nullopt);
  if (!basins_) return;  // x is not finite
  basin_ = {kInfinity, -kInfinity};
  for (std::size_t i = 0; i < facts_->minima.size(); ++i) {
    if (!facts_->minima[i].basin.contains(x)) continue;
    basin_ = facts_->minima[i].basin;
    await(static_cast<Index>(i));
    return;
  }
}

void Milestones::reach(Index step) {
  reached_[static_cast<std::size_t>(current_)] = step;
  awaited_loss_ = -kInfinity;
}

void Milestones::await(std::optional<Index> minimum) {
  awaited_loss_ = home_loss_ = -kInfinity;
  if (!minimum) return;
  if (current_ != *minimum) settled_ = false;
  current_ = *minimum;
  home_loss_ = facts_->minima[static_cast<std::size_t>(current_)].loss + facts_->tolerance;
  if (reached_[static_cast<std::size_t>(current_)] < 0) awaited_loss_ = home_loss_;
}

}  // namespace descend
