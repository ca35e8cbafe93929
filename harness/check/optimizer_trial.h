/// What the conformance kit tries an optimizer on.
#pragma once

#include <stdexcept>
#include <string>

#include "descend/numerics/elementwise.h"
#include "harness/check/guarded_vector.h"
#include "harness/registry/registry.h"

namespace descend {

enum class Shape { bowl, flat, cliff, broken };

/// Objectives of any dimension. A bowl with slopes and curvatures below one, so that no rule's
/// default rate makes it explode; a plain; x^4 at 10^20, which explodes at once; and one that gives
/// no numbers.
template <typename Scalar>
class Probe final : public Oracle<Scalar> {
 public:
  /// The iterate is read where it stands at each evaluation.
  Probe(Shape shape, Eigen::Map<Vector<Scalar>> iterate)
      : shape_(shape), iterate_(iterate.data()), n_(iterate.size()) {}

  Real<Scalar> value_and_gradient(VectorRef<Scalar> gradient) override {
    check_length(gradient.size());
    return evaluate(iterate_, gradient.data());
  }
  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient) override {
    check_length(x.size());
    check_length(gradient.size());
    return evaluate(x.data(), gradient.data());
  }
  Real<Scalar> value(ConstVectorRef<Scalar> x) override {
    check_length(x.size());
    return evaluate(x.data(), nullptr);
  }
  std::uint64_t draw() const override { return 7; }

  long evaluations = 0;

 private:
  void check_length(Index length) const {
    if (length != n_) {
      throw std::length_error("it asks with a vector of length " + std::to_string(length) +
                              " where x has " + std::to_string(n_) + " numbers");
    }
  }

  Real<Scalar> evaluate(const Scalar* x, Scalar* gradient) {
    ++evaluations;
    Real<Scalar> loss(0.0);
    for (Index i = 0; i < n_; ++i) {
      Scalar slope(0.0);
      if (shape_ == Shape::bowl) {
        const Scalar width(0.3 + 0.1 * static_cast<double>(i % 5));
        const Scalar d = width * (x[i] - Scalar(0.25 * static_cast<double>(i % 7) - 0.75));
        const Scalar root = sqrt(Scalar(1.0) + d * d);
        slope = width * d / root;
        loss += Real<Scalar>(root) - 1.0;
      } else if (shape_ == Shape::cliff) {
        slope = Scalar(1e20) * x[i] * x[i] * x[i];
        loss += Real<Scalar>(slope) * Real<Scalar>(x[i]) / 4.0;
      } else if (shape_ == Shape::broken) {
        slope = Scalar(kNaN);
        loss = kNaN;
      }
      if (gradient) gradient[i] = slope;
    }
    return loss;
  }

  Shape shape_;
  const Scalar* iterate_;
  Index n_;
};

/// Counts and looks at the state.
template <typename Scalar>
class LookAtState final : public StateVisitor<Scalar> {
 public:
  void operator()(const char* name, Vector<Scalar>& vector) override { piece(name, vector.size()); }
  void operator()(const char* name, Matrix<Scalar>& matrix) override { piece(name, matrix.size()); }
  void operator()(const char* name, Real<Scalar>&) override { piece(name, 1); }
  void operator()(const char* name, Index&) override { piece(name, 1); }

  Index size = 0;
  bool named = true;

 private:
  void piece(const char* name, Index count) {
    size += count;
    named = named && name != nullptr && *name != '\0';
  }
};

/// The optimizer in one scalar, made and run on a probe.
template <typename Scalar>
class Trial {
 public:
  /// `given` are settings beside the defaults.
  Trial(const ProgramRegistry& registry, const std::string& name, const Layout& layout,
        std::vector<Setting> given = {})
      : layout_(layout), memory_(layout.size()), x(memory_.view()) {
    const OptimizerPlugin& plugin = registry.optimizer(name);
    settings_ = registry.resolve(Kind::optimizer, Settings{name, std::move(given)}, name);
    made = plugin.make.template of<Scalar>()(settings_, registry);
    const Settings own =
        plugin.own_schedule.name.empty() ? Settings{"constant", {}} : plugin.own_schedule;
    schedule_ =
        registry.schedule(own.name).make(registry.resolve(Kind::schedule, own, own.name), registry);
    start();
  }

  void start() {
    for (Index i = 0; i < x.size(); ++i) x[i] = first(i);
    const RunInfo run{.seed = 5, .steps = 100, .schedule = schedule_.object.get()};
    schedule_.object->start(run);
    made.object->start(layout_, x, run);
  }

  /// Stops early where a step says that it is over.
  StepStatus steps(int count, Shape shape = Shape::bowl) {
    Probe<Scalar> probe(shape, x);
    StepStatus status;
    for (int k = 0; k < count && status.code == StepStatus::ok; ++k) {
      status = made.object->step(probe, x);
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
