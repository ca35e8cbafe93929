#include "harness/settings/grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "harness/settings/settings.h"

namespace descend {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> texts_of(const std::string& spec) {
  const SettingsGrid grid(parse_spec(spec), "here");
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < grid.size(); ++i) texts.push_back(to_text(grid.at(i)));
  return texts;
}

TEST(SettingsGrid, TakesEveryCombinationTheFirstOptionSlowest) {
  EXPECT_THAT(texts_of("m:a={1,2},b={log:0.01:1:3}"),
              ElementsAre("m:a=1,b=0.01", "m:a=1,b=0.1", "m:a=1,b=1.0", "m:a=2,b=0.01",
                          "m:a=2,b=0.1", "m:a=2,b=1.0"));
  EXPECT_THAT(texts_of("m:a=1,b={x,null},c=[1,2]"),
              ElementsAre("m:a=1,b=x,c=[1,2]", "m:a=1,b=null,c=[1,2]"));
  EXPECT_THAT(texts_of("m"), ElementsAre("m"));
}

TEST(SettingsGrid, RoundsTheNumbersBetweenTheLimits) {
  EXPECT_THAT(texts_of("m:a={linear:0:0.4:5}"),
              ElementsAre("m:a=0.0", "m:a=0.1", "m:a=0.2", "m:a=0.3", "m:a=0.4"));
}

TEST(SettingsGrid, NestedPluginsHaveGridsToo) {
  EXPECT_THAT(texts_of("sam:base=(momentum:momentum={0.5,0.9}),rho={0.1,0.2}"),
              ElementsAre("sam:base=(momentum:momentum=0.5),rho=0.1",
                          "sam:base=(momentum:momentum=0.5),rho=0.2",
                          "sam:base=(momentum:momentum=0.9),rho=0.1",
                          "sam:base=(momentum:momentum=0.9),rho=0.2"));
  EXPECT_THAT(texts_of("sam:base={sgd,(momentum:momentum={0.5,0.9}),(adam)},rho={1,2}"),
              ElementsAre("sam:base=sgd,rho=1", "sam:base=sgd,rho=2",
                          "sam:base=(momentum:momentum=0.5),rho=1",
                          "sam:base=(momentum:momentum=0.5),rho=2",
                          "sam:base=(momentum:momentum=0.9),rho=1",
                          "sam:base=(momentum:momentum=0.9),rho=2", "sam:base=(adam),rho=1",
                          "sam:base=(adam),rho=2"));
}

TEST(SettingsGrids, FollowEachOther) {
  SettingsGrids grids;
  EXPECT_EQ(grids.size(), 0u);
  for (const char* spec : {"a:x={1,2}", "b", "c:x={3,4}"}) grids.add(SettingsGrid(spec, "here"));
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < grids.size(); ++i) texts.push_back(to_text(grids.at(i)));
  EXPECT_THAT(texts, ElementsAre("a:x=1", "a:x=2", "b", "c:x=3", "c:x=4"));
}

TEST(SettingsGrid, RefusesWhatIsNoGrid) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"name": "sgd", "a": {"grid": []}})", "here.a: a grid needs at least one value"},
      {R"({"name": "sgd", "a": {"log": [0, 1, 3]}})", "here.a: a log grid from 0"},
      {R"({"name": "sgd", "a": {"linear": [0, 1, 0]}})", "here.a: linear grid of 0 values"},
      {R"({"name": "sgd", "a": {"log": [1, 2]}})", "here.a: log takes low, high and a count"},
      {R"({"name": "sgd", "a": {"steps": [1, 2]}})", "here.a: \"steps\" is no kind of grid"},
      {R"({"name": "sgd", "a": {"log": [1, 2, 3], "grid": [1]}})", "here.a: a grid has one key"},
      {R"({"name": "sgd", "a": [{"b": 1}]})", "here.a: {\"b\":1} is not a value"},
      {R"({"name": "m", "a": {"linear": [0, 1, 10000]}, "b": {"linear": [0, 1, 1001]}})",
       "here: more than 10,000,000 combinations"},
      {R"({"learning_rate": 1})", "here: expected a name"},
      {"3", "here: expected a name"},
  };
  for (const auto& [spec, message] : cases) {
    try {
      SettingsGrid(Json::parse(spec), "here");
      ADD_FAILURE() << spec;
    } catch (const BadInput& error) {
      EXPECT_THAT(error.what(), ::testing::StartsWith(message));
    }
  }
}

}  // namespace
}  // namespace descend
