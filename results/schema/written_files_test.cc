// Every file that the program itself writes, and every suite that ships, against its schema.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "results/record/sample_records.h"
#include "results/schema/schema_validation.h"

namespace descend {
namespace {

namespace fs = std::filesystem;
using Messages = std::vector<std::string>;

class WrittenFiles : public testing::Test {
 protected:
  int program(const std::string& arguments) const {
    const std::string command = "cd '" + place_.path().string() + "' && '" DESCEND_PROGRAM "' " +
                                arguments + " >output 2>&1";
    return std::system(command.c_str());
  }
  std::string output() const { return file_text(place_.path() / "output"); }

  TemporaryFolder place_;
};

TEST_F(WrittenFiles, AgreeWithTheirSchemas) {
  const std::string suite = R"({"schema": "descend.suite/1", "name": "small", "experiments": [
      {"label": "network", "problems": ["spiral:samples=10"], "optimizers": ["sgd"],
       "budget": {"steps": 20}, "record": {"every": 5, "parameters": true}},
      {"label": "batches", "problems": ["spiral:samples=10"], "optimizers": ["momentum"],
       "budget": {"epochs": 2}, "batch_size": 7, "changes":
         [{"step": 3, "option": "learning_rate", "value": 0.1}]},
      {"label": "explosion", "problems": ["article_landscape"], "optimizers":
        [{"name": "sgd", "learning_rate": {"grid": [0.001, 1e300]}}], "budget": {"steps": 50}}]})";
  EXPECT_EQ(validate("suite", suite), Messages());
  std::ofstream(place_.path() / "small.json") << suite;
  ASSERT_EQ(program("run ./small.json --out runs"), 0) << output();

  const fs::path runs = place_.path() / "runs";
  EXPECT_EQ(validate("manifest", file_text(runs / "manifest.json")), Messages());
  std::ifstream lines(runs / "runs.jsonl");
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_EQ(validate("run", line), Messages()) << line.substr(0, 1000);
  }
  EXPECT_EQ(count, 4);
  int with_parameters = 0;
  for (const auto& entry : fs::directory_iterator(runs / "parameters")) {
    EXPECT_EQ(validate("parameters", file_text(entry.path())), Messages());
    ++with_parameters;
  }
  EXPECT_EQ(with_parameters, 1);
  int drawings = 0;
  for (const auto& entry : fs::directory_iterator(runs / "drawings")) {
    EXPECT_EQ(validate("drawing", file_text(entry.path())), Messages());
    ++drawings;
  }
  EXPECT_EQ(drawings, 2) << "the points of the recorded network, and the landscape";
}

TEST_F(WrittenFiles, GiveALongTraceAFile) {
  ASSERT_EQ(program("run -p double_well -o sgd --steps 100001 --record-every 1 --out runs"), 0)
      << output();
  int count = 0;
  for (const auto& entry : fs::directory_iterator(place_.path() / "runs/traces")) {
    // Its schema takes seconds on as many states; write_record_test.cc holds a short one against
    // it.
    const auto trace = nlohmann::json::parse(file_text(entry.path()));
    EXPECT_EQ(trace["schema"], "descend.trace/1");
    EXPECT_EQ(trace["trace"]["step"].size(), 100'002u);
    EXPECT_EQ(trace["trace"]["loss"].size(), 100'002u);
    ++count;
  }
  EXPECT_EQ(count, 1);
  EXPECT_EQ(validate("run", file_text(place_.path() / "runs/runs.jsonl")), Messages());
}

TEST_F(WrittenFiles, TimingsAreGoogleBenchmarks) {
  ASSERT_EQ(program("time --benchmark_min_time=0.001 --out . --benchmark_filter="
                    "'step/sgd/float32/10{3,5}$|step/adam/float64/1000$|bandwidth/3/1000$|gradient/"
                    "mlp/float32|"
                    "run/article_landscape/.*/10000$|program'"),
            0)
      << output();
  const std::string text = file_text(place_.path() / "timings.json");
  EXPECT_EQ(validate("timings", text), Messages());
  const nlohmann::json timings = nlohmann::json::parse(text);
  const auto named = [&](const std::string& name) {
    for (const auto& line : timings["benchmarks"]) {
      if (line["name"] == name) return line;
    }
    return nlohmann::json::object();
  };
  EXPECT_GT(named("step/sgd/float32/100000").value("bytes_per_second", 0.0), 0);
  EXPECT_EQ(named("step/sgd/float32_BigO").value("big_o", ""), "N");
  EXPECT_EQ(named("step/adam/float64/1000").value("state_bytes_per_parameter", 0.0), 16);
  EXPECT_GT(named("bandwidth/3/1000").value("bytes_per_second", 0.0), 0);
  EXPECT_GT(named("gradient/mlp/float32").value("FLOP/s", 0.0), 0);
  EXPECT_GT(named("run/article_landscape/momentum/steps/10000").value("problem_seconds", 0.0), 0);
}

TEST_F(WrittenFiles, PeersAgreeWithTheirSchema) {
  if (std::system("command -v python3 >/dev/null") != 0) GTEST_SKIP() << "no python3";
  const std::string command = "cd '" + place_.path().string() +
                              "' && '" DESCEND_SOURCE
                              "/scripts/peers' --quick --without-peers "
                              "--rows '^(landscape|step_sgd|two_jobs|recording|list)$' "
                              "--program '" DESCEND_PROGRAM "' --out peers.json >output 2>&1";
  ASSERT_EQ(std::system(command.c_str()), 0) << output();
  const std::string text = file_text(place_.path() / "peers.json");
  EXPECT_EQ(validate("peers", text), Messages());
  const nlohmann::json peers = nlohmann::json::parse(text);
  EXPECT_EQ(peers["failures"], nlohmann::json::object());
  ASSERT_EQ(peers["rows"].size(), 5u);
  EXPECT_EQ(peers["rows"][1]["limit"]["name"], "bandwidth, 3 streams");
  EXPECT_EQ(peers["rows"][1]["state_bytes_per_parameter"], 0.0);
}

TEST(CommittedPeers, AgreeWithTheirSchemaAndStandInTheirPages) {
  const std::string file = DESCEND_SOURCE "/results/reference/peers.json";
  if (!fs::exists(file)) GTEST_SKIP() << "scripts/peers has written no " << file;
  EXPECT_EQ(validate("peers", file_text(file)), Messages());
  if (std::system("command -v python3 >/dev/null") != 0) GTEST_SKIP() << "no python3";
  const TemporaryFolder place;
  const std::string table = (place.path() / "table").string();
  for (const auto& [option, page] :
       {std::pair{"--show", "results/reference/README.md"}, {"--headline", "README.md"}}) {
    const std::string command = std::string("'" DESCEND_SOURCE "/scripts/peers' ") + option + " '" +
                                file + "' >'" + table + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    EXPECT_NE(file_text(std::string(DESCEND_SOURCE "/") + page).find(file_text(table)),
              std::string::npos)
        << page << " does not show the table of " << file
        << "; scripts/peers --readme puts it there";
  }
}

TEST(ShippedSuites, AgreeWithTheSchema) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(DESCEND_SOURCE "/harness/suites")) {
    if (entry.path().extension() != ".json") continue;
    EXPECT_EQ(validate("suite", file_text(entry.path())), Messages()) << entry.path();
    ++count;
  }
  EXPECT_GE(count, 1);
}

}  // namespace
}  // namespace descend
