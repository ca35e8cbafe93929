// Rules and problems that break the contract, each in one way: what `descend check` must find.

#include <memory>

#include "tests/plugins/register.h"

namespace faulty {
namespace {

/// Counts steps and is not told to forget: a second run goes on where the first has ended.
template <typename Scalar>
class KeepsState final : public FirstOrder<Scalar> {
 public:
  explicit KeepsState(const RuleOptions& options) : FirstOrder<Scalar>(options) {}

 private:
  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    descend_along<Scalar>(step.learning_rate / ++steps_, gradient, x);
  }
  int steps_ = 0;
};

/// Asks for memory now and then.
template <typename Scalar>
class AllocatesInStep final : public FirstOrder<Scalar> {
 public:
  explicit AllocatesInStep(const RuleOptions& options) : FirstOrder<Scalar>(options) {}

 private:
  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    if (step.number % 20 == 0) kept_ = std::make_unique<Vector<Scalar>>(gradient);
    descend_along<Scalar>(step.learning_rate, gradient, x);
  }
  std::unique_ptr<Vector<Scalar>> kept_;
};

/// Writes to the start that it is only shown.
template <typename Scalar>
class ChangesStart final : public FirstOrder<Scalar> {
 public:
  explicit ChangesStart(const RuleOptions& options) : FirstOrder<Scalar>(options) {}

 private:
  void prepare(const Layout&, ConstVectorRef<Scalar> x0, const RunInfo&) override {
    const_cast<Scalar*>(x0.data())[0] += Scalar(1);
  }
  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    descend_along<Scalar>(step.learning_rate, gradient, x);
  }
};

/// Its gradient is off by one in a hundred.
template <typename Scalar>
class WrongGradient final : public Bowl<Scalar> {
 public:
  explicit WrongGradient(const NoOptions&) {}
  double value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                            VectorRef<Scalar> gradient) override {
    Bowl<Scalar>::value_and_gradient(x, batch, gradient);
    gradient[1] *= Scalar(1.01);
    return this->value(x, batch);
  }
};

/// The minimum that it names is none.
template <typename Scalar>
class WrongMinimum final : public Bowl<Scalar> {
 public:
  explicit WrongMinimum(const NoOptions&) {}
  Facts facts() const override { return with_minimum({1, 1, 1.5}, 0.125); }
};

/// Its layout has one parameter less than it works with.
template <typename Scalar>
class ShortLayout final : public Bowl<Scalar> {
 public:
  explicit ShortLayout(const NoOptions&) {}
  double value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                            VectorRef<Scalar> gradient) override {
    gradient.data()[3] = Scalar(0);
    return Bowl<Scalar>::value_and_gradient(x, batch, gradient);
  }
};

/// Its value depends on what lies behind x.
template <typename Scalar>
class ReadsBeyond final : public Bowl<Scalar> {
 public:
  explicit ReadsBeyond(const NoOptions&) {}
  double value(ConstVectorRef<Scalar> x, const Batch& batch) override {
    return Bowl<Scalar>::value(x, batch) + double(x.data()[3]);
  }
};

/// Its layout has one parameter more than it works with.
template <typename Scalar>
class LongLayout final : public Bowl<Scalar> {
 public:
  explicit LongLayout(const NoOptions&) {}
  void start(std::uint64_t, VectorRef<Scalar> x0) override {
    for (Index i = 0; i < 2; ++i) x0[i] = Scalar(3);
  }
};

/// Its blocks leave a gap.
template <typename Scalar>
class LayoutWithGap final : public Bowl<Scalar> {
 public:
  explicit LayoutWithGap(const NoOptions&) {
    this->layout_.blocks = {{"first", 0, 2}, {"second", 3, 2}};
  }
};

void add_everything(Registry& registry) {
  add_rule<KeepsState>(registry, "keeps_state");
  add_rule<AllocatesInStep>(registry, "allocates_in_step");
  add_rule<ChangesStart>(registry, "changes_start");
  add_objective<WrongGradient>(registry, "wrong_gradient");
  add_objective<WrongMinimum>(registry, "wrong_minimum");
  add_objective<ShortLayout>(registry, "short_layout");
  add_objective<ReadsBeyond>(registry, "reads_beyond");
  add_objective<LongLayout>(registry, "long_layout");
  add_objective<LayoutWithGap>(registry, "layout_with_gap");
}

}  // namespace
}  // namespace faulty

DESCEND_PLUGIN("broken", "1.0", faulty::add_everything)
