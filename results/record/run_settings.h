/// What was asked of a run: everything of its line in runs.jsonl that is known before it begins.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "descend/options.h"
#include "descend/types.h"

namespace descend {

enum class Precision : std::uint8_t { float32, float64 };

inline constexpr std::array<const char*, 2> kPrecisionNames = {"float32", "float64"};

/// "float32" or "float64".
inline const char* name_of(Precision precision) {
  return kPrecisionNames.at(static_cast<std::size_t>(precision));
}

/// What a step's loss is a mean over.
enum class Regime : std::uint8_t { deterministic, batch, mini_batch, stochastic };

/// How long a run may go on; whatever is reached first ends it.
struct Budget {
  std::optional<Index> steps;
  std::optional<Index> epochs;
  std::optional<Index> evaluations;

  bool empty() const { return !steps && !epochs && !evaluations; }
  /// The most updates that it allows; never more than 2^53, up to which a trace counts exactly.
  Index max_steps(Index steps_per_epoch) const {
    Index most = Index{1} << 53;
    if (epochs && *epochs <= most / steps_per_epoch) most = *epochs * steps_per_epoch;
    // Every step evaluates at least once.
    return std::min({most, steps.value_or(most), evaluations.value_or(most)});
  }
};

/// Which states are written down: the first and the last always.
struct RecordRule {
  enum Spacing { automatic, every, linear, log } spacing = automatic;
  /// The stride of `every`, the number of states of `linear` and `log`.
  Index count = 0;
  /// Whether parameters, updates and gradients are written too, and at which stride.
  bool parameters = false;
  Index parameters_every = 1;
};

/// A setting that takes a new value before update number `step` (counted from 0), in mid-run.
struct Change {
  Index step = 0;
  std::string option;
  Value value;
};

struct RunSettings {
  /// Every option present, defaults included.
  Settings problem;
  Settings optimizer;
  Settings schedule;
  std::vector<Change> changes;
  std::string label;
  /// What was asked for, without defaults, as text.
  std::string problem_spec;
  std::string optimizer_spec;
  /// Of data, start, batches and noise.
  std::int64_t seed = 0;
  /// Of the optimizer's own randomness. Below 2^53, so that every reader of JSON has it exactly.
  std::uint64_t optimizer_seed = 0;
  Precision precision = Precision::float64;
  /// None: all samples.
  std::optional<Index> batch_size;
  Regime regime = Regime::deterministic;
  Budget budget;
  RecordRule record;
  /// The run has exploded when |loss| is beyond this; infinite: beyond 1e12 max(1, |the first
  /// state's loss|).
  double loss_bound = kInfinity;
  std::optional<double> target_loss;
};

}  // namespace descend
