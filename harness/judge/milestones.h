/// What a single run's outcome tells beyond the verdict: the best loss, and the first state of each
/// kind.
#pragma once

#include <optional>
#include <vector>

#include "harness/judge/rules.h"

namespace descend {

/// State k of a run: what k updates have led to.
template <typename Real>
struct RunState {
  /// In a run of batches the loss of the batch of step k + 1.
  Real loss;
  /// The Euclidean norm of the gradient that goes with the loss.
  Real gradient_norm;
  /// In one dimension both are x. In more they say how far the state is outside the domain: below
  /// (0 or less) and above (0 or more), not finite where a parameter is not.
  Real low_x;
  Real high_x;
  /// NaN: the optimizer has none. Lanes need not give it.
  Real learning_rate = kNaN;
  /// Samples of the batch, in full batches.
  double weight = 1;
};

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

 private:
  static std::optional<Index> optional(Index step) {
    return step < 0 ? std::nullopt : std::optional<Index>(step);
  }

  void leave(Index step, double low_x, double high_x);
  void enter_basin(double x);
  void reach(Index step);
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
};

/// What lanes have in its place.
struct NoMilestones {
  NoMilestones(const Facts&, bool) {}
};

}  // namespace descend
