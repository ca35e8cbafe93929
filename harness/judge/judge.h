/// The judge of a run: it sees every state, says when the run must end, and writes the outcome.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "harness/judge/ending.h"
#include "harness/judge/epoch_mean.h"
#include "harness/judge/judge_settings.h"
#include "harness/judge/loss_history.h"
#include "harness/judge/milestones.h"
#include "harness/judge/recent_states.h"
#include "harness/judge/rules.h"
#include "results/record/outcome.h"

namespace descend {

/// `Real` is double, or Lanes for a map's runs side by side, which leave out what a map does not
/// write (best loss, first states, reasons). A judge allocates in its constructor only and serves
/// any number of runs, one after the other.
template <typename Real>
class Judge {
 public:
  /// bool, or one truth value a lane.
  using Mask = decltype(std::declval<Real>() <= std::declval<Real>());
  static constexpr bool kDetailed = std::is_same_v<Real, double>;

  explicit Judge(JudgeSettings settings);

  /// Forgets everything but the settings.
  void start();

  /// Takes the states 0, 1, 2, … in order. True: the run ends at this state, because it has
  /// exploded (loss beyond the bound; loss, gradient or parameter not finite) or has reached the
  /// target. A lane says so once, and must be asked for its finding before the next state.
  Mask observe(const RunState<Real>& state);

  /// Of batches: whether the newest state reaches the target, given its loss over all samples.
  bool reaches_target(double loss) requires kDetailed;
  /// Of batches: the newest state's loss over all samples where it is written down, which the last
  /// state's must be. The best and the final loss are among them.
  void observe_all_samples(double loss) requires kDetailed;

  /// What the problem says of the last state: whether all training samples are right, and a remark.
  void observe_last(bool all_right, std::string remark) requires kDetailed {
    all_right_ = all_right;
    remark_ = std::move(remark);
  }

  /// Whether runs are judged by x and the basins of minima.
  bool has_basins() const { return landscape_; }

  /// The newest state's loss (of one lane).
  double loss(int lane = 0) const;

  /// The verdict on the run (of one lane) so far. `converged`: the optimizer has said so.
  Finding find(int lane = 0, bool converged = false);

  /// The whole outcome. `ending` is what ends the run where the judge has not said that it ends,
  /// `note` what the optimizer says to it.
  Outcome finish(Ending ending = Ending::budget, std::string_view note = {}) requires kDetailed;

 private:
  void set_bound(const Real& first_loss);
  void observe_batch(const RunState<Real>& state);
  Real outside(const RunState<Real>& state) const {
    const auto out = (state.low_x < allowed_.low) | (state.high_x > allowed_.high);
    return select(out, Real(1.0), Real(0.0));
  }
  void add_to_history(const RunState<Real>& state) {
    const auto known = state.turn != Real(0.0);
    history_->add({state.loss, state.gradient_norm, outside(state),
                   select(state.turn < Real(0.0), Real(1.0), Real(0.0)), any(known) ? 1.0 : 0.0});
  }

  JudgeSettings settings_;
  Interval allowed_;
  /// Landscapes are judged by x in the newest states, everything else by its losses.
  bool landscape_;
  double bound_;
  /// Of a state's own loss; -infinity where that is a batch's.
  double target_;
  Mask running_, diverged_;
  Index last_step_;
  /// Without what `recent_` has of a landscape: x; for lanes the loss, too.
  RunState<Real> last_;
  RecentStates<Real> recent_;
  std::unique_ptr<LossHistory<Real>> history_;
  /// The epoch under way.
  Index epoch_steps_;
  EpochMean<Real> epoch_loss_, epoch_gradient_, epoch_outside_;
  double start_loss_, all_samples_loss_;  ///< Of the first state; the newest one.
  bool all_right_;
  std::string remark_;
  /// Of all lanes, at state `summed_up_step_`: of `recent_` or of `history_`.
  typename RecentStates<Real>::Quarters quarters_;
  LossWindowOf<Real> window_;
  Index summed_up_step_;
  std::conditional_t<kDetailed, Milestones, NoMilestones> milestones_;
};

template <typename Real>
DESCEND_INLINE auto Judge<Real>::observe(const RunState<Real>& state) -> Mask {
  if (++last_step_ == 0) [[unlikely]]
    set_bound(state.loss);
  const Mask bounded = abs(state.loss) <= bound_, definite = isfinite(state.gradient_norm);
  const Mask above = isfinite(state.low_x);
  Mask sound = bounded & definite & above;
  const Mask short_of_target = state.loss > target_;  // false of NaN, like `bounded`
  if constexpr (kDetailed) milestones_.observe(last_step_, state, last_);
  if (landscape_) {
    recent_.add(state.low_x, state.loss);
  } else {
    const Mask below = isfinite(state.high_x);
    sound = sound & below;
    last_.low_x = state.low_x;
    last_.high_x = state.high_x;
  }
  if (!landscape_ || kDetailed) {
    last_.loss = state.loss;
    last_.gradient_norm = state.gradient_norm;
    last_.learning_rate = state.learning_rate;
  }
  if (settings_.steps_per_epoch > 1) {
    observe_batch(state);
  } else {
    if (!landscape_) add_to_history(state);
    if constexpr (kDetailed) milestones_.observe_loss(last_step_, state.loss);
  }
  const Mask ends = running_ & !(sound & short_of_target);
  if (any(ends)) [[unlikely]] {
    diverged_ = diverged_ | (running_ & !sound);
    running_ = running_ & !ends;
  }
  return ends;
}

extern template class Judge<double>;
extern template class Judge<Lanes>;

}  // namespace descend
