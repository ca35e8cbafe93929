#include "harness/plan/all_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "descend/first_order.h"
#include "descend/registry.h"
#include "harness/registry/own_registry.h"

namespace descend {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(AllNames, StandForEveryNameOfTheirKindOrFamily) {
  Names names{{"all"}, {"lbfgs", "all"}, {}};
  EXPECT_THAT(expand_names(names, {}, own_registry()), IsEmpty());
  EXPECT_EQ(names.problems.size(), own_registry().all(Kind::problem).size());
  EXPECT_EQ(names.optimizers.size(), own_registry().all(Kind::optimizer).size());
  EXPECT_EQ(names.optimizers[0], "lbfgs");
  names = {{"landscape/", "spiral:samples=10"}, {"wrapper/", "sgd"}, {}};
  EXPECT_THAT(expand_names(names, {}, own_registry()), IsEmpty());
  EXPECT_THAT(names.problems, ElementsAre("article_landscape", "double_well", "forrester",
                                          "gramacy_lee", "rastrigin_1d", "spiral:samples=10"));
  EXPECT_THAT(names.optimizers, ElementsAre("lookahead", "sam", "sgd"));
}

TEST(AllNames, LeaveOutWhatCannotRunWithTheRestAndSayWhy) {
  Names names{{"double_well"}, {"all"}, {"cosine"}};
  EXPECT_THAT(expand_names(names, {}, own_registry()),
              Contains(HasSubstr("decayed_sgd (decayed_sgd already has the schedule")));
  EXPECT_THAT(names.optimizers, Not(Contains("decayed_sgd")));
  EXPECT_THAT(names.optimizers, Contains("sgd"));
  ExperimentOptions batches;
  batches.batch_size = 10;
  names = {{"all"}, {"sgd"}, {}};
  EXPECT_THAT(expand_names(names, batches, own_registry()),
              Contains("rosenbrock (batch_size: rosenbrock has no samples, so it takes no batch "
                       "size)"));
  EXPECT_THAT(names.problems, ElementsAre("mlp", "spiral"));
}

struct NoOptions : FirstOrderOptions {};

template <typename Scalar>
class Still final : public FirstOrder<Scalar> {
 public:
  explicit Still(const NoOptions& options) : FirstOrder<Scalar>(options) {}

 private:
  void update(const Step<Scalar>&, ConstVectorRef<Scalar>, VectorRef<Scalar>) override {}
};

TEST(AllNames, LeaveOutWhatLacksThePrecision) {
  ProgramRegistry registry;
  add_optimizer<Still, double>(
      registry,
      {.info = {.name = "still", .summary = "", .formula = "", .source = "", .family = "f"}},
      first_order_options<NoOptions>());
  ExperimentOptions options;
  options.precision = Precision::float32;
  Names names{{"double_well"}, {"all"}, {}};
  EXPECT_THAT(expand_names(names, options, registry), ElementsAre("still (still has no float32)"));
  names = {{"double_well"}, {"f/"}, {}};
  EXPECT_THROW(expand_names(names, options, registry), BadInput);
  EXPECT_THAT(expand_names(names, {}, registry), IsEmpty());
  EXPECT_THAT(names.optimizers, ElementsAre("still"));
}

TEST(AllNames, RefuseFamiliesThatAreNone) {
  const auto refusal = [](Names names) -> std::string {
    try {
      expand_names(names, {}, own_registry());
    } catch (const BadInput& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refusal({{"landscapes/"}, {"sgd"}, {}}), HasSubstr("did you mean 'landscape'?"));
  EXPECT_THAT(refusal({{"spiral"}, {"landscape/"}, {}}),
              HasSubstr("landscape/: there is no family 'landscape' of optimizers; there are"));
}

}  // namespace
}  // namespace descend
