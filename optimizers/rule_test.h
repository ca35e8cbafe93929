/// For tests: runs a rule on a function, without the program.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "optimizers/rule_registry_test.h"

namespace descend::test {

/// Writes the gradient at x and returns f(x).
template <typename Scalar>
using Objective = std::function<Real<Scalar>(const Vector<Scalar>& x, Vector<Scalar>& gradient)>;

/// Asks an Objective.
template <typename Scalar>
class FunctionOracle final : public Oracle<Scalar> {
 public:
  FunctionOracle(Objective<Scalar> objective, const Vector<Scalar>& iterate)
      : objective_(std::move(objective)), iterate_(iterate) {}

  Real<Scalar> value_and_gradient(VectorRef<Scalar> gradient) override {
    return value_and_gradient(iterate_, gradient);
  }
  Real<Scalar> value(ConstVectorRef<Scalar> x) override {
    Vector<Scalar> gradient(x.size());
    return objective_(x, gradient);
  }
  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient) override {
    Vector<Scalar> written(x.size());
    const Real<Scalar> loss = objective_(x, written);
    gradient = written;
    return loss;
  }
  std::uint64_t draw() const override { return 0; }

 private:
  Objective<Scalar> objective_;
  const Vector<Scalar>& iterate_;
};

/// The points x_0 … x_steps of a rule on a function; the whole vector is one block.
template <typename Scalar>
std::vector<Vector<Scalar>> run_rule(const Settings& settings, Objective<Scalar> objective,
                                     const Vector<Scalar>& x0, int steps,
                                     const Settings& schedule = {"constant", {}}) {
  Layout layout;
  layout.add("x", x0.size());
  RunInfo run{.steps = steps};
  auto rate = make_schedule(schedule, run);
  run.schedule = rate.object.get();
  auto rule = make_rule<Scalar>(settings);
  rule.object->start(layout, x0, run);
  Vector<Scalar> x = x0;
  FunctionOracle<Scalar> oracle(std::move(objective), x);
  std::vector<Vector<Scalar>> points{x};
  for (int k = 0; k < steps; ++k) {
    if (rule.object->step(oracle, x).code == StepStatus::failed) break;
    points.push_back(x);
  }
  return points;
}

}  // namespace descend::test
