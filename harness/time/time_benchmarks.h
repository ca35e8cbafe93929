/// What `descend time` measures. Each function registers one kind of benchmark with Google
/// Benchmark. A number at the end of a name is the size, and the growth of the cost with it is
/// fitted.
#pragma once

#include <exception>

#include "harness/registry/registry.h"

namespace descend {

/// step/<optimizer>/<precision>/<parameters>: an update alone; its gradient costs nothing.
void add_step_timings(const ProgramRegistry& registry);

/// gradient/<problem>/<precision>: loss and gradient of a problem with its default options;
/// gradient/<problem>/<precision>/<dimension> where it has an option `dimension`.
void add_gradient_timings(const ProgramRegistry& registry);

/// run/<problem>/<optimizer>/steps/<steps>: whole runs, with oracle, clocks, verdict and record;
/// recording/…: the same with every state recorded; map/…/cells/<cells>: the runs of a map, and
/// map/…/formulas: their gradients and updates alone; suite/…/runs/<runs>: many runs, one after
/// another; suite/…/jobs/<jobs>: the same in parallel; program/list: `descend list` as a process.
void add_run_timings(const ProgramRegistry& registry);

/// bandwidth/<streams>/<size>: of memory, with the streams of an update rule; first_write/<bytes>:
/// writing memory for the first time; fma_peak/<instructions>: the multiply-adds of one core.
void add_limit_timings();

/// Calls `measure`. Where a plugin throws, this benchmark reports an error and the others go on.
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
