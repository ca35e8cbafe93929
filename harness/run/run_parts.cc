#include "harness/run/run_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "descend/numerics/lanes.h"
#include "harness/run/problem_faults.h"

namespace descend {
namespace {

void require_none(const std::string& fault) {
  if (!fault.empty()) throw std::logic_error(fault);
}

}  // namespace

template <typename Scalar>
RunParts<Scalar>::RunParts(const RunSettings& run, const Registry& registry)
    : run(run),
      problem(registry.problem(run.problem.name).make.of<Scalar>()(run.problem, registry)),
      optimizer(registry.optimizer(run.optimizer.name).make.of<Scalar>()(run.optimizer, registry)),
      schedule(registry.schedule(run.schedule.name).make(run.schedule, registry)),
      batches(problem.object->sample_count(), run.batch_size, run.seed),
      max_steps(run.budget.max_steps(batches.steps_per_epoch())),
      max_evaluations(run.budget.evaluations.value_or(std::numeric_limits<Index>::max())) {}

template <typename Scalar>
void RunParts<Scalar>::start_problem(Vector<Scalar>& x) {
  const Layout& layout = problem.object->layout();
  require_none(layout_fault(layout));
  x.setZero(layout.size());
  problem.object->start(static_cast<std::uint64_t>(run.seed), x);
  if (layout.size() != x.size()) throw std::logic_error("start has changed the layout");
  const Facts facts = problem.object->facts();
  require_none(facts_fault(facts, x.size()));
  domain = facts.domain;
}

template <typename Scalar>
void RunParts<Scalar>::start_optimizer(const Vector<Scalar>& x0) {
  RunInfo info;
  info.seed = run.optimizer_seed;
  info.steps = run.budget.steps || run.budget.epochs ? max_steps : 0;
  info.steps_per_epoch = batches.steps_per_epoch();
  info.deterministic = batches.full();
  info.schedule = schedule.object.get();
  schedule.object->start(info);
  optimizer.object->start(problem.object->layout(), x0, info);
}

template <typename Scalar>
JudgeSettings RunParts<Scalar>::judge_settings() const {
  JudgeSettings settings;
  settings.facts = problem.object->facts();
  if (std::isfinite(run.loss_bound)) settings.loss_bound = run.loss_bound;
  settings.target_loss = run.target_loss;
  settings.steps_per_epoch = batches.steps_per_epoch();
  settings.one_dimensional = problem.object->layout().size() == 1;
  return settings;
}

template struct RunParts<float>;
template struct RunParts<double>;
template struct RunParts<Lanes>;

}  // namespace descend
