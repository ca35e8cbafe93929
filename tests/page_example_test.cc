// The optimizer that CONTRIBUTING.md shows, as it stands there: it builds, registers, runs, and
// does what its formula says. And what the README shows of the one that `descend new` writes.

#include <gtest/gtest.h>

#include <cmath>

#include "harness/plan/plan.h"
#include "harness/run/runner.h"
#include "tests/program.h"

namespace descend {

void add_sign_descent(Registry& registry);

namespace {

TEST(PageExample, RunsAndFollowsItsFormula) {
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

TEST(PageExample, OfTheReadmeIsWhatNewWrites) {
  const std::string readme = test::read_file(DESCEND_SOURCE "/README.md");
  const std::string fence = "```cpp\n";
  const std::size_t begin = readme.find(fence) + fence.size();
  const std::string shown = readme.substr(begin, readme.find("```", begin) - begin);
  ASSERT_GT(shown.size(), 100u);
  EXPECT_NE(
      test::read_file(DESCEND_SOURCE "/harness/commands/templates/optimizer/source.cc").find(shown),
      std::string::npos)
      << shown;
}

}  // namespace
}  // namespace descend
