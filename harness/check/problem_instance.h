/// What the conformance kit tries a problem on.
#pragma once

#include <cmath>
#include <string>

#include "descend/numerics/random.h"
#include "harness/check/check.h"
#include "harness/registry/registry.h"

namespace descend {

/// The problem in one scalar, made and started.
template <typename Scalar>
class Instance {
 public:
  Instance(const ProgramRegistry& registry, const Settings& given, std::uint64_t seed = 3) {
    const Settings settings = registry.resolve(Kind::problem, given, given.name);
    made_ = registry.problem(given.name).make.template of<Scalar>()(settings, registry);
    start(seed);
  }

  Problem<Scalar>& operator*() const { return *made_.object; }
  Problem<Scalar>* operator->() const { return made_.object.get(); }

  /// The start, written over numbers that would show where it was not written.
  void start(std::uint64_t seed) {
    x0 = Vector<Scalar>::Constant(made_.object->layout().size(), Scalar(kNaN));
    made_.object->start(seed, x0);
  }

  Vector<Scalar> x0;

 private:
  Made<Problem<Scalar>> made_;
};

/// Without noise, over all samples.
inline const Batch kExact{.exact = true};

/// A point in the domain, or within a half of the start where that has no end.
inline Vector<double> somewhere(const Instance<double>& problem, Random& random) {
  Vector<double> x = problem.x0;
  const std::vector<Interval> domain = problem->facts().domain;
  for (Index i = 0; i < x.size(); ++i) {
    Interval range{x[i] - 0.5, x[i] + 0.5};
    if (!domain.empty() && std::isfinite(domain[i].high - domain[i].low)) range = domain[i];
    x[i] = random.uniform(range.low, range.high);
  }
  return x;
}

/// What differences and means in float64 can show of a problem: gradient, batches, noise, metrics.
void check_values(const ProgramRegistry& registry, const Settings& given, ContractReport& report);

/// Minima, domain, bounds and rate, as it declares them.
void check_facts(const ProgramRegistry& registry, const Settings& given, ContractReport& report);

}  // namespace descend
