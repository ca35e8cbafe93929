/// What a single run's outcome tells beyond the verdict: the best loss, and the first state of each
/// kind.
#pragma once

#include <optional>
#include <vector>

#include "harness/judge/rules.h"
#include "harness/judge/run_state.h"

namespace descend {

/// Takes every state of a run, and keeps what the outcome tells of it.
class Milestones {
 public:
  /// `basins`: minima are reached in their basins of x, otherwise only the global one, by its loss.
  Milestones(const Facts& facts, bool basins);

  void start();

  /// `previous`: the state before; its loss and gradient are infinite where there is none.
  void observe(Index step, const RunState<double>& state, const RunState<double>& previous) {
    const bool fell = state.loss <= previous.loss || state.gradient_norm <= previous.gradient_norm;
    growth_start_ = fell ? step + 1 : growth_start_;
    if (!(state.low_x >= inside_.low && state.high_x <= inside_.high)) [[unlikely]] {
      leave(step, state.low_x, state.high_x);
    }
    if (state.loss <= awaited_loss_) [[unlikely]]
      reach(step);
    if ((state.loss <= home_loss_) != settled_) [[unlikely]]
      settle(step);
    if (state.gradient_norm > largest_gradient_ && state.gradient_norm < kInfinity) [[unlikely]] {
      largest_gradient_ = state.gradient_norm;
    }
    if (state.learning_rate > largest_rate_) [[unlikely]]
      largest_rate_ = state.learning_rate;
  }

  /// A loss that counts for the best one: a state's, or the mean of the epoch that ended there.
  void observe_loss(Index step, double loss) {
    if (loss < best_loss_ && loss > -kInfinity) {
      best_loss_ = loss;
      best_step_ = step;
    }
  }

  /// NaN while no finite loss was seen.
  double best_loss() const { return best_loss_ < kInfinity ? best_loss_ : kNaN; }
  Index best_step() const { return best_step_; }
  /// The first of the newest steps at which neither loss nor gradient has fallen: both have grown,
  /// or are not numbers.
  Index growth_start() const { return growth_start_; }
  double largest_gradient() const { return largest_gradient_; }
  double largest_rate() const { return largest_rate_; }
  std::optional<Index> left_domain_step() const { return optional(left_domain_step_); }
  /// The first state within the tolerance of that minimum's loss, and in its basin.
  std::optional<Index> reached_step(Index minimum) const {
    return optional(reached_[static_cast<std::size_t>(minimum)]);
  }
  /// The state from which on all states are there, the last one among them.
  std::optional<Index> settled_step(Index minimum) const {
    return settled_ && current_ == minimum ? optional(settled_step_) : std::nullopt;
  }

 private:
  static std::optional<Index> optional(Index step) {
    return step < 0 ? std::nullopt : std::optional<Index>(step);
  }

  void leave(Index step, double low_x, double high_x);
  void enter_basin(double x);
  void reach(Index step);
  void settle(Index step) {
    settled_ = !settled_;
    settled_step_ = step;
  }
  void await(std::optional<Index> minimum);

  const Facts* facts_;
  bool basins_;
  Interval domain_;
  /// The first state at each minimum; -1: none yet.
  std::vector<Index> reached_;
  Index left_domain_step_;
  Index growth_start_;
  Index best_step_;
  double best_loss_;
  double largest_gradient_;
  double largest_rate_;
  /// Where x is now, its minimum, and the loss that would reach it; -infinity: nothing to reach.
  Interval basin_;
  /// The part of it in the domain: nothing changes as long as x is there.
  Interval inside_;
  Index current_;
  double awaited_loss_;
  /// A loss that is at that minimum, -infinity where there is none; whether the newest state is
  /// there, and since when it is or is not.
  double home_loss_;
  bool settled_;
  Index settled_step_;
};

/// What lanes have in its place.
struct NoMilestones {
  NoMilestones(const Facts&, bool) {}
};

}  // namespace descend
