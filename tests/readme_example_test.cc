// The optimizer that the README shows, as it stands there: it builds, registers, runs, and does
// what its formula says.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/plan/plan.h"
#include "harness/run/runner.h"

namespace descend {

void add_sign_descent(Registry& registry);

namespace {

TEST(ReadmeExample, RunsAndFollowsItsFormula) {
  ProgramRegistry registry;
  add_sign_descent(registry);
  const Json suite = Json::parse(R"({"schema": "descend.suite/1", "experiments": [{
      "problems": ["article_landscape"],
      "optimizers": ["sign_descent:learning_rate=0.01,blend=0.25"], "budget": {"steps": 1}}]})");
  const Plan plan(read_suite(suite, "test", Json::object()), registry);
  const Record record = run_one(plan.run_at(0), registry);
  ASSERT_EQ(record.outcome.status, Status::budget_exhausted) << record.outcome.reason;
  // The gradient at the start, -3, is -6.314789432334321 (the article's curve).
  const double expected = -3 + 0.01 * (0.25 * 1 + 0.75 * 6.314789432334321);
  EXPECT_NEAR(record.trace.find("x0")->values[1], expected, 1e-14);
}

}  // namespace
}  // namespace descend
