/// The newest 64 states of a run in one dimension.
#pragma once

#include <algorithm>
#include <array>

#include "harness/judge/rules.h"

namespace descend {

/// A ring buffer of states, summed up by quarters. `Real` is double, or lanes of runs side by side.
template <typename Real>
class RecentStates {
 public:
  /// The newest states, which the quarters sum up.
  static constexpr std::size_t kStates = 64;
  /// Turns of x are searched for further back, because a slow swing is longer than kStates.
  static constexpr std::size_t kKept = 128;

  using Quarters = std::array<PartOf<Real>, 4>;

  void start() { count_ = 0; }

  void add(const Real& x, const Real& loss) {
    x_[count_ % kKept] = x;
    loss_[count_ % kKept] = loss;
    ++count_;
  }

  const Real& last_x() const { return x_at(count_ - 1); }
  const Real& last_loss() const { return loss_at(count_ - 1); }

  /// States in the four quarters: the newest 64, or all there are.
  std::size_t states() const { return std::min(count_, kStates); }

  /// Whether the ring holds all states of the run.
  bool whole() const { return count_ <= kKept; }

  /// The newest states in four parts, of all lanes at once. Outside is what is not in `domain`.
  Quarters quarters(const Interval& domain) const {
    const auto same = [](const Real& number) -> const Real& { return number; };
    return in_quarters<Real>(count_ - states(), domain, same);
  }

  /// Of one run (or lane), from its first turn on where that leaves enough states: without its way
  /// down.
  template <typename Pick>
  std::array<PartOf<double>, 4> quarters_from_turn(const Interval& domain, const Pick& pick) const {
    std::size_t first = count_ - states();
    for (std::size_t state = 2; whole() && state + kStates / 4 < count_; ++state) {
      if (!turns(state, pick)) continue;
      first = std::max(first, state - 1);
      break;
    }
    return in_quarters<double>(first, domain, pick);
  }

  /// Of the run (or lane) whose numbers `pick` takes out.
  template <typename Pick>
  TurnLosses turn_losses(const Pick& pick) const {
    TurnLosses result;
    bool found = false;
    const std::size_t first = count_ - std::min(count_, kKept) + 2;
    for (std::size_t state = count_; state-- > first;) {
      if (!turns(state, pick)) continue;
      (found ? result.earlier : result.last) = pick(loss_at(state - 1));
      if (found) break;
      found = true;
    }
    return result;
  }

 private:
  // Whether x turns about on the way to a state.
  template <typename Pick>
  bool turns(std::size_t state, const Pick& pick) const {
    const double x = pick(x_at(state - 1));
    return (pick(x_at(state)) - x) * (x - pick(x_at(state - 2))) < 0;
  }

  template <typename Number, typename Pick>
  std::array<PartOf<Number>, 4> in_quarters(std::size_t first, const Interval& domain,
                                            const Pick& pick) const {
    std::array<PartOf<Number>, 4> result;
    const std::size_t states = count_ - first;
    for (std::size_t quarter = 0; quarter < 4; ++quarter) {
      result[quarter] = sum_up<Number>(first + states * quarter / 4,
                                       first + states * (quarter + 1) / 4, domain, pick);
    }
    return result;
  }

  // A loop for each purpose: with lanes, what one of them needs fills the registers.
  template <typename Number, typename Pick>
  PartOf<Number> sum_up(std::size_t begin, std::size_t end, const Interval& domain,
                        const Pick& pick) const {
    PartOf<Number> part;
    part.states = static_cast<double>(end - begin);
    for (std::size_t state = begin; state < end; ++state) {
      const Number x = pick(x_at(state));
      part.low_x = min(part.low_x, x);
      part.high_x = max(part.high_x, x);
      const auto outside = (x < Number(domain.low)) | (x > Number(domain.high));
      part.outside += select(outside, Number(1.0), Number(0.0));
    }
    for (std::size_t state = std::max<std::size_t>(begin, 2); state < end; ++state) {
      const Number x = pick(x_at(state - 1));
      const auto turned = (pick(x_at(state)) - x) * (x - pick(x_at(state - 2))) < Number(0.0);
      part.turns += select(turned, Number(1.0), Number(0.0));
    }
    for (std::size_t state = begin; state < end; ++state) {
      part.low_loss = min(part.low_loss, pick(loss_at(state)));
      part.high_loss = max(part.high_loss, pick(loss_at(state)));
      part.mean_loss += pick(loss_at(state));
    }
    part.mean_loss = part.mean_loss / Number(part.states);
    return part;
  }

  const Real& x_at(std::size_t state) const { return x_[state % kKept]; }
  const Real& loss_at(std::size_t state) const { return loss_[state % kKept]; }

  std::array<Real, kKept> x_;
  std::array<Real, kKept> loss_;
  std::size_t count_ = 0;
};

}  // namespace descend
