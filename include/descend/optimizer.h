/// An optimizer and the oracle it asks: one interface for SGD, SAM and L-BFGS alike.
#pragma once

#include <cstdint>
#include <string_view>

#include "descend/schedule.h"
#include "descend/state.h"
#include "descend/types.h"

namespace descend {

/// What an optimizer asks for the objective and its gradient. It counts and times every evaluation
/// and holds the batch fixed within a step. Where the run's budget of evaluations is spent it
/// throws, through `step`: the run ends at the state before.
template <typename Scalar>
class Oracle {
 public:
  virtual ~Oracle() = default;

  /// f and its gradient at the iterate that was given to `step`: the loss that the trace records.
  virtual Real<Scalar> value_and_gradient(VectorRef<Scalar> gradient) = 0;

  /// The same at another point: line searches, SAM's second point.
  virtual Real<Scalar> value(ConstVectorRef<Scalar> x) = 0;
  virtual Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient) = 0;

  /// This step's random number; equal for every evaluation within the step.
  virtual std::uint64_t draw() const = 0;
};

/// How a step went. A numerical failure is a status with a reason, never an exception.
struct StepStatus {
  enum Code { ok, converged, failed };
  Code code = ok;
  /// A constant text; null when ok.
  const char* reason = nullptr;
};

struct Value;

/// An update rule with its own state. It moves x one step at a time; when `step` returns, x is the
/// point to be reported.
template <typename Scalar>
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// Allocates and zeroes all state; starting twice is the same as starting once. Must not change
  /// x0. Throws Unsupported, with the reason, where the rule cannot work on this layout.
  virtual void start(const Layout& layout, ConstVectorRef<Scalar> x0, const RunInfo& run) = 0;

  /// Moves x once. Does not throw, does not catch what the oracle throws, and does not allocate.
  virtual StepStatus step(Oracle<Scalar>& oracle, VectorRef<Scalar> x) = 0;

  /// Shows each piece of the state, so that a run can go on elsewhere: made anew, started with the
  /// same run, and given these pieces back, the rule takes the same steps. What a start works out
  /// by itself and what lasts no longer than a step is no state.
  virtual void state(StateVisitor&) {}

  /// Whether RunInfo::seed changes anything. A rule that draws no random numbers says no; a wrapper
  /// asks the rule that it wraps.
  virtual bool uses_seed() const { return true; }

  /// In lanes: each run's own learning rate, in place of the option, from the next step on. False:
  /// the rule takes none, and such runs are made one by one.
  virtual bool set_learning_rates(const Real<Scalar>&) { return false; }

  /// The learning rate of the last step; NaN: the rule has none.
  virtual Real<Scalar> learning_rate() const { return kNaN; }

  /// Of a wrapper: sets an option of the rule that it wraps, such as `base.momentum`, in mid-run.
  /// False: there is no such rule.
  virtual bool change_inner(std::string_view /*option*/, const Value&) { return false; }
};

}  // namespace descend
