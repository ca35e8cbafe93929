#include "harness/judge/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace descend {
namespace {

// One lane of a number or of a truth value.
double pick(double value, int) { return value; }
double pick(const Lanes& value, int lane) { return value[lane]; }
bool pick(bool value, int) { return value; }
bool pick(const LanesMask& value, int lane) { return value[lane]; }

template <typename Real>
std::array<Quarter, 4> pick(const std::array<QuarterOf<Real>, 4>& quarters, int lane) {
  std::array<Quarter, 4> result;
  for (std::size_t i = 0; i < 4; ++i) {
    const QuarterOf<Real>& source = quarters[i];
    result[i] = {pick(source.low_x, lane),     pick(source.high_x, lane),
                 pick(source.low_loss, lane),  pick(source.high_loss, lane),
                 pick(source.mean_loss, lane), pick(source.turns, lane)};
  }
  return result;
}

// Lanes have none.
template <typename Details>
Details details_of(const Facts& facts, bool basins) {
  if constexpr (std::is_same_v<Details, RunDetails>) {
    return RunDetails(facts, basins);
  } else {
    return {};
  }
}

}  // namespace

template <typename Real>
Judge<Real>::Judge(JudgeSettings settings)
    : settings_(std::move(settings)),
      landscape_(settings_.one_dimensional && !settings_.facts.minima.empty()),
      // A bound of infinity still means that the loss must be finite.
      bound_(std::min(settings_.loss_bound, std::numeric_limits<double>::max())),
      target_(settings_.target_loss.value_or(-kInfinity)),
      details_(details_of<decltype(details_)>(settings_.facts, landscape_)) {
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
  epoch_loss_ = 0.0;
  epoch_gradient_ = 0.0;
  quarters_step_ = -1;
  if constexpr (kDetailed) details_.start();
}

template <typename Real>
auto Judge<Real>::observe_batch(Real loss, Real gradient_norm) -> Mask {
  epoch_loss_ += loss;
  epoch_gradient_ += gradient_norm;
  if (++epoch_steps_ < settings_.steps_per_epoch) return Real(0.0) < Real(0.0);
  const Real steps = static_cast<double>(epoch_steps_);
  const Real mean = epoch_loss_ / steps;
  if constexpr (kDetailed) details_.observe_loss(last_step_, mean);
  if (!landscape_) history_->add(mean, epoch_gradient_ / steps);
  epoch_steps_ = 0;
  epoch_loss_ = 0.0;
  epoch_gradient_ = 0.0;
  return mean <= target_;
}

template <typename Real>
double Judge<Real>::loss(int lane) const {
  return pick(landscape_ ? recent_.last_loss() : last_.loss, lane);
}

template <typename Real>
Finding Judge<Real>::find(int lane, bool converged) {
  Finding finding;
  if (last_step_ < 0) {
    finding.pattern = Pattern::too_few;
    return finding;
  }
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
    const RecentSummary recent{
        pick(quarters_, lane), static_cast<Index>(recent_.states()), low_x, loss, [this, lane] {
          return recent_.turn_losses([lane](const Real& value) { return pick(value, lane); });
        }};
    return judge_landscape(settings_.facts, recent, converged);
  }
  LossWindow window = history_->window([lane](const Real& value) { return pick(value, lane); });
  window.last_loss = loss;
  return judge_losses(settings_.facts, window, converged);
}

template <typename Real>
Outcome Judge<Real>::finish(Status status, std::string_view note,
                            std::optional<double> final_loss) requires kDetailed {
  Outcome outcome;
  outcome.status = status;
  const Finding finding = find(0, status == Status::converged);
  outcome.verdict = finding.verdict;
  if (last_step_ < 0) {
    outcome.reason = note;
    return outcome;
  }
  std::string preamble;
  outcome.steps = last_step_;
  if (diverged_) {
    outcome.status = Status::diverged;
    outcome.diverged_step = last_step_;
    const Index start = details_.growth_start();
    if (start <= last_step_) outcome.explosion_start_step = start;
  } else if (!running_) {
    outcome.status = Status::target_reached;
    outcome.target_step = last_step_;
    preamble = fmt::format("reached the target loss {:g}; ", target_);
  } else if (!note.empty()) {
    preamble = fmt::format("{}: {}; ", name_of(status), note);
  }

  outcome.final_loss = final_loss.value_or(last_.loss);
  if (final_loss && !diverged_) details_.observe_loss(last_step_, *final_loss);
  outcome.best_loss = details_.best_loss();
  outcome.best_step = details_.best_step();
  outcome.left_domain_step = details_.left_domain_step();
  if (finding.minimum) outcome.reached_step = details_.reached_step(*finding.minimum);
  if (landscape_) last_.low_x = last_.high_x = recent_.last_x();
  const Situation situation{.landscape = landscape_,
                            .epochs = settings_.steps_per_epoch > 1,
                            .loss_bound = bound_,
                            .last = last_,
                            .largest_gradient = details_.largest_gradient(),
                            .largest_rate = details_.largest_rate()};
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
