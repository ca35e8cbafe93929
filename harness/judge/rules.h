/// The rules of the verdicts: what the states of a run, summed up, say about how it ended. The
/// rules and their thresholds stand in results/README.md.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "descend/problem.h"
#include "harness/judge/loss_window.h"
#include "results/record/outcome.h"

namespace descend {

/// What a state's low_x and high_x lie between as long as it is in the domain.
Interval allowed_bounds(const Facts& facts);

/// What makes the verdict, for the sentence that explains it.
// clang-format off
enum class Pattern {
  none, too_few, outside, settled, closing_in, staying_near, swinging, crossing, falling, bouncing,
  rising, flat, reversing, too_slow, diverging, worse, fitted,
};
// clang-format on

/// A verdict with what a sentence about it needs.
struct Finding {
  Verdict verdict = Verdict::unknown;
  Pattern pattern = Pattern::none;
  /// The minimum in whose basin the newest states lie (index by ascending x), or that was reached.
  std::optional<Index> minimum;
  /// Whether the newest states dwell there long enough for `reached_minimum_index`.
  bool dwells = false;
  /// How many states (or epochs) the judgement rests on.
  Index window = 0;
  /// The bounds of x in the newest half of the window, or of the losses in all of it.
  double low = kNaN;
  double high = kNaN;
  /// The mean loss of the window's older and newer half.
  double older_loss = kNaN;
  double newer_loss = kNaN;
  /// The largest gradient norm in the window, where it is kept.
  double gradient = kNaN;
  /// The share of the window's states outside the domain.
  double outside = 0;
  /// The share of the window's updates that reverse the one before.
  double reversals = 0;
  /// The loss of the first state, where the verdict compares with it.
  double start_loss = kNaN;

  double width() const { return high - low; }
};

/// What is known of consecutive states of a run in one dimension; `Real` may be lanes of runs.
template <typename Real>
struct PartOf {
  double states = 0;
  Real low_x{kInfinity};
  Real high_x{-kInfinity};
  Real low_loss{kInfinity};
  Real high_loss{-kInfinity};
  Real mean_loss{0.0};
  /// How often x turned about within it.
  Real turns{0.0};
  /// How many of its states are outside the domain.
  Real outside{0.0};
};
using Part = PartOf<double>;

/// The losses where x turned about the last time and the time before; NaN: it has not.
struct TurnLosses {
  double last = kNaN;
  double earlier = kNaN;
};

/// The newest states in four quarters, the oldest first, whose lengths differ by one at most; and
/// the last state alone.
struct RecentSummary {
  std::array<Part, 4> quarters;
  /// States in all four quarters; under 8 the quarters say nothing.
  Index states = 0;
  double last_x = kNaN;
  double last_loss = kNaN;
  /// Searches for them, further back than the quarters.
  std::function<TurnLosses()> turn_losses;
};

/// A run has left the domain when this share of its newest states is outside.
inline constexpr double kOutside = 0.5;

/// Fewer states (or epochs) than this allow no verdict.
inline constexpr int kMinStates = 8;

/// What is known of a run's last state beside its loss.
struct LastState {
  /// The optimizer has said that it has converged.
  bool converged = false;
  /// A classifier has every training sample right.
  bool all_right = false;
};

/// Judges a run in one dimension with known minima and basins by its newest states, the last of
/// which is finite.
Finding judge_landscape(const Facts& facts, const RecentSummary& recent, const LastState& last);

/// Judges any other run by its losses.
Finding judge_losses(const Facts& facts, const LossWindow& window, const LastState& last);

/// How far a loss is above that of minimum `index`.
double excess(const Facts& facts, Index index, double loss);

/// The place of the lowest of `facts.minima`, of which there must be one.
Index global_minimum(const Facts& facts);

/// Whether minimum `index` is as low as the lowest one, up to rounding.
bool is_global(const Facts& facts, Index index);

}  // namespace descend
