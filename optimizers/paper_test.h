/// For tests: rules on a layout with matrices, and against the trajectories of make_papers.py.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "optimizers/functions_test.h"

namespace descend::test {

/// A rule at work on a function over a layout, as a run would have it.
template <typename Scalar>
class RuleOnLayout {
 public:
  RuleOnLayout(const Settings& settings, Layout layout, Objective<Scalar> objective,
               Vector<Scalar> x0)
      : rule(make_rule<Scalar>(settings)),
        x(std::move(x0)),
        layout_(std::move(layout)),
        oracle_(std::move(objective), x) {
    start();
  }
  RuleOnLayout(const RuleOnLayout&) = delete;

  void start() { rule.object->start(layout_, x, {}); }
  StepStatus step() { return rule.object->step(oracle_, x); }

  /// How many numbers the state holds.
  Index state_size() { return StateSize(*rule.object).total(); }

  Made<Optimizer<Scalar>> rule;
  Vector<Scalar> x;

 private:
  Layout layout_;
  FunctionOracle<Scalar> oracle_;
};

/// The points x_0 … x_steps; fewer where a step fails.
template <typename Scalar>
std::vector<Vector<Scalar>> run_on_layout(const Settings& settings, const Layout& layout,
                                          Objective<Scalar> objective, const Vector<Scalar>& x0,
                                          int steps) {
  RuleOnLayout<Scalar> run(settings, layout, std::move(objective), x0);
  std::vector<Vector<Scalar>> points{run.x};
  for (int k = 0; k < steps && run.step().code != StepStatus::failed; ++k) points.push_back(run.x);
  return points;
}

inline Layout one_block(Index rows, Index cols, Role role = Role::matrix) {
  Layout layout;
  layout.add("x", rows, cols, role);
  return layout;
}

inline Vector<double> vector_of(std::initializer_list<double> entries) {
  Vector<double> x(Index(entries.size()));
  std::copy(entries.begin(), entries.end(), x.data());
  return x;
}

/// The functions of make_papers.py, with their layouts and starts.
struct PaperProblem {
  Layout layout;
  Objective<double> objective;
  Vector<double> x0;
};

/// f = sum over matrices X of |A X B - C|^2 / 2, and of w (x - c)^4 / 4 over the vector. For float
/// and double.
template <typename Scalar>
Objective<Scalar> blocks_function(const Layout& layout);

/// "rosenbrock", "quadratic" or "blocks".
PaperProblem paper_problem(const std::string& name, Rounding rounding = Rounding::scripts);

/// Compares the trajectories of the rule in paper_rules.json: to 1e-10 at steps 1, 2, 10 and 100,
/// and at 1,000 but for the problems in `parting`: there two roundings of the gradient itself have
/// come apart, which is tested too.
void expect_golden(const std::string& rule, int trajectories,
                   const std::set<std::string>& parting = {});

}  // namespace descend::test
