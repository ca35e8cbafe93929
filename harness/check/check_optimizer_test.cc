#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "descend/first_order.h"
#include "harness/check/allocation_count.h"
#include "harness/check/contract_test.h"

namespace descend::test {
namespace {

enum class Fault {
  none,
  allocates,
  remembers,
  throws,
  divides,
  forgets_velocity,
  forgets_number,
  names_nothing,
  draws,
  ignores_rate,
  calls_pieces_alike
};

struct FaultyOptions : FirstOrderOptions {
  FaultyOptions() { learning_rate = 0.1; }
};

/// Gradient descent, with momentum 0.5, and a fault.
template <Fault fault>
struct Faulty {
  template <typename Scalar>
  class Rule final : public FirstOrder<Scalar> {
   public:
    explicit Rule(const FaultyOptions& options) : FirstOrder<Scalar>(options) {}

    bool uses_seed() const override { return false; }

   private:
    void rule_state(StateVisitor& visit) override {
      if (fault == Fault::names_nothing) return;
      if (fault != Fault::forgets_velocity) visit("velocity", velocity_);
      if (fault != Fault::remembers && fault != Fault::forgets_number) visit.keep("steps", steps_);
      visit("shown", shown_);
      if (fault == Fault::calls_pieces_alike) visit.keep("velocity", steps_);
    }
    void prepare(const Layout&, ConstVectorRef<Scalar> x0, const RunInfo& run) override {
      if (fault != Fault::remembers) steps_ = 0;
      if (fault == Fault::forgets_velocity) velocity_.setZero(x0.size());
      if (fault == Fault::draws) steps_ = int(run.seed);
    }
    void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
                VectorRef<Scalar> x) override {
      const Scalar slower(1.0 / ++steps_);
      Scalar rate = Scalar(fault == Fault::ignores_rate ? 0.1 : step.learning_rate) * slower;
      if (fault == Fault::allocates) rate *= Scalar(*kept_.emplace_back(std::make_unique<int>(1)));
      if (fault == Fault::throws && !std::isfinite(double(gradient[0]))) {
        throw std::runtime_error("oh");
      }
      if (fault == Fault::divides) rate /= Scalar(norm(gradient));
      elementwise(
          [=](auto g, auto& v, auto& shown, auto& x) {
            v = Scalar(0.5) * v - rate * g;
            shown = v;
            x += v;
          },
          gradient, velocity_, shown_, x);
    }

    Vector<Scalar> velocity_, shown_;
    int steps_ = 0;
    // Kept, for a compiler may leave out what is freed at once.
    std::vector<std::unique_ptr<int>> kept_;
  };
};

template <Fault fault>
std::vector<ContractResult> results_of() {
  ProgramRegistry registry;
  add_optimizer<Faulty<fault>::template Rule, float, double>(registry, {.info = info("faulty")},
                                                             first_order_options<FaultyOptions>());
  return check_optimizer(registry, {"faulty", {}});
}

TEST(CheckOptimizer, FindsNoFaultWhereThereIsNone) {
  EXPECT_EQ(missed(results_of<Fault::none>()), Missed{});
}

TEST(CheckOptimizer, FindsAllocation) {
  if (!AllocationCount::works()) GTEST_SKIP() << "not counted in this build";
  EXPECT_EQ(missed(results_of<Fault::allocates>()), in_both("a step allocates nothing"));
}

TEST(CheckOptimizer, FindsStateThatOutlivesAStart) {
  EXPECT_EQ(
      missed(results_of<Fault::remembers>()),
      (Missed{"float32: starting twice is starting once", "float32: a run goes on from its state",
              "float64: starting twice is starting once",
              "float64: a run goes on from its state"}));
}

TEST(CheckOptimizer, FindsAnException) {
  EXPECT_EQ(missed(results_of<Fault::throws>()),
            in_both("an explosion ends as numbers or a status"));
}

TEST(CheckOptimizer, FindsADivisionByNothing) {
  EXPECT_EQ(missed(results_of<Fault::divides>()), in_both("a gradient of zero makes no NaN"));
}

TEST(CheckOptimizer, FindsStateThatIsForgottenAndNamesWhatTellsOfIt) {
  const auto velocity = results_of<Fault::forgets_velocity>();
  EXPECT_EQ(missed(velocity), in_both("a run goes on from its state"));
  EXPECT_EQ(first_detail(velocity),
            "saved after step 1 and restored, step 2 leads elsewhere: shown is another one after "
            "it, so what it is computed from is missing in state()");
  const auto number = results_of<Fault::forgets_number>();
  EXPECT_EQ(missed(number), in_both("a run goes on from its state"));
  EXPECT_THAT(first_detail(number), testing::HasSubstr("velocity is another one after it"));
}

TEST(CheckOptimizer, SaysThatStateIsMissing) {
  const auto results = results_of<Fault::names_nothing>();
  EXPECT_EQ(missed(results), in_both("state() names each vector of its state"));
  EXPECT_EQ(first_detail(results),
            "in a step vectors of lengths 20 and 0 are used together: a vector has no length "
            "unless state() "
            "(rule_state() where the rule derives from FirstOrder) names it");
}

TEST(CheckOptimizer, FindsTwoPiecesOfOneName) {
  const auto results = results_of<Fault::calls_pieces_alike>();
  EXPECT_EQ(missed(results), in_both("a run goes on from its state"));
  EXPECT_EQ(first_detail(results), "two pieces of its state are called velocity");
}

TEST(CheckOptimizer, FindsASeedThatIsUsedInSecret) {
  EXPECT_EQ(missed(results_of<Fault::draws>()),
            in_both("a seed that it does not use changes nothing"));
}

TEST(CheckOptimizer, FindsARateThatIsNotTaken) {
  EXPECT_EQ(missed(results_of<Fault::ignores_rate>()),
            in_both("it takes the schedule's rate, or says that it does not"));
}

}  // namespace
}  // namespace descend::test
