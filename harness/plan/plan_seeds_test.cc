// Repetitions are runs with other results, or are not made.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/plan/plan.h"
#include "harness/registry/own_registry.h"

namespace descend {
namespace {

// Neither problem nor rule draws a random number, and all samples are seen: one result.
TEST(Plan, MakesOneRunWhereNoSeedChangesAnything) {
  const auto distinct = [](const std::string& problem, const std::string& optimizer,
                           const std::string& rest = "") {
    const Json experiment =
        Json::parse(R"({"problems": [")" + problem + R"("], "optimizers": [")" + optimizer +
                    R"("], "repetitions": 5, "seed": 3)" + rest + "}");
    const Json suite = {{"schema", "descend.suite/1"}, {"experiments", Json::array({experiment})}};
    const Plan plan(read_suite(suite, "test.json", Json::object()), own_registry());
    EXPECT_EQ(plan.size(), 5u);
    EXPECT_EQ(plan.run_at(0).settings.seed, 3);
    EXPECT_EQ(plan.unmade_repetitions(), 5u - plan.distinct()) << problem;
    return plan.distinct();
  };
  EXPECT_EQ(distinct("rosenbrock", "sgd"), 1u);
  EXPECT_EQ(distinct("article_landscape", "lookahead"), 1u);
  EXPECT_EQ(distinct("rosenbrock:start=[0,0]", "sam"), 1u);
  EXPECT_EQ(distinct("rosenbrock:start=random", "sgd"), 5u);
  EXPECT_EQ(distinct("quadratic", "sgd"), 5u);
  EXPECT_EQ(distinct("spiral", "sgd"), 5u);
  EXPECT_EQ(distinct("spiral:data_seed=1,weight_seed=1", "sgd"), 1u);
  EXPECT_EQ(distinct("spiral:data_seed=1,weight_seed=1", "sgd", R"(, "batch_size": 32)"), 5u);
}

}  // namespace
}  // namespace descend
