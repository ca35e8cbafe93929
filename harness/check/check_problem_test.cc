#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/check/contract_test.h"

namespace descend::test {
namespace {

struct NoOptions {};

enum class Lie { gradient, minimum, kink, rate, bound, target, domain, noise, seed, state };

/// f = (x - 1)^2 / 2 in two coordinates, with a lie about it.
template <Lie lie>
struct Lying {
  template <typename Scalar>
  class Objective final : public Problem<Scalar> {
   public:
    explicit Objective(const NoOptions&) { layout_.add("x", 2); }
    const Layout& layout() const override { return layout_; }
    void start(std::uint64_t seed, VectorRef<Scalar> x0) override {
      x0.setConstant(Scalar(lie == Lie::seed ? 3 + double(seed) : 3));
      evaluations_ = 0;
    }
    double value(ConstVectorRef<Scalar> x, const Batch& batch) override {
      return value_and_gradient(x, batch, unused_);
    }
    double value_and_gradient(ConstVectorRef<Scalar> x, const Batch& batch,
                              VectorRef<Scalar> gradient) override {
      const Scalar scale(lie == Lie::gradient ? 1.01 : 1.0);
      double sum = 0;
      for (Index i = 0; i < 2; ++i) {
        const double away = double(x[i]) - 1;
        gradient[i] = scale * Scalar(lie == Lie::kink ? (away < 0 ? -1 : 1) : away);
        sum += lie == Lie::kink ? std::abs(away) : away * away / 2;
      }
      if (lie == Lie::noise && !batch.exact) sum += 1e-3 * double(batch.draw);
      if (lie == Lie::state && ++evaluations_ % 7 == 0) gradient[0] += Scalar(1e-9);
      return sum;
    }
    bool uses_seed() const override { return false; }
    Facts facts() const override {
      Facts facts;
      if (lie != Lie::bound) facts.minima = {{.x = {1, 1}, .loss = 0}};
      if (lie == Lie::minimum) facts.minima = {{.x = {2, 2}, .loss = 1}};
      facts.learning_rate = lie == Lie::rate ? 2.5 : 0.1;
      facts.lower_bound = lie == Lie::bound ? 1.5 : 0;
      facts.target_loss = lie == Lie::target ? -1 : 2;
      facts.domain = {{-1, 4}, {0, 5}};
      if (lie == Lie::domain) facts.domain.pop_back();
      return facts;
    }

   private:
    Layout layout_;
    Vector<Scalar> unused_ = Vector<Scalar>::Zero(2);
    int evaluations_ = 0;
  };
};

template <Lie lie>
std::vector<ContractResult> results_of() {
  ProgramRegistry registry;
  add_problem<Lying<lie>::template Objective, float, double>(registry, {.info = info("lying")},
                                                             OptionTable<NoOptions>{});
  return check_problem(registry, {"lying", {}});
}

TEST(CheckProblem, FindsEachLie) {
  EXPECT_EQ(missed(results_of<Lie::gradient>()),
            Missed{"the gradient is the derivative of the value"});
  EXPECT_EQ(missed(results_of<Lie::minimum>()),
            Missed{"its minima are minima, and the global one is the lowest"});
  EXPECT_EQ(missed(results_of<Lie::kink>()),
            Missed{"its minima are minima, and the global one is the lowest"});
  EXPECT_EQ(missed(results_of<Lie::rate>()), Missed{"its learning rate works"});
  EXPECT_EQ(missed(results_of<Lie::bound>()), Missed{"no loss is below its bound"});
  EXPECT_EQ(missed(results_of<Lie::noise>()),
            Missed{"noise is declared, and left out where it must be"});
  EXPECT_THAT(
      missed(results_of<Lie::seed>()),
      testing::UnorderedElementsAre("float32: a seed that it does not use changes nothing",
                                    "float64: a seed that it does not use changes nothing"));
}

TEST(CheckProblem, FindsFactsThatCannotBeTrue) {
  const auto target = results_of<Lie::target>(), domain = results_of<Lie::domain>();
  EXPECT_EQ(missed(target), Missed{"its facts can be true"});
  EXPECT_EQ(first_detail(target), "the target loss -1 is below the lowest loss 0");
  EXPECT_EQ(missed(domain), Missed{"its facts can be true"});
  EXPECT_EQ(first_detail(domain),
            "the domain has 1 intervals for 2 coordinates: give one for each, or none");
}

TEST(CheckProblem, FindsStateThatIsForgotten) {
  const auto results = results_of<Lie::state>();
  EXPECT_THAT(missed(results), testing::Contains("float64: a run goes on from its state"));
  for (const ContractResult& result : results) {
    if (result.rule != "float64: a run goes on from its state") continue;
    EXPECT_THAT(result.detail, testing::HasSubstr("state() shows nothing"));
  }
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

TEST(CheckSchedule, FindsStateThatIsForgottenOrOutlivesAStartAndLossesLookedAt) {
  ProgramRegistry registry;
  add_schedule<ForgetfulSchedule>(registry, {.info = info("forgetful")}, OptionTable<NoOptions>{});
  EXPECT_EQ(missed(check_schedule(registry, {"forgetful", {}})),
            (Missed{"starting twice is starting once", "a run goes on from its state",
                    "a schedule that looks at losses says so"}));
}

}  // namespace
}  // namespace descend::test
