/// What the conformance kit tries a problem on.
#pragma once

#include <string>

#include "harness/check/check.h"
#include "harness/registry/registry.h"

namespace descend {

/// The problem in one scalar, made and started.
template <typename Scalar>
class Instance {
 public:
  Instance(const ProgramRegistry& registry, const std::string& name, std::uint64_t seed = 3) {
    const Settings settings = registry.resolve(Kind::problem, Settings{name, {}}, name);
    made_ = registry.problem(name).make.template of<Scalar>()(settings, registry);
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

/// What differences and means in float64 can show of a problem: gradient, batches, minima, metrics.
void check_values(const ProgramRegistry& registry, const std::string& name, Findings& findings);

}  // namespace descend
