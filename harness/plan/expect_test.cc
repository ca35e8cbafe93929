#include "harness/plan/expect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "descend/types.h"

namespace descend {
namespace {

std::string expect_refusal(const std::string& entry) {
  try {
    validate_expectations(Json::parse("[" + entry + "]"), "suite");
  } catch (const BadInput& error) {
    return error.what();
  }
  return "";
}

TEST(Expect, TakesWhatCanBeChecked) {
  for (const char* entry : {
           R"({"verdict": "stalled"})",
           R"({"run": 3, "verdict": ["stalled", "oscillating"], "caption": "Figure 3"})",
           R"({"rows": [{"step": 0, "loss": "1.099", "accuracy": "0.360"}], "computed_by": "x"})",
           R"({"status": "diverged", "diverged": true, "left_domain": false})",
           R"({"reached_minimum_index": null, "by_step": 8})",
           R"({"loss_at": {"step": 3, "at_most": 0.5}, "final_loss_below": 1})",
           R"({"run": 0, "metric": "accuracy", "at_least": 0.9, "at_most": 1})",
           R"({"median": "final_loss", "at_most": 0.1})",
           R"({"better": ["momentum", "sgd"], "on": "final_loss"})",
       }) {
    EXPECT_EQ(expect_refusal(entry), "") << entry;
  }
}

TEST(Expect, RefusesWhatNoRunCouldBeHeldTo) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({})", "suite.expect[0]: expects nothing"},
      {R"({"run": 0, "caption": "x", "computed_by": "y"})", "suite.expect[0]: expects nothing"},
      {R"({"verdikt": "stalled"})", "did you mean 'verdict'?"},
      {R"({"verdict": "stuck"})", "suite.expect[0].verdict: \"stuck\" is none; there are"},
      {R"({"verdict": 3})", "suite.expect[0].verdict: 3 is none"},
      {R"({"verdict": []})", "suite.expect[0].verdict: [] is not a word or a list of them"},
      {R"({"status": "converge"})", "did you mean 'converged'?"},
      {R"({"run": -1, "status": "failed"})", "suite.expect[0].run: -1 is not the number of a run"},
      {R"({"by_step": 1.5})", "suite.expect[0].by_step: 1.5 is not a step"},
      {R"({"reached_minimum_index": "a"})", "is not a whole number or null"},
      {R"({"final_loss_above": "1"})", "suite.expect[0].final_loss_above: \"1\" is not a number"},
      {R"({"diverged": 1})", "suite.expect[0].diverged: 1 is not true or false"},
      {R"({"loss_at": {"step": 3}})", "is not an object with \"step\" and \"at_most\""},
      {R"({"loss_at": {"step": 3, "atmost": 1}})", "did you mean 'at_most'?"},
      {R"({"metric": "accuracy"})",
       "suite.expect[0]: metric needs \"at_least\" or \"at_most\" beside it"},
      {R"({"median": "final_loss"})", "median needs \"at_least\" or \"at_most\""},
      {R"({"median": 3, "at_most": 1})", "suite.expect[0].median: 3 is not a word"},
      {R"({"median": "final_loss", "at_most": "1"})", "at_most: \"1\" is not a number"},
      {R"({"median": "final_loss", "at_mots": 1})", "did you mean 'at_most'?"},
      {R"({"median": "a", "metric": "b", "at_most": 1})", "are two expectations"},
      {R"({"verdict": "stalled", "at_most": 1})", "at_most goes with \"metric\" or \"median\""},
      {R"({"better": ["sgd"], "on": "final_loss"})", "is not a list of two optimizers"},
      {R"({"better": ["sgd", "sgd"], "on": "final_loss"})", "better: both are \"sgd\""},
      {R"({"better": ["sgd", "adam"]})", "better needs \"on\" beside it"},
      {R"({"verdict": "stalled", "on": "final_loss"})", "on goes with \"better\""},
      {R"({"run": 1, "median": "final_loss", "at_most": 1})", "median speaks of several runs"},
      {R"({"rows": []})", "suite.expect[0].rows: [] is not a list of rows"},
      {R"({"rows": [{"step": 1}]})", "a row has a step and at least one printed figure"},
      {R"({"rows": [{"step": 1, "loss": 1.5}]})",
       "loss is 1.5; printed digits are given as a text"},
      {R"({"rows": [{"step": 1, "los": "1.5"}]})", "did you mean 'loss'?"},
  };
  for (const auto& [entry, message] : cases) {
    EXPECT_THAT(expect_refusal(entry), ::testing::HasSubstr(message)) << entry;
  }
}

}  // namespace
}  // namespace descend
