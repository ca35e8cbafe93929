#include "harness/run/recording.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <type_traits>

namespace descend {
namespace {

// Beside the start; of more the automatic rule takes so many, evenly spaced.
constexpr Index kAutomaticStates = 1000;

// Whether a column has another number in every state, as what a run measures has; counts, rates and
// sampled clocks seldom do.
enum class Novelty { always, seldom };

// A column of the trace.
template <typename Number>
struct StateColumn {
  const char* name;
  Number State::*value;
  Novelty novelty;
  // It is there only where a step sees a part of the samples.
  bool of_batches = false;

  static constexpr bool integer() { return std::is_integral_v<Number>; }
};
// clang 16 does not find them by itself.
template <typename Number>
StateColumn(const char*, Number State::*, Novelty) -> StateColumn<Number>;
template <typename Number>
StateColumn(const char*, Number State::*, Novelty, bool) -> StateColumn<Number>;

// What each trace holds, in its order: a new column is a row here and its member of State. What the
// problem measures, and the point, come with the problem.
constexpr std::tuple kBeforeMetrics = {StateColumn{"step", &State::step, Novelty::seldom},
                                       StateColumn{"loss", &State::loss, Novelty::always}};
constexpr std::tuple kAfterMetrics = {
    StateColumn{"batch_loss", &State::batch_loss, Novelty::always, true},
    StateColumn{"learning_rate", &State::learning_rate, Novelty::seldom},
    StateColumn{"gradient_norm", &State::gradient_norm, Novelty::always},
    StateColumn{"update_norm", &State::update_norm, Novelty::always},
    StateColumn{"gradient_evaluations", &State::gradient_evaluations, Novelty::seldom},
    StateColumn{"value_evaluations", &State::value_evaluations, Novelty::seldom},
    StateColumn{"compute_seconds", &State::compute_seconds, Novelty::seldom}};

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

bool RecordedSteps::search(Index step) {
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
      coordinates_(dimension <= kMaxCoordinates ? dimension : 0) {
  const auto column = [&](std::string name, bool integer, Novelty novelty) {
    trace_.columns.push_back({std::move(name), integer,
                              novelty == Novelty::seldom ? Series::in_progressions() : Series()});
  };
  const auto of_state = [&](const auto& row) {
    if (!row.of_batches || mini_batch) column(row.name, row.integer(), row.novelty);
  };
  const auto each = [&](const auto&... rows) { (of_state(rows), ...); };
  std::apply(each, kBeforeMetrics);
  for (std::string& name : metric_names) column(std::move(name), false, Novelty::always);
  std::apply(each, kAfterMetrics);
  for (Index i = 0; i < coordinates_; ++i) column("x" + std::to_string(i), false, Novelty::always);
  for (TraceColumn& made : trace_.columns) {
    made.values.reserve(static_cast<std::size_t>(states));
  }
}

// Flat, since g++ otherwise calls a function for each number.
[[gnu::flatten]] void TraceBuilder::add(const State& state, std::span<const double> metrics,
                                        std::span<const double> x) {
  std::size_t next = 0;
  const auto put = [&](double value)
                       DESCEND_LAMBDA { trace_.columns[next++].values.push_back(value); };
  const auto of_state = [&](const auto& row) DESCEND_LAMBDA {
    if (!row.of_batches || mini_batch_) put(static_cast<double>(state.*row.value));
  };
  const auto each = [&](const auto&... rows) DESCEND_LAMBDA { (of_state(rows), ...); };
  std::apply(each, kBeforeMetrics);
  for (std::size_t i = 0; i < metrics_; ++i) put(metrics[i]);
  std::apply(each, kAfterMetrics);
  for (Index i = 0; i < coordinates_; ++i) put(x[static_cast<std::size_t>(i)]);
}

}  // namespace descend
