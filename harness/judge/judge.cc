#include "harness/judge/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "harness/judge/explain.h"

namespace descend {
namespace {

// One lane of a number or of a truth value.
double pick(double value, int) { return value; }
DESCEND_INLINE double pick(const Lanes& value, int lane) { return value[lane]; }
bool pick(bool value, int) { return value; }
bool pick(const LanesMask& value, int lane) { return value[lane]; }

template <typename Real>
Part pick(const PartOf<Real>& part, int lane) {
  return {part.states,
          pick(part.low_x, lane),
          pick(part.high_x, lane),
          pick(part.low_loss, lane),
          pick(part.high_loss, lane),
          pick(part.mean_loss, lane),
          pick(part.turns, lane),
          pick(part.outside, lane)};
}

LossWindow pick(const LossWindow& window, int) { return window; }
LossWindow pick(const LossWindowOf<Lanes>& of, int lane) {
  return {.entries = of.entries,
          .quarters = {of.quarters[0][lane], of.quarters[1][lane], of.quarters[2][lane],
                       of.quarters[3][lane]},
          .older = of.older[lane],
          .newer = of.newer[lane],
          .scatter = of.scatter[lane],
          .low = of.low[lane],
          .high = of.high[lane],
          .descent = of.descent[lane],
          .rises = of.rises[lane],
          .falls = of.falls[lane],
          .largest_gradient = of.largest_gradient[lane],
          .outside = of.outside[lane],
          .reversals = of.reversals[lane],
          .run_entries = of.run_entries,
          .run_low = of.run_low[lane],
          .run_high = of.run_high[lane],
          .run_largest_gradient = of.run_largest_gradient[lane]};
}

// The size of a loss, in units of that at the start, beyond which a run has exploded.
constexpr double kBoundOfStart = 1e12;

Status status_of(Ending ending) {
  switch (ending) {
    case Ending::converged:
      return Status::converged;
    case Ending::failed:
      return Status::failed;
    default:
      return Status::budget_exhausted;
  }
}

}  // namespace

template <typename Real>
Judge<Real>::Judge(JudgeSettings settings)
    : settings_(std::move(settings)),
      allowed_(allowed_bounds(settings_.facts)),
      landscape_(settings_.one_dimensional && !settings_.facts.minima.empty()),
      target_(settings_.steps_per_epoch > 1 ? -kInfinity
                                            : settings_.target_loss.value_or(-kInfinity)),
      milestones_(settings_.facts, landscape_) {
  if (!landscape_) history_ = std::make_unique<LossHistory<Real>>();
  start();
}

template <typename Real>
void Judge<Real>::start() {
  last_step_ = -1;
  last_.loss = last_.gradient_norm = kInfinity;
  running_ = Real(0.0) <= Real(0.0);
  diverged_ = !running_;
  recent_.start();
  if (history_) history_->start();
  epoch_steps_ = 0;
  epoch_loss_ = epoch_gradient_ = epoch_outside_ = {};
  start_loss_ = all_samples_loss_ = kNaN;
  all_right_ = false;
  remark_.clear();
  summed_up_step_ = -1;
  if constexpr (kDetailed) milestones_.start();
}

// All lanes start alike.
template <typename Real>
void Judge<Real>::set_bound(const Real& first_loss) {
  const double loss = start_loss_ = pick(first_loss, 0);
  bound_ = settings_.loss_bound.value_or(
      kBoundOfStart * (std::isfinite(loss) ? std::max(1.0, std::abs(loss)) : 1.0));
  // Whatever the bound, the loss must be finite.
  bound_ = std::min(bound_, std::numeric_limits<double>::max());
}

template <typename Real>
void Judge<Real>::observe_batch(const RunState<Real>& state) {
  epoch_loss_.add(state.loss, state.weight);
  epoch_gradient_.add(state.gradient_norm, state.weight);
  epoch_outside_.add(outside(state), state.weight);
  if (++epoch_steps_ < settings_.steps_per_epoch) return;
  const LossEntry<Real> entry{epoch_loss_.take(), epoch_gradient_.take(), epoch_outside_.take()};
  if (!landscape_) history_->add(entry);
  epoch_steps_ = 0;
}

template <typename Real>
bool Judge<Real>::reaches_target(double loss) requires kDetailed {
  const bool reached = settings_.target_loss && loss <= *settings_.target_loss;
  running_ = running_ && !reached;
  return reached;
}

template <typename Real>
void Judge<Real>::observe_all_samples(double loss) requires kDetailed {
  all_samples_loss_ = loss;
  milestones_.observe_loss(last_step_, loss);
}

template <typename Real>
double Judge<Real>::loss(int lane) const {
  return pick(landscape_ ? recent_.last_loss() : last_.loss, lane);
}

template <typename Real>
Finding Judge<Real>::find(int lane, bool converged) {
  if (pick(diverged_, lane)) {
    Finding exploded;
    exploded.verdict = Verdict::diverged;
    return exploded;
  }
  const auto of_lane = [lane](const Real& value) { return pick(value, lane); };
  const LastState last{converged, all_right_};
  if (!landscape_) {
    if (summed_up_step_ != last_step_) {
      window_ = history_->window();
      summed_up_step_ = last_step_;
    }
    LossWindow window = pick(window_, lane);
    window.start_loss = start_loss_;
    window.last_loss = loss(lane);
    return judge_losses(settings_.facts, window, last);
  }
  RecentSummary recent{
      {}, 0, of_lane(recent_.last_x()), loss(lane), [&] { return recent_.turn_losses(of_lane); }};
  if (summed_up_step_ != last_step_) {
    quarters_ = recent_.quarters(allowed_);
    summed_up_step_ = last_step_;
  }
  for (std::size_t i = 0; i < 4; ++i) recent.quarters[i] = pick(quarters_[i], lane);
  const auto judged = [&] {
    double states = 0;
    for (const Part& part : recent.quarters) states += part.states;
    recent.states = static_cast<Index>(states);
    return judge_landscape(settings_.facts, recent, last);
  };
  const Finding finding = judged();
  if (finding.pattern != Pattern::closing_in || !recent_.whole()) return finding;
  // What seems to die out may be the way down to a swing that lasts.
  recent.quarters = recent_.quarters_from_turn(allowed_, of_lane);
  return judged();
}

template <typename Real>
Outcome Judge<Real>::finish(Ending ending, std::string_view note) requires kDetailed {
  const bool batches = settings_.steps_per_epoch > 1;
  Outcome outcome;
  outcome.steps = last_step_;
  std::string preamble;
  if (diverged_) {
    outcome.status = Status::diverged;
    outcome.diverged_step = last_step_;
    // What is not a number has neither grown nor fallen.
    const bool numbers = !std::isnan(last_.loss) && !std::isnan(last_.gradient_norm);
    const Index start = milestones_.growth_start();
    if (start <= (numbers ? last_step_ : last_step_ - 1)) outcome.explosion_start_step = start;
  } else if (!running_) {
    outcome.status = Status::target_reached;
    outcome.target_step = last_step_;
    if (!batches) preamble = fmt::format("reached the target loss {:g}; ", target_);
  } else {
    outcome.status = status_of(ending);
    if (!note.empty()) preamble = fmt::format("{}: {}; ", name_of(outcome.status), note);
  }
  outcome.final_loss = batches ? all_samples_loss_ : last_.loss;
  outcome.best_loss = milestones_.best_loss();
  outcome.best_step = milestones_.best_step();
  outcome.left_domain_step = milestones_.left_domain_step();

  const Finding finding = find(0, ending == Ending::converged);
  outcome.verdict = finding.verdict;
  if (finding.minimum) {
    outcome.reached_step = milestones_.reached_step(*finding.minimum);
    outcome.settled_step = milestones_.settled_step(*finding.minimum);
  }
  if (landscape_) last_.low_x = last_.high_x = recent_.last_x();
  const Situation situation{.landscape = landscape_,
                            .epochs = batches,
                            .loss_bound = bound_,
                            .last = last_,
                            .largest_gradient = milestones_.largest_gradient(),
                            .largest_rate = milestones_.largest_rate(),
                            .remark = remark_};
  outcome.reason = preamble + explain(finding, outcome, settings_.facts, situation);
  if (finding.dwells) {
    outcome.reached_minimum_index = finding.minimum;
  } else {
    outcome.reached_step.reset();
    outcome.settled_step.reset();
  }
  return outcome;
}

template class Judge<double>;
template class Judge<Lanes>;

}  // namespace descend
