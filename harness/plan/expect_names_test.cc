#include "harness/plan/expect_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/plan/plan.h"
#include "harness/registry/own_registry.h"

namespace descend {
namespace {

std::string names_refusal(const std::string& entry) {
  const Json suite = Json::parse(R"({"schema": "descend.suite/1", "experiments": [{
      "problems": ["double_well", "spiral:samples=5"],
      "optimizers": ["sgd", "momentum:learning_rate=0.1"], "budget": {"steps": 2},
      "expect": [)" + entry + "]}]}");
  try {
    Plan(read_suite(suite, "s.json", Json::object()), own_registry());
  } catch (const BadInput& error) {
    return error.what();
  }
  return "";
}

TEST(ExpectNames, AreThoseOfTheExperiment) {
  for (const char* entry : {R"({"better": ["momentum", "sgd"], "on": "best_loss"})",
                            R"({"better": ["momentum:learning_rate=0.1", "sgd"], "on": "steps"})",
                            R"({"median": "reached_step", "at_most": 3})"}) {
    EXPECT_EQ(names_refusal(entry), "") << entry;
  }
  const std::pair<const char*, const char*> cases[] = {
      {R"({"better": ["momentun", "sgd"], "on": "final_loss"})",
       "s.json.experiments[0].expect[0].better: \"momentun\" is none of the experiment's "
       "optimizers; did you mean 'momentum'?; there are"},
      {R"({"verdict": "stalled"}, {"median": "finalloss", "at_most": 3})",
       "s.json.experiments[0].expect[1].median: \"finalloss\" is none of the figures of a run on "
       "double_well; did you mean 'final_loss'?"},
      {R"({"better": ["momentum", "sgd"], "on": "loss"})", "expect[0].on: \"loss\" is none of"},
      {R"({"metric": "accuracy", "at_least": 0.9})",
       "expect[0].metric: \"accuracy\" is none of the metrics of double_well; there are none"},
  };
  for (const auto& [entry, message] : cases) {
    EXPECT_THAT(names_refusal(entry), ::testing::HasSubstr(message)) << entry;
  }
}

}  // namespace
}  // namespace descend
