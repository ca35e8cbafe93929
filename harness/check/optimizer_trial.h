/// An optimizer as the conformance kit runs it.
#pragma once

#include <algorithm>
#include <string>

#include "harness/check/guarded_vector.h"
#include "harness/check/shape_oracle.h"
#include "harness/registry/registry.h"

namespace descend {

/// Steps of a trial, unless it says otherwise.
inline constexpr int kTrialSteps = 30;

/// A matrix and a vector, so that no rule refuses it.
inline Layout with_matrix(Index rows, Index cols) {
  Layout layout;
  layout.add("weights", rows, cols, Role::matrix);
  layout.add("bias", rows);
  return layout;
}

template <typename Scalar>
bool same_bits(ConstVectorRef<Scalar> a, ConstVectorRef<Scalar> b) {
  return a.size() == b.size() &&
         std::equal(reinterpret_cast<const unsigned char*>(a.data()),
                    reinterpret_cast<const unsigned char*>(a.data() + a.size()),
                    reinterpret_cast<const unsigned char*>(b.data()));
}

template <typename Scalar>
bool all_finite(const Eigen::Map<Vector<Scalar>>& x) {
  return std::all_of(x.data(), x.data() + x.size(),
                     [](const Scalar& entry) { return all(isfinite(entry)); });
}

/// The optimizer in one scalar, made and run on an objective.
template <typename Scalar>
class Trial {
 public:
  /// A schedule without a name: the rule's own, or none.
  Trial(const ProgramRegistry& registry, const Settings& given, const Layout& layout,
        Settings schedule = {})
      : layout_(layout), memory_(layout.size()), x(memory_.view()) {
    const OptimizerPlugin& plugin = registry.optimizer(given.name);
    settings_ = registry.resolve(Kind::optimizer, given, given.name);
    made = plugin.make.template of<Scalar>()(settings_, registry);
    if (schedule.name.empty()) schedule = plugin.own_schedule;
    if (schedule.name.empty()) schedule = {"constant", {}};
    schedule_ = registry.schedule(schedule.name)
                    .make(registry.resolve(Kind::schedule, schedule, schedule.name), registry);
    start();
  }

  void start(std::uint64_t seed = 5) {
    for (Index i = 0; i < x.size(); ++i) x[i] = first(i);
    const RunInfo run{.seed = seed, .steps = 100, .schedule = schedule_.object.get()};
    schedule_.object->start(run);
    made.object->start(layout_, x, run);
  }

  /// Stops early where a step says that it is over.
  StepStatus steps(int count, Shape shape = Shape::bowl) {
    ShapeOracle<Scalar> oracle(shape, x);
    StepStatus status;
    for (int k = 0; k < count && status.code == StepStatus::ok; ++k) {
      status = made.object->step(oracle, x);
    }
    return status;
  }

  /// What x[i] is at the start.
  Scalar first(Index i) const {
    const double middle = (static_cast<double>((3 * i) % 11) - 5) / 4;
    if constexpr (std::is_same_v<Scalar, Lanes>) {
      Scalar lanes(0.0);
      for (int lane = 0; lane < Lanes::kCount; ++lane) lanes[lane] = middle + 0.01 * lane;
      return lanes;
    } else {
      return Scalar(middle + 0.01 * first_lane);
    }
  }

  /// Whether nothing was written beside x.
  bool intact() const { return memory_.intact(); }

  const Settings& settings() const { return settings_; }

 private:
  Layout layout_;
  Settings settings_;
  Made<Schedule> schedule_;
  GuardedVector<Scalar> memory_;

 public:
  /// Which lane's start a scalar takes.
  int first_lane = 0;
  Made<Optimizer<Scalar>> made;
  Eigen::Map<Vector<Scalar>> x;
};

}  // namespace descend
