#include "harness/check/check.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "descend/first_order.h"
#include "harness/check/allocation_count.h"

namespace descend::test {
namespace {

struct FaultyOptions : FirstOrderOptions {
  FaultyOptions() { learning_rate = 0.1; }
};

/// Gradient descent with faults.
template <bool allocates, bool remembers, bool throws, bool divides>
struct Faulty {
  template <typename Scalar>
  class Rule final : public FirstOrder<Scalar> {
   public:
    explicit Rule(const FaultyOptions& options) : FirstOrder<Scalar>(options) {}

   private:
    void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
                VectorRef<Scalar> x) override {
      Scalar rate(step.learning_rate);
      if (allocates) rate *= Scalar(*kept_.emplace_back(std::make_unique<double>(1)));
      if (remembers) rate /= Scalar(++steps_);
      if (throws && !std::isfinite(double(gradient[0]))) throw std::runtime_error("oh");
      if (divides) rate /= Scalar(norm(gradient));
      elementwise([=](auto g, auto& x) { x -= rate * g; }, gradient, x);
    }
    int steps_ = 0;  // not reset by start
    // Kept, for a compiler may leave out what is freed at once.
    std::vector<std::unique_ptr<double>> kept_;
  };
};

template <typename Fault>
std::vector<std::string> missed_by() {
  ProgramRegistry registry;
  add_optimizer<Fault::template Rule, float, double>(
      registry,
      {.info = {.name = "faulty", .summary = "s", .formula = "f", .source = "s", .family = "f"}},
      first_order_options<FaultyOptions>());
  std::vector<std::string> missed;
  for (const ContractFinding& finding : check_optimizer(registry, "faulty")) {
    if (finding.outcome == ContractFinding::missed) missed.push_back(finding.rule);
  }
  return missed;
}

using Missed = std::vector<std::string>;

TEST(CheckOptimizer, FindsNoFaultWhereThereIsNone) {
  EXPECT_EQ((missed_by<Faulty<false, false, false, false>>()), Missed{});
}

TEST(CheckOptimizer, FindsAllocation) {
  if (!AllocationCount::works()) GTEST_SKIP() << "not counted in this build";
  EXPECT_EQ((missed_by<Faulty<true, false, false, false>>()),
            (Missed{"float32: a step allocates nothing", "float64: a step allocates nothing"}));
}

TEST(CheckOptimizer, FindsStateThatOutlivesAStart) {
  EXPECT_EQ((missed_by<Faulty<false, true, false, false>>()),
            (Missed{"float32: starting twice is starting once",
                    "float64: starting twice is starting once"}));
}

TEST(CheckOptimizer, FindsAnException) {
  EXPECT_EQ((missed_by<Faulty<false, false, true, false>>()),
            (Missed{"float32: an explosion ends as numbers or a status",
                    "float64: an explosion ends as numbers or a status"}));
}

TEST(CheckOptimizer, FindsADivisionByNothing) {
  EXPECT_EQ((missed_by<Faulty<false, false, false, true>>()),
            (Missed{"float32: a gradient of zero makes no NaN",
                    "float64: a gradient of zero makes no NaN"}));
}

/// f = (x - 1)^2 / 2, with a gradient that is wrong by a factor and a minimum that is none.
struct NoOptions {};
template <typename Scalar>
class WrongProblem final : public Problem<Scalar> {
 public:
  explicit WrongProblem(const NoOptions&) { layout_.add("x", 2); }
  const Layout& layout() const override { return layout_; }
  void start(std::uint64_t, VectorRef<Scalar> x0) override { x0.setConstant(Scalar(3)); }
  double value(ConstVectorRef<Scalar> x, const Batch&) override {
    return double((x[0] - 1) * (x[0] - 1) + (x[1] - 1) * (x[1] - 1)) / 2;
  }
  double value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                            VectorRef<Scalar> gradient) override {
    for (Index i = 0; i < 2; ++i) gradient[i] = Scalar(1.01) * (x[i] - Scalar(1));
    return value(x, batch);
  }
  Facts facts() const override {
    Facts facts;
    facts.minima = {{{2, 2}, 1, {}}};
    return facts;
  }

 private:
  Layout layout_;
};

TEST(CheckProblem, FindsAWrongGradientAndAWrongMinimum) {
  ProgramRegistry registry;
  add_problem<WrongProblem, float, double>(
      registry,
      {.info = {.name = "wrong", .summary = "s", .formula = "f", .source = "s", .family = "f"}},
      OptionTable<NoOptions>{});
  Missed missed;
  for (const ContractFinding& finding : check_problem(registry, "wrong")) {
    if (finding.outcome == ContractFinding::missed) missed.push_back(finding.rule);
  }
  EXPECT_EQ(missed, (Missed{"the gradient is the derivative of the value",
                            "its minima are minima, and the global one is the least"}));
}

/// Goes on counting over the start of a new run, and looks at losses without saying so.
class ForgetfulSchedule final : public Schedule {
 public:
  explicit ForgetfulSchedule(const NoOptions&) {}
  double factor(Index) override { return 1.0 / (1.0 + 0.1 * updates_++); }
  void observe(double loss) override { updates_ += loss < 1.5 ? 1 : 0; }

 private:
  int updates_ = 0;
};

TEST(CheckSchedule, FindsStateThatOutlivesAStartAndLossesLookedAt) {
  ProgramRegistry registry;
  add_schedule<ForgetfulSchedule>(
      registry,
      {.info = {.name = "forgetful", .summary = "s", .formula = "f", .source = "s", .family = ""}},
      OptionTable<NoOptions>{});
  Missed missed;
  for (const ContractFinding& finding : check_schedule(registry, "forgetful")) {
    if (finding.outcome == ContractFinding::missed) missed.push_back(finding.rule);
  }
  EXPECT_EQ(missed,
            (Missed{"starting twice is starting once", "a schedule that looks at losses says so"}));
}

TEST(AllocationCount, CountsWhatThisThreadAllocatesWhileItLives) {
  if (!AllocationCount::works()) GTEST_SKIP() << "not counted in this build";
  std::unique_ptr<int> kept;
  {
    const AllocationCount allocations;
    EXPECT_EQ(allocations.count(), 0);
    // Seen through volatile, for a compiler may leave out what nobody looks at.
    kept = std::make_unique<int>(3);
    const int* volatile seen = kept.get();
    const long after_one = allocations.count();
    const Vector<double> vector = Vector<double>::Zero(1000);
    const double* volatile also_seen = vector.data();
    const long after_two = allocations.count();
    EXPECT_EQ(after_one, 1);
    EXPECT_EQ(after_two, 2);
    EXPECT_EQ(*seen, 3);
    EXPECT_EQ(also_seen[7], 0);
  }
  const AllocationCount fresh;
  EXPECT_EQ(fresh.count(), 0);
}

}  // namespace
}  // namespace descend::test
