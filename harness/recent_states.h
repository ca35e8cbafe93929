/// The newest 64 states of a run in one dimension.
#pragma once

#include <algorithm>
#include <array>

#include "harness/verdict.h"

namespace descend {

/// A ring of states, and their sum-up by quarters. `Real` is double, or lanes of runs side by side.
template <typename Real>
class RecentStates {
 public:
  /// The newest states, which the quarters sum up.
  static constexpr std::size_t kStates = 64;
  /// Turns of x are looked for further back, because a slow swing is longer than kStates.
  static constexpr std::size_t kKept = 128;

  using Quarters = std::array<QuarterOf<Real>, 4>;

  void start() { count_ = 0; }

  void add(const Real& x, const Real& loss) {
    x_[count_ % kKept] = x;
    loss_[count_ % kKept] = loss;
    ++count_;
  }

  const Real& last_x() const { return x_at(count_ - 1); }
  const Real& last_loss() const { return loss_at(count_ - 1); }

  /// States in the four quarters: the newest 64, or all there are.
  Index states() const { return static_cast<Index>(std::min(count_, kStates)); }

  /// The same for all lanes at once.
  Quarters quarters() const {
    Quarters result;
    const std::size_t states = std::min(count_, kStates), first = count_ - states;
    // x turns about at the state between two moves.
    const std::size_t before = first - std::min<std::size_t>(first, 1);
    Real previous_x = x_at(before), previous_move = 0.0;
    if (first > 1) previous_move = previous_x - x_at(before - 1);
    std::size_t state = first;
    for (std::size_t quarter = 0; quarter < 4; ++quarter) {
      const std::size_t begin = state, end = first + states * (quarter + 1) / 4;
      QuarterOf<Real>& into = result[quarter];
      for (; state < end; ++state) {
        const Real x = x_at(state), loss = loss_at(state);
        const Real move = x - previous_x;
        const auto turned = move * previous_move < Real(0.0);
        previous_x = x;
        previous_move = move;
        into.low_x = min(into.low_x, x);
        into.high_x = max(into.high_x, x);
        into.low_loss = min(into.low_loss, loss);
        into.high_loss = max(into.high_loss, loss);
        into.mean_loss += loss;
        into.turns += select(turned, Real(1.0), Real(0.0));
      }
      into.mean_loss = into.mean_loss / Real(static_cast<double>(end - begin));
    }
    return result;
  }

  /// Of the run (or lane) whose numbers `pick` takes out.
  template <typename Pick>
  TurnLosses turn_losses(const Pick& pick) const {
    TurnLosses result;
    bool found = false;
    for (std::size_t state = count_, least = count_ - std::min(count_, kKept) + 2;
         state-- > least;) {
      const double x = pick(x_at(state - 1));
      if (!((pick(x_at(state)) - x) * (x - pick(x_at(state - 2))) < 0)) continue;
      (found ? result.earlier : result.last) = pick(loss_at(state - 1));
      if (found) break;
      found = true;
    }
    return result;
  }

 private:
  const Real& x_at(std::size_t state) const { return x_[state % kKept]; }
  const Real& loss_at(std::size_t state) const { return loss_[state % kKept]; }

  std::array<Real, kKept> x_;
  std::array<Real, kKept> loss_;
  std::size_t count_ = 0;
};

}  // namespace descend
