// harness/suites/README.md tells of every key of a suite, and its examples can be run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "harness/plan/plan.h"
#include "harness/registry/own_registry.h"
#include "results/record/sample_records.h"
#include "results/schema/schema_validation.h"

namespace descend {
namespace {

std::string page() { return file_text(DESCEND_SOURCE "/harness/suites/README.md"); }

// The blocks of JSON.
std::vector<std::string> examples() {
  constexpr std::string_view kFence = "```json\n";
  std::vector<std::string> blocks;
  const std::string text = page();
  for (std::size_t at = 0; (at = text.find(kFence, at)) != text.npos;) {
    at += kFence.size();
    blocks.push_back(text.substr(at, text.find("```", at) - at));
  }
  return blocks;
}

// What an experiment that is shown in part leaves to the reader.
Json whole_suite(const Json& example) {
  if (example.contains("schema")) return example;
  Json experiment = {{"problems", Json::array({"double_well"})},
                     {"optimizers", Json::array({"sgd"})},
                     {"budget", {{"steps", 1000}}}};
  experiment.update(example);
  return {{"schema", "descend.suite/1"}, {"experiments", Json::array({experiment})}};
}

// Every name of a property, however deep.
void add_keys(const Json& schema, std::set<std::string>& keys) {
  if (schema.is_array()) {
    for (const Json& part : schema) add_keys(part, keys);
  }
  if (!schema.is_object()) return;
  for (const auto& [name, part] : schema.items()) {
    if (name == "properties") {
      for (const auto& [key, property] : part.items()) keys.insert(key);
    }
    add_keys(part, keys);
  }
}

TEST(SuitePage, HasEveryKeyOfTheSchemaWithAnExample) {
  std::set<std::string> keys;
  add_keys(Json::parse(file_text(DESCEND_SOURCE "/results/schema/suite.schema.json")), keys);
  ASSERT_TRUE(keys.contains("by_step") && keys.contains("parameters_every") &&
              keys.contains("grid") && keys.contains("better"));
  for (const std::string& key : experiment_option_keys()) {
    EXPECT_TRUE(keys.contains(key)) << key << " is not in suite.schema.json";
  }
  const std::string text = page();
  std::string shown;
  for (const std::string& example : examples()) shown += example;
  for (const std::string& key : keys) {
    EXPECT_THAT(shown, ::testing::HasSubstr("\"" + key + "\":")) << "no example";
    const bool told =
        text.find("`" + key + "`") != text.npos || text.find("`{\"" + key + "\": ") != text.npos;
    EXPECT_TRUE(told) << key << " is not explained";
  }
}

TEST(SuitePage, HasExamplesThatTheProgramAndTheSchemaTake) {
  const std::vector<std::string> all = examples();
  EXPECT_GE(all.size(), 8u);
  for (const std::string& example : all) {
    const Json suite = whole_suite(Json::parse(example));
    EXPECT_EQ(validate("suite", suite.dump()), std::vector<std::string>()) << example;
    try {
      EXPECT_GT(Plan(read_suite(suite, "example", Json::object()), own_registry()).size(), 0u);
    } catch (const BadInput& error) {
      ADD_FAILURE() << error.what() << "\n" << example;
    }
  }
}

}  // namespace
}  // namespace descend
