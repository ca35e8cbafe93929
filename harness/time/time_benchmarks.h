/// What `descend time` measures, by Google Benchmark: each function registers one kind of
/// benchmark. Where a name ends in a number it is the size, and the growth with it is fitted.
#pragma once

#include <exception>

#include "harness/registry/registry.h"

namespace descend {

/// step/<optimizer>/<precision>/<parameters>: an update alone, its gradient given.
void add_step_timings(const ProgramRegistry& registry);

/// gradient/<problem>/<precision>: loss and gradient of a problem as it comes;
/// gradient/<problem>/<precision>/<dimension> where it has that option.
void add_gradient_timings(const ProgramRegistry& registry);

/// run/<problem>/<optimizer>/steps/<steps>: whole runs, with oracle, clocks, verdict and record;
/// recording/…: with every state written down; map/…/cells/<cells>: runs side by side, and
/// map/…/formulas: their gradients and updates alone; suite/…/runs/<runs> and suite/…/jobs/<jobs>:
/// many runs, one after another and side by side; program/list: a start of the program.
void add_run_timings(const ProgramRegistry& registry);

/// bandwidth/<streams>/<size>: memory's, with the streams of an update rule;
/// first_write/<bytes>: into memory that was never written to; fma_peak/<instructions>: what one
/// core can compute at most.
void add_limit_timings();

/// Measures; whatever a plugin throws costs this figure and no other.
template <typename State, typename Measure>
void guarded(State& state, Measure measure) {
  try {
    measure();
  } catch (const std::exception& error) {
    state.SkipWithError(error.what());
  } catch (...) {
    state.SkipWithError("an exception of unknown type");
  }
}

/// Floating-point operations of the matrix products in one loss and gradient of a network of dense
/// layers, for one sample; 0 for other problems. Biases, activations and the loss are not counted.
template <typename Scalar>
double product_operations(const PluginInfo& info, const Problem<Scalar>& problem) {
  if (info.family != "network") return 0;
  double operations = 0;
  bool first = true;
  for (const Block& block : problem.layout().blocks) {
    if (block.role != Role::matrix) continue;
    // Forward, the weights' gradient, and the inputs' gradient, which the data does not need.
    operations += (first ? 4.0 : 6.0) * static_cast<double>(block.size());
    first = false;
  }
  return operations;
}

}  // namespace descend
