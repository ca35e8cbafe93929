#include "harness/run/recording.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace descend {
namespace {

// Beyond this many states the automatic rule spaces them evenly.
constexpr Index kAutomaticStates = 1000;

}  // namespace

RecordedSteps::RecordedSteps(const RecordRule& rule, Index steps) {
  RecordRule::Spacing spacing = rule.spacing;
  Index count = rule.count;
  if (spacing == RecordRule::automatic) {
    if (steps <= kAutomaticStates) return;
    if (steps % kAutomaticStates == 0) {
      every_ = steps / kAutomaticStates;
      return;
    }
    spacing = RecordRule::linear;
    count = kAutomaticStates;
  }
  if (spacing == RecordRule::every) {
    every_ = count;
    return;
  }
  const auto last = static_cast<double>(steps);
  for (Index i = 0; i < count; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    // The first of logarithmic points is 0, the second 1, the last the end.
    const double step = spacing == RecordRule::linear ? share * last
                        : i == 0                      ? 0.0
                        : count == 2                  ? last
                                     : std::exp(std::log(last) * static_cast<double>(i - 1) /
                                                static_cast<double>(count - 2));
    list_.push_back(static_cast<Index>(std::llround(step)));
  }
  list_.erase(std::unique(list_.begin(), list_.end()), list_.end());
}

bool RecordedSteps::look_up(Index step) {
  if (list_.empty()) {
    next_step_ = (step / every_ + 1) * every_;
    return step % every_ == 0;
  }
  while (next_ < list_.size() && list_[next_] < step) ++next_;
  if (next_ == list_.size()) {
    next_step_ = std::numeric_limits<Index>::max();
    return false;
  }
  const bool found = list_[next_] == step;
  next_step_ = found ? step + 1 : list_[next_];
  return found;
}

Index RecordedSteps::count(Index last) const {
  return list_.empty() ? last / every_ + 1 : static_cast<Index>(list_.size());
}

TraceBuilder::TraceBuilder(std::vector<std::string> metric_names, bool mini_batch, Index dimension,
                           Index states)
    : metrics_(metric_names.size()),
      mini_batch_(mini_batch),
      coordinates_(dimension <= kMostCoordinates ? dimension : 0) {
  // What a run measures is new in every state; counts, rates and sampled clocks seldom say much.
  auto measured = [&](std::string name) { trace_.columns.push_back({std::move(name), false, {}}); };
  auto steady = [&](std::string name, bool integer) {
    trace_.columns.push_back({std::move(name), integer, Series::in_progressions()});
  };
  steady("step", true);
  measured("loss");
  for (std::string& name : metric_names) measured(std::move(name));
  if (mini_batch) measured("batch_loss");
  steady("learning_rate", false);
  measured("gradient_norm");
  measured("update_norm");
  steady("gradient_evaluations", true);
  steady("value_evaluations", true);
  steady("compute_seconds", false);
  for (Index i = 0; i < coordinates_; ++i) measured("x" + std::to_string(i));
  for (TraceColumn& column : trace_.columns) {
    column.values.reserve(static_cast<std::size_t>(states));
  }
}

void TraceBuilder::add(const State& state, std::span<const double> metrics,
                       std::span<const double> x) {
  std::size_t next = 0;
  auto put = [&](double value) { trace_.columns[next++].values.push_back(value); };
  put(static_cast<double>(state.step));
  put(state.loss);
  for (std::size_t i = 0; i < metrics_; ++i) put(metrics[i]);
  if (mini_batch_) put(state.batch_loss);
  put(state.learning_rate);
  put(state.gradient_norm);
  put(state.update_norm);
  put(static_cast<double>(state.gradient_evaluations));
  put(static_cast<double>(state.value_evaluations));
  put(state.compute_seconds);
  for (Index i = 0; i < coordinates_; ++i) put(x[static_cast<std::size_t>(i)]);
}

}  // namespace descend
