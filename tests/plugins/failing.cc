// Rules and problems that fail while they work: each may cost its own run, and no other.

#include <limits>
#include <stdexcept>

#include "tests/plugins/register.h"

namespace faulty {
namespace {

enum class Fault {
  in_start,
  in_step,
  number_in_start,
  number_in_step,
  nan,
  short_question,
  assignment
};

template <Fault fault>
struct Failing {
  template <typename Scalar>
  class Rule final : public FirstOrder<Scalar> {
   public:
    explicit Rule(const RuleOptions& options) : FirstOrder<Scalar>(options) {}

    void start(const Layout& layout, ConstVectorRef<Scalar> x0, const RunInfo& run) override {
      if (fault == Fault::in_start) throw std::runtime_error("no start today");
      if (fault == Fault::number_in_start) throw 42;
      FirstOrder<Scalar>::start(layout, x0, run);
    }

   private:
    void evaluate(Oracle<Scalar>& oracle, ConstVectorRef<Scalar> x,
                  VectorRef<Scalar> gradient) override {
      if (fault == Fault::short_question) {
        Vector<Scalar> little = Vector<Scalar>::Zero(x.size() + 1);
        oracle.value_and_gradient(little);
      }
      oracle.value_and_gradient(gradient);
    }
    void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
                VectorRef<Scalar> x) override {
      if (fault == Fault::in_step && step.number == 3) throw std::runtime_error("tired of it");
      if (fault == Fault::number_in_step && step.number == 3) throw 42;
      descend_along<Scalar>(step.learning_rate, gradient, x);
      if (fault == Fault::assignment) x = Vector<Scalar>::Zero(x.size() + 1);
      if (fault == Fault::nan && step.number == 3) {
        x[0] = std::numeric_limits<Scalar>::quiet_NaN();
      }
    }
  };
};

/// Uses a vector that it has never given a size.
template <typename Scalar>
class Unsized final : public FirstOrder<Scalar> {
 public:
  explicit Unsized(const RuleOptions& options) : FirstOrder<Scalar>(options) {}

 private:
  void update(const Step<Scalar>&, ConstVectorRef<Scalar> gradient, VectorRef<Scalar> x) override {
    elementwise(
        [](auto g, auto& v, auto& x) {
          v += g;
          x -= v;
        },
        gradient, velocity_, x);
  }
  Vector<Scalar> velocity_;
};

template <typename Scalar>
class ThrowsWhenMade final : public Bowl<Scalar> {
 public:
  explicit ThrowsWhenMade(const NoOptions&) { throw std::runtime_error("its data are lost"); }
};

template <typename Scalar>
class ThrowsInValue final : public Bowl<Scalar> {
 public:
  explicit ThrowsInValue(const NoOptions&) {}
  double value_and_gradient(ConstVectorRef<Scalar>, const Batch&, VectorRef<Scalar>) override {
    throw 42;
  }
};

template <typename Scalar>
class NanGradient final : public Bowl<Scalar> {
 public:
  explicit NanGradient(const NoOptions&) {}
  double value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                            VectorRef<Scalar> gradient) override {
    gradient.setConstant(std::numeric_limits<Scalar>::quiet_NaN());
    return this->value(x, batch);
  }
};

template <typename Scalar>
class ShortMinimum final : public Bowl<Scalar> {
 public:
  explicit ShortMinimum(const NoOptions&) {}
  Facts facts() const override { return with_minimum({1}, 0); }
};

template <typename Scalar>
class GrowingLayout final : public Bowl<Scalar> {
 public:
  explicit GrowingLayout(const NoOptions&) {}
  void start(std::uint64_t seed, VectorRef<Scalar> x0) override {
    this->layout_.add("more", 2);
    Bowl<Scalar>::start(seed, x0);
  }
};

void add_everything(Registry& registry) {
  add_rule<Failing<Fault::in_start>::Rule>(registry, "throws_in_start");
  add_rule<Failing<Fault::in_step>::Rule>(registry, "throws_in_step");
  add_rule<Failing<Fault::number_in_start>::Rule>(registry, "throws_number_in_start");
  add_rule<Failing<Fault::number_in_step>::Rule>(registry, "throws_number_in_step");
  add_rule<Failing<Fault::nan>::Rule>(registry, "steps_to_nan");
  add_rule<Failing<Fault::short_question>::Rule>(registry, "asks_for_another_length");
  add_rule<Failing<Fault::assignment>::Rule>(registry, "assigns_another_length");
  add_rule<Unsized>(registry, "uses_unsized_state");
  add_objective<ThrowsWhenMade>(registry, "throws_when_made");
  add_objective<ThrowsInValue>(registry, "throws_in_value");
  add_objective<NanGradient>(registry, "nan_gradient");
  add_objective<ShortMinimum>(registry, "short_minimum");
  add_objective<GrowingLayout>(registry, "growing_layout");
}

}  // namespace
}  // namespace faulty

DESCEND_PLUGIN("failing", "1.0", faulty::add_everything)
