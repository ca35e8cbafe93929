// The rules for runs without basins: by the losses of their newest part.

#include <algorithm>
#include <cmath>

#include "harness/judge/rules.h"

namespace descend {
namespace {

// Thresholds; results/README.md gives the reasons.
constexpr double kWorse = 0.02;      // of what there was to win: above the start
constexpr double kFlat = 1e-3;       // of the loss: stands still
constexpr double kRounding = 1e-15;  // of the run's range of losses: rounding only
constexpr double kVanished = 1e-6;   // of the largest gradient: nothing is left of it
constexpr double kFitted = 0.05;     // of the loss at the start
constexpr double kReversals = 0.5;   // of the updates: leaps to and fro
constexpr double kMonotone = 0.01;   // of the falls, in rises: as good as none
constexpr double kFairShare = 0.5;   // of what the window would have fallen evenly
constexpr double kBouncing = 0.25;   // of all movement, in rises

class Rules {
 public:
  Rules(const Facts& facts, const LossWindow& window, const LastState& last)
      : facts_(facts), window_(window), last_(last) {
    finding_.window = window.entries;
    finding_.low = window.low;
    finding_.high = window.high;
    finding_.gradient = window.largest_gradient;
    finding_.older_loss = window.older;
    finding_.newer_loss = window.newer;
    finding_.outside = window.outside;
    finding_.reversals = window.reversals;
    finding_.start_loss = window.start_loss;
  }

  // The first that holds.
  Finding find() {
    const bool enough = window_.entries >= kMinStates;
    if (enough && diverging()) return found(Verdict::diverging, Pattern::diverging);
    if (window_.outside >= kOutside) return found(Verdict::left_domain, Pattern::outside);
    if (enough && worse_than_start()) return found(Verdict::worse_than_start, Pattern::worse);
    if (at_minimum(enough)) return finding_;
    if (last_.converged) return found(Verdict::stationary, Pattern::settled);
    if (!enough) return found(Verdict::unknown, Pattern::too_few);
    const bool flat = is_flat();
    if (flat && window_.largest_gradient <= kVanished * window_.run_largest_gradient) {
      return found(Verdict::stationary, Pattern::flat);
    }
    if (last_.all_right && window_.last_loss < kFitted * window_.start_loss) {
      return found(Verdict::fitted, Pattern::fitted);
    }
    if (flat) return standing();
    return moving();
  }

 private:
  Finding found(Verdict verdict, Pattern pattern) {
    finding_.verdict = verdict;
    finding_.pattern = pattern;
    return finding_;
  }

  bool diverging() const {
    const auto& q = window_.quarters;
    return q[0] < q[1] && q[1] < q[2] && q[2] < q[3] && q[3] > window_.start_loss;
  }

  // What a loss is measured from: the lowest that is known, or 0.
  double floor() const {
    if (!facts_.minima.empty()) {
      return facts_.minima[static_cast<std::size_t>(global_minimum(facts_))].loss;
    }
    return facts_.lower_bound.value_or(0);
  }

  bool worse_than_start() const {
    const double to_win = std::abs(window_.start_loss - floor());
    return window_.quarters[3] > window_.start_loss + kWorse * to_win;
  }

  // Whether the run is at a known minimum: its newest quarter, or its last state where the
  // optimizer has converged there or the run is short.
  bool at_minimum(bool enough) {
    const auto near = [&](Index index, double loss) {
      return std::abs(excess(facts_, index, loss)) <= facts_.tolerance;
    };
    const auto count = static_cast<Index>(facts_.minima.size());
    if (count == 0) return false;
    const Index global = global_minimum(facts_);
    const bool by_last = last_.converged || !enough;
    const double loss = by_last ? window_.last_loss : window_.quarters[3];
    for (Index i = -1; i < count; ++i) {
      const Index index = i < 0 ? global : i;
      const bool below = index == global && excess(facts_, global, loss) < 0;
      if (!below && !near(index, loss)) continue;
      finding_.minimum = index;
      finding_.dwells = true;
      found(is_global(facts_, index) ? Verdict::global_minimum : Verdict::local_minimum,
            Pattern::staying_near);
      return true;
    }
    return false;
  }

  bool is_flat() const {
    const double scale = std::max(std::abs(window_.low), std::abs(window_.high));
    return finding_.width() <=
           std::max(kFlat * scale, kRounding * (window_.run_high - window_.run_low));
  }

  Finding standing() {
    if (window_.reversals >= kReversals) return found(Verdict::oscillating, Pattern::reversing);
    const double share =
        static_cast<double>(window_.entries) / static_cast<double>(window_.run_entries);
    const double whole = window_.start_loss - window_.last_loss;
    const bool monotone = window_.rises <= kMonotone * window_.falls;
    if (monotone && window_.descent > 0 && window_.descent >= kFairShare * share * whole) {
      return found(Verdict::descending, Pattern::too_slow);
    }
    return found(Verdict::stalled, Pattern::flat);
  }

  Finding moving() {
    const double descent = window_.older - window_.newer;
    if (descent > 0 && descent >= window_.scatter) {
      return found(Verdict::descending, Pattern::falling);
    }
    const double movement = window_.rises + window_.falls;
    const bool rises_much = window_.rises >= kBouncing * movement;
    if (!rises_much && descent >= 0) return found(Verdict::descending, Pattern::falling);
    const bool falls_much = window_.falls >= kBouncing * movement;
    return found(Verdict::oscillating,
                 descent >= 0 || (rises_much && falls_much) ? Pattern::bouncing : Pattern::rising);
  }

  const Facts& facts_;
  const LossWindow& window_;
  const LastState& last_;
  Finding finding_;
};

}  // namespace

Finding judge_losses(const Facts& facts, const LossWindow& window, const LastState& last) {
  return Rules(facts, window, last).find();
}

}  // namespace descend
