// What a suite expects, as the program tells it: on the terminal, in the manifest, to other
// systems.

#include <gmock/gmock.h>

#include "results/schema/schema_validation.h"
#include "tests/program.h"

namespace descend {
namespace {

using test::Program;
using test::read_file;
using test::read_lines;
using ::testing::HasSubstr;

constexpr const char* kSuite = R"({"schema": "descend.suite/1", "name": "s", "experiments": [
    {"label": "well", "problems": ["double_well"], "optimizers": ["sgd:learning_rate=0.01", "adam"],
     "budget": {"steps": 5}, "expect": [{"run": 0, "verdict": "diverged"}, {"run": 1, "diverged": false}]},
    {"problems": ["spiral:samples=10"], "optimizers": ["sgd", "momentum"], "repetitions": 3,
     "budget": {"steps": 20}, "expect": [{"metric": "accuracy", "at_least": 0.01},
       {"median": "final_loss", "at_most": 0.5}, {"better": ["momentum", "sgd"], "on": "final_loss"}]}]})";
constexpr const char* kMissed =
    "✗ well: sgd:learning_rate=0.01 on double_well, seed 0: verdict expected diverged, found "
    "unknown";

TEST_F(Program, NamesTheRunsThatWereNotAsExpected) {
  write("s.json", kSuite);
  for (const char* quiet : {"", " --quiet"}) {
    EXPECT_EQ(descend(std::string("run ./s.json") + quiet), 3) << error_;
    EXPECT_THAT(out_, HasSubstr(kMissed));
    EXPECT_THAT(out_, HasSubstr("✗ sgd on spiral:samples=10, 3 seeds: median final_loss expected "
                                "at most 0.5, found 1."));
  }
  // Quiet is nothing but what does not hold, the counts, and the last line.
  EXPECT_EQ(std::ranges::count(out_, '\n'), 5) << out_;
}

TEST_F(Program, KeepsWhatASuiteExpectsInTheManifest) {
  write("s.json", kSuite);
  EXPECT_EQ(descend("run ./s.json --out out"), 3) << error_;
  const std::string text = read_file(folder_ / "out/manifest.json");
  EXPECT_EQ(validate("manifest", text), std::vector<std::string>());
  const auto checks = nlohmann::json::parse(text)["checks"];
  ASSERT_EQ(checks.size(), 2u + 6u + 2u + 1u);
  EXPECT_EQ(checks[0]["text"], std::string(kMissed).substr(std::string("✗ well: ").size()));
  EXPECT_EQ(checks[0]["passed"], false);
  EXPECT_EQ(checks[0]["run"], read_lines(folder_ / "out/runs.jsonl")[0]["id"]);
  EXPECT_EQ(checks[1]["passed"], true);
  EXPECT_TRUE(checks[10]["run"].is_null());
  // It is what the last command found.
  EXPECT_EQ(descend("run ./s.json --out out -o sgd"), 0) << error_;
  EXPECT_EQ(nlohmann::json::parse(read_file(folder_ / "out/manifest.json"))["checks"].size(), 0u);
}

TEST_F(Program, WritesExpectationsAsTestCases) {
  write("s.json", kSuite);
  EXPECT_EQ(descend("run ./s.json --junit checks.xml --quiet"), 3) << error_;
  const std::string xml = read_file(folder_ / "checks.xml");
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"s\" tests=\"11\" failures=\""));
  EXPECT_THAT(xml, HasSubstr("<testcase classname=\"s.well\" name=\"sgd:learning_rate=0.01 on "
                             "double_well, seed 0: verdict expected diverged\">\n      <failure"));
  EXPECT_THAT(xml,
              HasSubstr("<testcase classname=\"s.experiments[1]\" name=\"momentum on "
                        "spiral:samples=10, seed 2: last accuracy expected at least 0.01\"/>"));
  std::size_t cases = 0;
  for (std::size_t at = 0; (at = xml.find("<testcase ", at)) != xml.npos; ++at) ++cases;
  EXPECT_EQ(cases, 11u);
  if (std::system("command -v python3 >/dev/null") == 0) {
    const std::string command =
        "python3 -c 'import sys, xml.etree.ElementTree as tree; "
        "tree.parse(sys.argv[1])' '" +
        (folder_ / "checks.xml").string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0);
  }
}

TEST_F(Program, RefusesToExpectWhatIsNotThere) {
  const std::string suite = kSuite;
  write("s.json", suite);
  expect_refused("run ./s.json --junit no/such/checks.xml", "--junit: there is no folder");
  expect_refused("run ./s.json --junit .", "--junit: . is a folder");
  write("s.json", std::string(suite).replace(suite.find("\"accuracy\""), 10, "\"acuracy\""));
  expect_refused("run ./s.json",
                 "./s.json.experiments[1].expect[0].metric: \"acuracy\" is none of "
                 "the metrics of spiral:samples=10; did you mean 'accuracy'?");
}

}  // namespace
}  // namespace descend
