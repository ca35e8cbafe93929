/// The frame of most rules: one gradient at the iterate, then an update. It fixes the order once
/// for all: gradient, clip by value, clip by norm, coupled weight decay, schedule, update.
#pragma once

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "descend/numerics/elementwise.h"
#include "descend/numerics/sums.h"
#include "descend/optimizer.h"
#include "descend/options.h"

namespace descend {

/// Options that every first-order rule has. A rule's own options derive from this.
struct FirstOrderOptions {
  double learning_rate = 1.0;
  double weight_decay = 0.0;
  std::optional<double> clip_norm;
  std::optional<double> clip_value;
};

/// A rule's option table with the shared rows around its own; `rates` is where a tuner looks for a
/// learning rate.
template <typename Options>
OptionTable<Options> first_order_options(const OptionTable<Options>& own = {},
                                         Search rates = log_search(1e-4, 10.0)) {
  OptionTable<Options> table = {{"learning_rate", &Options::learning_rate, non_negative(), rates,
                                 "length of a step, before any schedule"}};
  table.append(own);
  table.push_back({"weight_decay", &Options::weight_decay, non_negative(),
                   "adds weight_decay * x to the gradient, unless the formula says otherwise"});
  table.push_back({"clip_norm", &Options::clip_norm, positive(),
                   "scales the gradient down to this Euclidean norm; null: never"});
  table.push_back({"clip_value", &Options::clip_value, positive(),
                   "limits each entry of the gradient to this size; null: never"});
  return table;
}

/// What `update` is told of its step.
template <typename Scalar>
struct Step {
  /// Counted from 1, as states are (state 0 is the start); schedules and changes count from 0.
  Index number;
  /// This step's learning rate, the schedule applied.
  Real<Scalar> learning_rate;
  /// The schedule's factor in it, for rules that have further rates.
  double factor = 1;
};

/// Where weight decay enters: in the gradient, or in the rule's own formula.
enum class WeightDecay { coupled, in_formula };

template <typename Scalar>
class FirstOrder : public Optimizer<Scalar> {
 public:
  /// `options` are read at every step, so that the program can change them between steps; they must
  /// outlive the rule.
  explicit FirstOrder(const FirstOrderOptions& options,
                      WeightDecay weight_decay = WeightDecay::coupled)
      : shared_(options), weight_decay_(weight_decay) {}

  void start(const Layout& layout, ConstVectorRef<Scalar> x0, const RunInfo& run) override;

  StepStatus step(Oracle<Scalar>& oracle, VectorRef<Scalar> x) override;

  bool set_learning_rates(const Real<Scalar>& rates) override {
    if constexpr (std::is_same_v<Scalar, Lanes>) lane_rates_ = rates;
    return std::is_same_v<Scalar, Lanes>;
  }

  Real<Scalar> learning_rate() const override { return step_.learning_rate; }

  void state(StateVisitor& visit) final {
    visit.keep("step_number", step_.number);
    visit.keep("step_learning_rate", step_.learning_rate);
    rule_state(visit);
  }

 protected:
  /// Shows each piece of the rule's own state.
  virtual void rule_state(StateVisitor&) {}

  /// For state that is not shaped like x: give it its shape here; it is zeroed afterwards.
  virtual void prepare(const Layout&, ConstVectorRef<Scalar> /*x0*/, const RunInfo&) {}

  /// Asks for the gradient: at the iterate, unless the rule's paper says elsewhere.
  virtual void evaluate(Oracle<Scalar>& oracle, ConstVectorRef<Scalar> /*x*/,
                        VectorRef<Scalar> /*gradient*/) {
    // Not the argument, which is the same: copying a view right after it was written word by word
    // waits until the words are in memory (a store-forwarding stall).
    oracle.value_and_gradient(gradient_);
  }

  /// The rule: moves x by the gradient.
  virtual void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
                      VectorRef<Scalar> x) = 0;

 private:
  Real<Scalar> rate_before_schedule() const {
    if constexpr (std::is_same_v<Scalar, Lanes>) {
      if (lane_rates_) return *lane_rates_;
    }
    return shared_.learning_rate;
  }

  void clip_and_decay(ConstVectorRef<Scalar> x);
  void clip_by_value(double bound);
  void clip_by_norm(double bound);

  const FirstOrderOptions& shared_;
  WeightDecay weight_decay_;
  Schedule* schedule_ = nullptr;
  /// The last one.
  Step<Scalar> step_{0, kNaN, 1};
  /// In lanes: each run's own rate, where they differ.
  std::optional<Real<Scalar>> lane_rates_;
  Vector<Scalar> gradient_;
  /// A view of it, made once: in one dimension a step takes as long as its stores to memory.
  std::optional<View<const Vector<Scalar>>> gradient_view_;
};

// Outside the class, so that optimizers/all.h can declare them compiled elsewhere: once for all
// rules.
template <typename Scalar>
void FirstOrder<Scalar>::start(const Layout& layout, ConstVectorRef<Scalar> x0,
                               const RunInfo& run) {
  schedule_ = run.schedule;
  step_ = {0, rate_before_schedule(), 1};
  gradient_.setZero(x0.size());
  gradient_view_.emplace(gradient_);
  prepare(layout, x0, run);
  ZeroState zero(x0.size());
  this->state(zero);
}

template <typename Scalar>
StepStatus FirstOrder<Scalar>::step(Oracle<Scalar>& oracle, VectorRef<Scalar> x) {
  evaluate(oracle, x, gradient_);
  if (shared_.clip_value || shared_.clip_norm || shared_.weight_decay != 0) [[unlikely]] {
    clip_and_decay(x);
  }
  if (schedule_) step_.factor = schedule_->factor(step_.number);
  step_.learning_rate = rate_before_schedule() * step_.factor;
  ++step_.number;
  update(step_, *gradient_view_, x);
  return {};
}

// Not inlined into `step`, whose stack frame would grow by what these loops need.
template <typename Scalar>
[[gnu::noinline]] void FirstOrder<Scalar>::clip_and_decay(ConstVectorRef<Scalar> x) {
  if (shared_.clip_value) clip_by_value(*shared_.clip_value);
  if (shared_.clip_norm) clip_by_norm(*shared_.clip_norm);
  if (shared_.weight_decay != 0 && weight_decay_ == WeightDecay::coupled) {
    const Scalar decay(shared_.weight_decay);
    elementwise([=](auto x, auto& g) { g += decay * x; }, x, gradient_);
  }
}

template <typename Scalar>
void FirstOrder<Scalar>::clip_by_value(double bound) {
  const Scalar high(bound), low(-bound);
  elementwise([=](auto& g) { g = select(g > high, high, select(g < low, low, g)); }, gradient_);
}

template <typename Scalar>
void FirstOrder<Scalar>::clip_by_norm(double bound) {
  using Number = std::conditional_t<std::is_same_v<Scalar, Lanes>, double, Scalar>;
  const Real<Scalar> length = norm(gradient_);
  const Real<Scalar> scale = select(length > bound, bound / length, Real<Scalar>(1.0));
  // A subnormal scale has lost its digits.
  const auto exact = scale >= static_cast<double>(std::numeric_limits<Number>::min());
  if (all(exact)) [[likely]] {
    elementwise([scale = Scalar(scale)](auto& g) { g *= scale; }, gradient_);
  } else {
    elementwise(
        [=](auto& g) {
          g = select(exact, g * Scalar(scale), Scalar(Real<Scalar>(g) / length * bound));
        },
        gradient_);
  }
}

}  // namespace descend
