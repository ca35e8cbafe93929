#include "harness/run/state_size.h"

#include <cmath>

namespace descend {
namespace {

// Wide enough for single numbers of a state not to count, and quick to allocate.
constexpr Index kSide = 64;

template <typename Scalar>
double bytes_per_parameter(const ProgramRegistry& registry, const std::string& rule) {
  Layout layout;
  layout.add("weights", kSide, kSide, Role::matrix);
  const Settings settings = registry.resolve(Kind::optimizer, {rule, {}}, rule);
  const Made<Optimizer<Scalar>> made =
      registry.optimizer(rule).make.template of<Scalar>()(settings, registry);
  const Made<Schedule> schedule =
      registry.schedule("constant")
          .make(registry.resolve(Kind::schedule, {"constant", {}}, "constant"), registry);
  RunInfo info;
  info.schedule = schedule.object.get();
  schedule.object->start(info);
  const Vector<Scalar> x0 = Vector<Scalar>::Zero(layout.size());
  made.object->start(layout, x0, info);
  const double bytes = static_cast<double>(StateSize(*made.object).bytes());
  return std::round(bytes / static_cast<double>(layout.size()) * 10) / 10;
}

}  // namespace

std::optional<double> state_bytes_per_parameter(const ProgramRegistry& registry,
                                                const std::string& rule) {
  try {
    return registry.optimizer(rule).make.of<float>() ? bytes_per_parameter<float>(registry, rule)
                                                     : bytes_per_parameter<double>(registry, rule);
  } catch (...) {
    return {};  // it needs options, or it fails, which `run` and `check` report
  }
}

}  // namespace descend
