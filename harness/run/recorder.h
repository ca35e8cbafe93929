/// Writes down the states of a run that its rule asks for: trace, metrics and parameters.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "descend/problem.h"
#include "harness/run/recording.h"

namespace descend {

template <typename Scalar>
class Recorder {
 public:
  Recorder(const RecordRule& rule, Index max_steps);

  /// Once the problem has started; `batches`: whether states have losses of batches too.
  void start(Problem<Scalar>& problem, bool batches);

  /// Whether the rule asks for state `step`; asked for in ascending order.
  bool wants(Index step) { return steps_.contains(step); }

  /// `x` is the state and `before` the one before it. The last state's parameters are kept whatever
  /// the rule says.
  void write(const State& state, const Vector<Scalar>& x, const Vector<Scalar>& before, bool last) {
    if (!metrics_.empty()) problem_->metrics(x, metrics_);
    std::array<double, TraceBuilder::kMaxCoordinates> coordinates;
    const auto count = static_cast<std::size_t>(trace_->coordinates());
    for (std::size_t i = 0; i < count; ++i) coordinates[i] = x[static_cast<Index>(i)];
    trace_->add(state, metrics_, std::span(coordinates).first(count));
    if (rule_.parameters && (last || state.step % rule_.parameters_every == 0)) {
      keep_parameters(state.step, x, before);
    }
  }

  /// Whether the newest state that was written down has an accuracy, and it is 1.
  bool all_right() const { return accuracy_ < metrics_.size() && metrics_[accuracy_] == 1; }

  /// Moves what was written down into the record.
  void finish(Record& record);

 private:
  void keep_parameters(Index step, const Vector<Scalar>& x, const Vector<Scalar>& before);

  RecordRule rule_;
  RecordedSteps steps_;
  /// Reserved for so many states.
  Index states_;
  Problem<Scalar>* problem_ = nullptr;
  std::optional<TraceBuilder> trace_;
  std::vector<double> metrics_;
  /// Its place among the metrics; beyond them: there is none.
  std::size_t accuracy_ = 0;
  std::optional<RecordedParameters> parameters_;
  Vector<Scalar> gradient_;
};

extern template class Recorder<float>;
extern template class Recorder<double>;

}  // namespace descend
