// `descend verify` as a user meets it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "tests/program.h"

namespace descend {
namespace {

using Json = nlohmann::ordered_json;
using Verify = test::Program;

// Changes one line of out/runs.jsonl.
void change_line(const std::filesystem::path& folder, std::size_t number,
                 const std::function<void(Json&)>& change) {
  std::vector<Json> lines;
  {
    std::ifstream file(folder / "out/runs.jsonl");
    for (std::string line; std::getline(file, line);) lines.push_back(Json::parse(line));
  }
  change(lines.at(number));
  std::ofstream file(folder / "out/runs.jsonl");
  for (const Json& line : lines) file << line.dump() << "\n";
}

TEST_F(Verify, FindsTheSameBitsAgain) {
  ASSERT_EQ(descend("run -p article_landscape spiral:samples=10 -o sgd:learning_rate={0.01,50} "
                    "decayed_sgd:decay=0.01 momentum lbfgs 'lookahead:base=(adam:beta1=0.5)' "
                    "--steps 40 --repetitions 2 --out out"),
            0)
      << error_;
  ASSERT_EQ(descend("verify out"), 0) << out_ << error_;
  EXPECT_EQ(out_, "18 of 18 runs agree: out/runs.jsonl\n");
  ASSERT_EQ(descend("verify out --jobs 3"), 0) << out_ << error_;
  EXPECT_EQ(out_, "18 of 18 runs agree: out/runs.jsonl\n");
}

TEST_F(Verify, RebuildsEveryOption) {
  ASSERT_EQ(descend("run -p spiral:samples=20 -o sgd:learning_rate=0.3 "
                    "-s 'warmup:steps=5,then=cosine' --epochs 3 --batch-size 7 --seed 4 "
                    "--change learning_rate@6=0.1 --record log:9 --target-loss 0.2 "
                    "--loss-bound 100 --precision float64 --out out"),
            0)
      << error_;
  ASSERT_EQ(descend("run -p rosenbrock -o adam --evaluations 30 --precision float32 --out out"), 0);
  EXPECT_EQ(descend("verify out"), 0) << out_ << error_;
  EXPECT_EQ(out_, "2 of 2 runs agree: out/runs.jsonl\n");
}

TEST_F(Verify, NamesWhatDiffers) {
  ASSERT_EQ(descend("run -p double_well -o sgd momentum adam --steps 20 --out out"), 0) << error_;
  std::string id, expected;
  change_line(folder_, 1, [&](Json& line) {
    id = line["id"];
    expected = line["trace_hash"];
    expected[0] = expected[0] == '0' ? '1' : '0';
    line["trace_hash"] = expected;
  });
  EXPECT_EQ(descend("verify out"), 3) << out_ << error_;
  EXPECT_NE(out_.find(id), std::string::npos) << out_;
  EXPECT_NE(out_.find("expected " + expected), std::string::npos) << out_;
  EXPECT_NE(out_.find("2 of 3 runs agree"), std::string::npos) << out_;
}

TEST_F(Verify, NoticesSettingsThatWereChanged) {
  ASSERT_EQ(descend("run -p double_well -o sgd --steps 20 --out out"), 0) << error_;
  change_line(folder_, 0, [](Json& line) { line["optimizer"]["learning_rate"] = 0.125; });
  EXPECT_EQ(descend("verify out"), 3) << out_ << error_;
  EXPECT_NE(out_.find("the line was changed"), std::string::npos) << out_;
}

TEST_F(Verify, LeavesOutWhatCannotRepeatAndWhatWasCutShort) {
  ASSERT_EQ(descend("run -p article_landscape -o sgd muon:learning_rate=0.1 adam --steps 20 "
                    "--out out"),
            0)
      << error_;
  change_line(folder_, 2, [](Json& line) { line["outcome"]["status"] = "timeout"; });
  std::ofstream(folder_ / "out/runs.jsonl", std::ios::app) << R"({"schema": "descend.run/1", "id)";
  EXPECT_EQ(descend("verify out"), 0) << out_ << error_;
  EXPECT_NE(out_.find("1 run not compared: the time ran out"), std::string::npos) << out_;
  EXPECT_NE(out_.find("cut short"), std::string::npos) << out_;
  EXPECT_NE(out_.find("2 of 2 runs agree"), std::string::npos) << out_;
}

TEST_F(Verify, RefusesWhatItCannotRunAgain) {
  expect_refused("verify nowhere", "nowhere/runs.jsonl: no such file");
  ASSERT_EQ(descend("run -p double_well -o sgd adam --steps 20 --out out"), 0) << error_;
  change_line(folder_, 1, [](Json& line) { line["problem"]["name"] = "double_wel"; });
  expect_refused("verify out", "out/runs.jsonl:2: ");
  EXPECT_NE(error_.find("did you mean 'double_well'?"), std::string::npos) << error_;
  change_line(folder_, 1, [](Json& line) { line["problem"]["name"] = "double_well"; });
  change_line(folder_, 0, [](Json& line) { line.erase("optimizer"); });
  expect_refused("verify out", "out/runs.jsonl:1: `optimizer` is missing");
  std::ofstream(folder_ / "out/runs.jsonl") << "{\"torn\n{}\n";
  expect_refused("verify out", "out/runs.jsonl:1: ");
  expect_refused("verify out --jobs many", "--jobs: 'many' is not allowed");
}

}  // namespace
}  // namespace descend
