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
          pick(part.turns, lane)};
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
  epoch_loss_ = epoch_gradient_ = {};
  all_samples_loss_ = kNaN;
  quarters_step_ = -1;
  if constexpr (kDetailed) milestones_.start();
}

// All lanes start alike.
template <typename Real>
void Judge<Real>::set_bound(const Real& first_loss) {
  const double loss = pick(first_loss, 0);
  bound_ = settings_.loss_bound.value_or(
      kBoundOfStart * (std::isfinite(loss) ? std::max(1.0, std::abs(loss)) : 1.0));
  // Whatever the bound, the loss must be finite.
  bound_ = std::min(bound_, std::numeric_limits<double>::max());
}

template <typename Real>
void Judge<Real>::observe_batch(const RunState<Real>& state) {
  epoch_loss_.add(state.loss, state.weight);
  epoch_gradient_.add(state.gradient_norm, state.weight);
  if (++epoch_steps_ < settings_.steps_per_epoch) return;
  const Real loss = epoch_loss_.take(), gradient_norm = epoch_gradient_.take();
  if (!landscape_) history_->add(loss, gradient_norm);
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
  Finding finding;
  if (pick(diverged_, lane)) {
    finding.verdict = Verdict::diverged;
    return finding;
  }
  const double loss = this->loss(lane);
  const double low_x = pick(landscape_ ? recent_.last_x() : last_.low_x, lane);
  const double high_x = landscape_ ? low_x : pick(last_.high_x, lane);
  const Interval allowed = allowed_bounds(settings_.facts);
  if (low_x < allowed.low || high_x > allowed.high) {
    finding.verdict = Verdict::left_domain;
    return finding;
  }
  if (landscape_) {
    if (quarters_step_ != last_step_) {
      quarters_ = recent_.quarters();
      quarters_step_ = last_step_;
    }
    const auto& [first, second, third, fourth] = quarters_;
    const RecentSummary recent{
        {pick(first, lane), pick(second, lane), pick(third, lane), pick(fourth, lane)},
        static_cast<Index>(recent_.states()),
        low_x,
        loss,
        [this, lane] {
          return recent_.turn_losses([lane](const Real& value) { return pick(value, lane); });
        }};
    return judge_landscape(settings_.facts, recent, converged);
  }
  LossWindow window = history_->window([lane](const Real& value) { return pick(value, lane); });
  window.last_loss = loss;
  return judge_losses(settings_.facts, window, converged);
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
  if (finding.minimum) outcome.reached_step = milestones_.reached_step(*finding.minimum);
  if (landscape_) last_.low_x = last_.high_x = recent_.last_x();
  const Situation situation{.landscape = landscape_,
                            .epochs = batches,
                            .loss_bound = bound_,
                            .last = last_,
                            .largest_gradient = milestones_.largest_gradient(),
                            .largest_rate = milestones_.largest_rate()};
  outcome.reason = preamble + explain(finding, outcome, settings_.facts, situation);
  if (finding.dwells) {
    outcome.reached_minimum_index = finding.minimum;
  } else {
    outcome.reached_step.reset();
  }
  return outcome;
}

template class Judge<double>;
template class Judge<Lanes>;

}  // namespace descend
