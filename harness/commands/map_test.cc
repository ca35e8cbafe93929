// `descend map` as a user meets it.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "results/schema/schema_validation.h"
#include "tests/program.h"

namespace descend {
namespace {

using Json = nlohmann::ordered_json;

class Map : public test::Program {
 protected:
  Json map_of(const std::string& arguments) {
    EXPECT_EQ(descend("map " + arguments + " --out out"), 0) << error_;
    const std::string text = test::read_file(folder_ / "out/map.json");
    EXPECT_EQ(validate("map", text), std::vector<std::string>());
    return Json::parse(text);
  }
};

TEST_F(Map, HasTheOutcomesOfTheRuns) {
  const Json map = map_of(
      "-p article_landscape -o 'momentum:momentum={0,0.5,0.9},learning_rate={0.001,0.01,0.1,1,50}' "
      "--steps 80");
  ASSERT_EQ(descend("run -p article_landscape -o "
                    "'momentum:momentum={0,0.5,0.9},learning_rate={0.001,0.01,0.1,1,50}' "
                    "--steps 80 --out runs"),
            0);
  std::ifstream file(folder_ / "runs/runs.jsonl");
  std::size_t cell = 0;
  for (std::string line; std::getline(file, line); ++cell) {
    const Json outcome = Json::parse(line)["outcome"];
    const Json& columns = map["columns"];
    EXPECT_EQ(map["legend"][columns["verdict"][cell].get<int>()], outcome["verdict"]) << cell;
    for (const char* name : {"reached_minimum_index", "final_loss", "steps"}) {
      EXPECT_EQ(columns[name][cell].dump(), outcome[name].dump()) << name << " of cell " << cell;
    }
  }
  EXPECT_EQ(cell, 15u);
  EXPECT_EQ(map["axes"][0]["name"], "momentum");
  EXPECT_EQ(map["axes"][1]["values"], Json({0.001, 0.01, 0.1, 1.0, 50.0}));
  EXPECT_FALSE(map["optimizer"].contains("momentum"));
}

TEST_F(Map, IsTheSameForAnyNumberOfJobs) {
  const std::string grid =
      "-p rosenbrock -o 'adam:learning_rate={log:1e-4:10:21},beta1={0.5,0.9}' --steps 60";
  EXPECT_EQ(map_of(grid)["columns"], map_of(grid + " --jobs 3")["columns"]);
  const std::string network =
      "-p spiral:samples=8 -o 'lookahead:base=(sgd:learning_rate={0.1,1,1000})' --steps 9";
  EXPECT_EQ(map_of(network)["columns"], map_of(network + " --jobs 2")["columns"]);
  EXPECT_EQ(map_of(network)["axes"][0]["name"], "base.learning_rate");
}

TEST_F(Map, TakesTheWordsThatAShellMakesOfBraces) {
  const std::string quoted =
      "-p double_well -o 'momentum:learning_rate={0.1,0.2},momentum={0,0.9}'";
  const std::string words =
      "-p double_well -o momentum:learning_rate=0.1,momentum=0 "
      "momentum:learning_rate=0.1,momentum=0.9 momentum:learning_rate=0.2,momentum=0 "
      "momentum:learning_rate=0.2,momentum=0.9";
  const Json one = map_of(quoted + " --steps 20"), other = map_of(words + " --steps 20");
  EXPECT_EQ(one["columns"], other["columns"]);
  EXPECT_EQ(one["axes"], other["axes"]);
  EXPECT_EQ(one["optimizer_spec"], other["optimizer_spec"]);
}

TEST_F(Map, PrintsAPictureAndIsExported) {
  map_of("-p article_landscape -o 'sgd:learning_rate={0.001,0.01,0.1,50}' --steps 80");
  EXPECT_NE(out_.find("✗ diverged"), std::string::npos) << out_;
  EXPECT_NE(out_.find("4 runs of article_landscape"), std::string::npos) << out_;
  ASSERT_EQ(descend("export out -o tables"), 0) << error_;
  const std::string table = test::read_file(folder_ / "tables/map.csv");
  EXPECT_TRUE(
      table.starts_with("learning_rate,verdict,reached_minimum_index,final_loss,steps\n0.001,"))
      << table;
  EXPECT_NE(table.find("50.0,diverged,"), std::string::npos) << table;
}

TEST_F(Map, RefusesWhatIsNoMap) {
  const std::string on = "map -p article_landscape -o ";
  expect_refused(on + "sgd", "has no grid");
  expect_refused(on + "'momentum:learning_rate={1,2},momentum={0,0.5},weight_decay={0,1}'",
                 "3 grids (learning_rate, momentum and weight_decay)");
  expect_refused("map -p 'article_landscape:start={-1,1}' -o 'sgd:learning_rate={1,2}'",
                 "the problem");
  expect_refused(on + "'sgd:learning_rate={1,2}' -s 'inverse_time:decay={1,2}'", "the schedule");
  expect_refused(on + "'momentum:learning_rate={log:1:2:100000},momentum={linear:0:0.9:101}'",
                 "10100000 cells");
  expect_refused(on + "'sgd:learning_rate={0.1,-1}'", "at least 0");
  expect_refused(on + "'sgd:learning_rat={0.1,1}'", "did you mean 'learning_rate'?");
  expect_refused(on + "'sgd:learning_rate={0.1,1},decay={0.1,1}'", "decay belongs");
  expect_refused(on + "'sgd:learning_rate={}'", "at least one value");
  expect_refused(on + "'sgd:learning_rate={1,0.5,1.0}'", "learning_rate: 1.0 is there twice");
  expect_refused(on + "'sgd:learning_rate={1,2},learning_rate={0.5}'", "given twice");
  expect_refused(on + "'sgd:learning_rate={[1,2],[3]}'", "not [1,2]");
  expect_refused("map -p spirall -o 'sgd:learning_rate={0.1,1}'", "did you mean 'spiral'?");
  expect_refused(on + "'sgd:learning_rate={0.1,1}' --steps 0", "--steps");
  expect_refused(on + "sgd:learning_rate=0.1 momentum:learning_rate=1", "it takes one optimizer");
  expect_refused(on + "momentum:learning_rate=0.1,momentum=0 momentum:learning_rate=1,momentum=0.5",
                 "put its grids into quotes");
}

}  // namespace
}  // namespace descend
