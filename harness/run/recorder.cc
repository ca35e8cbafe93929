#include "harness/run/recorder.h"

#include <algorithm>
#include <string>
#include <utility>

#include "harness/run/batches.h"

namespace descend {
namespace {

// A run may end early: beyond this many states the columns grow as they fill.
constexpr Index kReservedStates = 1 << 24;

template <typename Scalar>
std::vector<double> numbers(const Vector<Scalar>& v) {
  return {v.begin(), v.end()};
}

}  // namespace

template <typename Scalar>
Recorder<Scalar>::Recorder(const RecordRule& rule, Index max_steps)
    : rule_(rule),
      steps_(rule, max_steps),
      states_(std::min<Index>(steps_.count(max_steps), kReservedStates) + 1) {}

template <typename Scalar>
void Recorder<Scalar>::start(Problem<Scalar>& problem, bool batches) {
  problem_ = &problem;
  const std::vector<std::string> metrics = problem.metric_names();
  metrics_.resize(metrics.size());
  accuracy_ = static_cast<std::size_t>(std::ranges::find(metrics, "accuracy") - metrics.begin());
  trace_.emplace(metrics, batches, problem.layout().size(), states_);
}

template <typename Scalar>
void Recorder<Scalar>::keep_parameters(Index step, const Vector<Scalar>& x,
                                       const Vector<Scalar>& before) {
  if (!parameters_) {
    parameters_.emplace();
    parameters_->blocks = problem_->layout().blocks;
    gradient_.setZero(x.size());
  }
  problem_->value_and_gradient(x, kExact, gradient_);
  parameters_->steps.push_back(step);
  parameters_->parameters.push_back(numbers(x));
  parameters_->gradients.push_back(numbers(gradient_));
  // The update that led to this state.
  std::vector<double> update(static_cast<std::size_t>(x.size()), 0.0);
  for (std::size_t i = 0; step > 0 && i < update.size(); ++i) {
    update[i] = static_cast<double>(x[static_cast<Index>(i)]) -
                static_cast<double>(before[static_cast<Index>(i)]);
  }
  parameters_->updates.push_back(std::move(update));
}

template <typename Scalar>
void Recorder<Scalar>::finish(Record& record) {
  record.trace = trace_->take();
  record.parameters = std::move(parameters_);
}

template class Recorder<float>;
template class Recorder<double>;

}  // namespace descend
