#include "harness/judge/rules.h"

#include <algorithm>
#include <cmath>

namespace descend {
namespace {

// Thresholds; results/README.md gives the reasons.
constexpr double kSettledWidth = 1e-6;  // of the domain: x stands still
constexpr double kFastTurns = 0.25;     // turns a state: a fast oscillation
constexpr double kFewTurns = 1.0 / 16;  // turns a state: a slow swing
constexpr double kFastDecay = 0.7;      // of the excess loss, from half to half: dies out
constexpr double kTurnDecay = 0.98;     // from turn to turn of a slow one: dies out
constexpr double kSlowDecay = 0.9;      // the same where x turns seldom
constexpr double kCrossingTurns = 4;    // turns across basins: jumps about

Part together(const Part& older, const Part& newer) {
  const double states = older.states + newer.states;
  return {.states = states,
          .low_x = std::min(older.low_x, newer.low_x),
          .high_x = std::max(older.high_x, newer.high_x),
          .low_loss = std::min(older.low_loss, newer.low_loss),
          .high_loss = std::max(older.high_loss, newer.high_loss),
          .mean_loss =
              older.mean_loss * (older.states / states) + newer.mean_loss * (newer.states / states),
          .turns = older.turns + newer.turns,
          .outside = older.outside + newer.outside};
}

std::optional<Index> basin_of(const Facts& facts, double low_x, double high_x) {
  for (std::size_t i = 0; i < facts.minima.size(); ++i) {
    const Interval& basin = facts.minima[i].basin;
    if (basin.low <= low_x && high_x <= basin.high) return static_cast<Index>(i);
  }
  return std::nullopt;
}

Verdict minimum_verdict(const Facts& facts, Index minimum) {
  return is_global(facts, minimum) ? Verdict::global_minimum : Verdict::local_minimum;
}

// What a width in x is measured by: the domain, or x.
double scale_of(const Facts& facts, double x) {
  const Interval domain = allowed_bounds(facts);
  const double width = domain.high - domain.low;
  return std::isfinite(width) ? width : std::max(1.0, std::abs(x));
}

// A state that stands still: whether it has reached `finding.minimum`.
bool judge_at_rest(const Facts& facts, double loss, Finding& finding) {
  const bool reached = finding.minimum && excess(facts, *finding.minimum, loss) <= facts.tolerance;
  finding.dwells = finding.dwells || reached;
  finding.verdict = reached ? minimum_verdict(facts, *finding.minimum) : Verdict::stalled;
  return reached;
}

// The newest states in two parts, the newer of which lies in the basin of `finding.minimum`.
void judge_in_basin(const Facts& facts, const RecentSummary& recent, const Part& older,
                    const Part& newer, Finding& finding) {
  const Index minimum = *finding.minimum;
  const double older_excess = excess(facts, minimum, older.high_loss);
  const double newer_excess = excess(facts, minimum, newer.high_loss);
  const double lowest_excess = excess(facts, minimum, std::min(older.low_loss, newer.low_loss));
  const double turns = older.turns + newer.turns;
  const bool fast = turns >= kFastTurns * static_cast<double>(finding.window);
  // A slow swing may take longer than the window: there the losses where it turns tell.
  const auto calmer_turn = [&] {
    if (turns > kFewTurns * static_cast<double>(finding.window)) return false;
    const TurnLosses turn = recent.turn_losses();
    return excess(facts, minimum, turn.last) < kTurnDecay * excess(facts, minimum, turn.earlier);
  };
  const auto decaying = [&] {
    return fast ? newer_excess < kFastDecay * older_excess
                : newer_excess < kSlowDecay * older_excess || calmer_turn();
  };
  const bool falling = turns == 0 && newer.mean_loss < older.mean_loss;
  if (lowest_excess <= facts.tolerance) {
    // Without a turn it may just be passing through, unless it ends there.
    if ((turns > 0 || excess(facts, minimum, recent.last_loss) <= facts.tolerance) && decaying()) {
      finding.pattern = Pattern::closing_in;
    } else if (newer_excess <= facts.tolerance && !fast) {
      finding.pattern = Pattern::staying_near;
    }
    if (finding.pattern != Pattern::none) {
      finding.verdict = minimum_verdict(facts, minimum);
      return;
    }
  } else if (falling || decaying()) {
    finding.verdict = Verdict::descending;
    finding.pattern = turns > 0 ? Pattern::closing_in : Pattern::falling;
    return;
  }
  if (falling) {
    finding.verdict = Verdict::descending;
    finding.pattern = Pattern::falling;
  } else {
    finding.verdict = Verdict::oscillating;
    finding.pattern = turns > 0 ? Pattern::swinging : Pattern::rising;
  }
}

}  // namespace

double excess(const Facts& facts, Index index, double loss) {
  return loss - facts.minima[static_cast<std::size_t>(index)].loss;
}

Index global_minimum(const Facts& facts) {
  const auto lowest =
      std::min_element(facts.minima.begin(), facts.minima.end(),
                       [](const Minimum& a, const Minimum& b) { return a.loss < b.loss; });
  return lowest - facts.minima.begin();
}

bool is_global(const Facts& facts, Index index) {
  const double lowest = facts.minima[static_cast<std::size_t>(global_minimum(facts))].loss;
  return excess(facts, index, lowest) >= -1e-9 * (1 + std::abs(lowest));
}

Interval allowed_bounds(const Facts& facts) {
  if (facts.domain.empty()) return {};
  return facts.domain.size() == 1 ? facts.domain[0] : Interval{0, 0};
}

Finding judge_landscape(const Facts& facts, const RecentSummary& recent, const LastState& last) {
  Finding finding;
  finding.window = recent.states;
  const auto& [first, second, third, fourth] = recent.quarters;
  const Part oldest_half = together(first, second), newest_half = together(third, fourth);
  const Part all = together(oldest_half, newest_half);
  finding.outside = all.outside / all.states;
  if (finding.outside >= kOutside) {
    finding.verdict = Verdict::left_domain;
    finding.pattern = Pattern::outside;
    return finding;
  }
  const std::optional<Index> home = basin_of(facts, all.low_x, all.high_x);
  finding.minimum = home;
  finding.dwells = home.has_value();
  if (last.converged) {
    // The optimizer has proven that the state is stationary: it alone decides.
    finding.minimum = basin_of(facts, recent.last_x, recent.last_x);
    if (!judge_at_rest(facts, recent.last_loss, finding)) finding.verdict = Verdict::stationary;
    finding.pattern = Pattern::settled;
    return finding;
  }
  if (recent.states < kMinStates) {
    finding.pattern = Pattern::too_few;
    return finding;
  }
  finding.low = newest_half.low_x;
  finding.high = newest_half.high_x;
  finding.older_loss = oldest_half.mean_loss;
  finding.newer_loss = newest_half.mean_loss;
  if (!home) finding.minimum = basin_of(facts, newest_half.low_x, newest_half.high_x);

  if (newest_half.high_x - newest_half.low_x <= kSettledWidth * scale_of(facts, recent.last_x)) {
    const bool reached = judge_at_rest(facts, recent.last_loss, finding);
    finding.pattern = reached ? Pattern::settled : Pattern::flat;
  } else if (home) {
    judge_in_basin(facts, recent, oldest_half, newest_half, finding);
  } else if (finding.minimum) {
    // Came in within the window, as short runs do: the newest half alone tells.
    finding.window = static_cast<Index>(third.states + fourth.states);
    finding.low = fourth.low_x;
    finding.high = fourth.high_x;
    finding.older_loss = third.mean_loss;
    finding.newer_loss = fourth.mean_loss;
    judge_in_basin(facts, recent, third, fourth, finding);
    finding.dwells = finding.verdict == Verdict::global_minimum ||
                     finding.verdict == Verdict::local_minimum ||
                     excess(facts, *finding.minimum, newest_half.high_loss) <= facts.tolerance;
  } else {
    const bool falls = newest_half.mean_loss < oldest_half.mean_loss;
    const bool arriving = basin_of(facts, fourth.low_x, fourth.high_x).has_value();
    const bool descends =
        falls && (arriving || oldest_half.turns + newest_half.turns < kCrossingTurns);
    finding.verdict = descends ? Verdict::descending : Verdict::oscillating;
    finding.pattern = descends ? Pattern::falling : Pattern::crossing;
  }
  return finding;
}

}  // namespace descend
