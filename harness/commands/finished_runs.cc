#include "harness/commands/finished_runs.h"

#include <fmt/format.h>

#include <algorithm>

#include "results/record/read_runs.h"

namespace descend {

FinishedRuns read_finished(const Plan& plan, const std::filesystem::path& folder, bool shown) {
  const bool all =
      shown || std::ranges::any_of(plan.suite().experiments, [](const Experiment& experiment) {
        return !experiment.expect.empty();
      });
  FinishedRuns runs;
  read_runs(folder, all ? Traces::read : Traces::skip, [&](StoredRun& run) {
    const std::string id = run.line.id;
    if (!plan.contains(id)) return;
    if (all || run.line.outcome.status == Status::failed) {
      runs[id] = {std::move(run.line), std::move(run.trace)};
    }
  });
  return runs;
}

std::string first_failure(const FinishedRuns& finished, std::size_t runs) {
  std::size_t count = 0;
  const RunLine* first = nullptr;
  for (const auto& [id, run] : finished) {
    if (run.line.outcome.status != Status::failed) continue;
    if (count++ == 0) first = &run.line;
  }
  if (count == 0) return "";
  return fmt::format("{} of {} runs failed: {} on {}: {}", count, runs,
                     first->settings.optimizer_spec, first->settings.problem_spec,
                     first->outcome.reason);
}

}  // namespace descend
