/// Sixteen runs side by side, one a lane, that differ in their learning rate alone: the fast path
/// of a map. Problem and optimizer come from the same sources as for one run, with Lanes for their
/// scalar, and every lane has the bits and the verdict of its run alone.
#pragma once

#include <memory>
#include <span>

#include "descend/registry.h"
#include "results/record/outcome.h"
#include "results/record/run_settings.h"

namespace descend {

class LaneRuns {
 public:
  /// Null where such runs have to be made one by one: float32, batches, an adaptive schedule, a
  /// problem or a rule that knows no lanes, a rule without a learning rate of its own. Throws
  /// std::logic_error where the problem says of itself what cannot be true.
  static std::unique_ptr<LaneRuns> make(const RunSettings& run, const Registry& registry);
  virtual ~LaneRuns() = default;

  /// One run for each rate, at most Lanes::kCount of them. False: a rule has stopped by itself,
  /// which lanes cannot do one by one; the outcomes are then worthless.
  virtual bool run(std::span<const double> learning_rates, std::span<CellOutcome> outcomes) = 0;
};

}  // namespace descend
