/// The rules of the verdicts: what the states of a run, summed up, say about how it ended. The
/// rules and their thresholds stand in results/README.md.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "descend/problem.h"
#include "results/record/outcome.h"

namespace descend {

/// What a state's low_x and high_x lie between as long as it is in the domain.
Interval allowed_bounds(const Facts& facts);

/// What makes the verdict, for the sentence that explains it.
// clang-format off
enum class Pattern {
  none, too_few, settled, closing_in, staying_near, swinging, crossing, falling, bouncing, rising,
  flat,
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

/// The losses of the newest part of a run: one entry a state, or the mean of an epoch of batches.
struct LossWindow {
  Index entries = 0;
  double low = 0;
  double high = 0;
  /// Means of the older and the newer half.
  double older_mean = 0;
  double newer_mean = 0;
  /// Sums of all rises and of all falls from entry to entry.
  double rises = 0;
  double falls = 0;
  double largest_gradient = 0;
  /// Over the whole run.
  double run_low = 0;
  double run_high = 0;
  double last_loss = kNaN;
};

/// Fewer states (or epochs) than this allow no verdict.
inline constexpr int kMinStates = 8;

/// Judges a run in one dimension with known minima and basins by its newest states, the last of
/// which is finite and inside the domain. `converged`: the optimizer said so.
Finding judge_landscape(const Facts& facts, const RecentSummary& recent, bool converged);

/// Judges any other run by its losses.
Finding judge_losses(const Facts& facts, const LossWindow& window, bool converged);

/// The place of the lowest of `facts.minima`, of which there must be one.
Index global_minimum(const Facts& facts);

/// Whether minimum `index` is as low as the lowest one, up to rounding.
bool is_global(const Facts& facts, Index index);

}  // namespace descend
