// The program as a user meets it: exit codes, one clear line for bad input, nothing left behind.

#include "tests/program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace descend {
namespace {

namespace fs = std::filesystem;
using test::Program;
using test::read_file;
using test::read_lines;

TEST_F(Program, RefusesBadUsageInOneLine) {
  expect_refused("", "subcommand");
  expect_refused("fly", "fly");
  expect_refused("run --stepz 5", "descend run has no option '--stepz'; did you mean '--steps'?");
  expect_refused("run -p spiral -o sgd --bach-size=7", "did you mean '--batch-size'?");
  expect_refused("list optimizers again", "descend list takes no further argument 'again'");
  expect_refused("run nonesuch", "there is no suite 'nonesuch'");
  expect_refused("run artikle", "did you mean 'article'?");
  expect_refused("run -p spirall -o sgd", "did you mean 'spiral'?");
  expect_refused("run -p spiral -o sdg", "did you mean 'sgd'?");
  expect_refused("run -p spiral -o sgd -s invers_time", "did you mean 'inverse_time'?");
  expect_refused("run -p spiral -o sgd:learning_rat=1", "did you mean 'learning_rate'?");
  expect_refused("run -p spiral -o sgd:learning_rate=-1", "at least 0");
  expect_refused("run -p spiral -o sgd:learning_rate=abc", "learning_rate is abc");
  expect_refused("run -p spiral", "needs at least one optimizer");
  expect_refused("run -o sgd", "need a problem");
  expect_refused("run article -p spiral -o sgd", "either suites or -p");
  expect_refused("run -p spiral -o sgd --steps 0", "--steps: '0' is not allowed");
  expect_refused("run -p spiral -o sgd --steps ten", "--steps: 'ten'");
  expect_refused("run -p spiral -o sgd --epochs -3", "--epochs");
  expect_refused("run -p spiral -o sgd --batch-size 1000", "1000 is more than the 300 samples");
  expect_refused("run -p spiral:samples=2,classes=3 -o sgd", "classes");
  expect_refused("run -p spiral -o sgd --precision float16", "float32 and float64 are");
  expect_refused("run -p spiral -o sgd --record every:5", "linear:POINTS or log:POINTS");
  expect_refused("run -p spiral -o sgd --change learning_rate=1", "OPTION@STEP=VALUE");
  expect_refused("run -p spiral -o sgd --change momentum@5=1", "sgd has no option 'momentum'");
  expect_refused("run -p spiral -o sgd:decay=1e-3 -s constant", "cannot be combined");
  expect_refused("run -p spiral -o 'sgd:learning_rate={}'", "at least one value");
  expect_refused("run -p spiral:arithmetic=article -o sgd --precision float64", "float32");
  expect_refused("show nonesuch", "there is nothing called 'nonesuch'");
  expect_refused("list optimisers", "did you mean 'optimizers'?");
  expect_refused("print nowhere", "nowhere");
  expect_refused("--foo", "descend has no option '--foo'");
  expect_refused("run -p spiral -o sgd --repetitions 20000000", "from 1 to 10000000");
  expect_refused("run -p spiral -o 'sgd:learning_rate={linear:0:1:100}' --repetitions 1000000",
                 "100000000 runs are more than");
  expect_refused("run -p spiral -o sgd --record log:9007199254740991", "from 2 to 10000000");
  expect_refused("run -p spiral -o sgd --jobs 50000", "from 0 to 1024");
  expect_refused("run -p spiral -o sgd:learning_rate=1e400", "out of the range of numbers");
  expect_refused("run -p spiral -o 'sgd:learning_rate={quadratic:0:1:3}'", "'log:' or 'linear:'");
  expect_refused("run -p spiral -o $'sgd:learning_rate=0.1\\nfoo'", "0.1\\nfoo");
  expect_refused("run -p spiral -o sgd --change 'learning_rate@5={0.1,0.2}'", "not a grid of 2");
  expect_refused("run -p spiral -o sgd --change learning_rate@5=0.1 learning_rate@5=0.2",
                 "learning_rate");
  expect_refused("run -p spiral -o sam --change base.learning_rat@5=0.1", "'base.learning_rate'?");
  expect_refused("run -p spiral -o sam --change base@5=0.1", "cannot change in mid-run");
  expect_refused("time --benchmark_filter=nonesuch --out out", "no benchmark matches");
}

TEST_F(Program, RefusesSuiteFilesThatAreNone) {
  write("broken.json", "{\n  \"schema\": \"descend.suite/1\",\n  \"experiments\": [,]\n}\n");
  expect_refused("run ./broken.json", "broken.json:3:19: not JSON");
  write("empty.json", " \n");
  expect_refused("run empty.json", "empty.json: is empty");
  expect_refused("run ./missing.json", "missing.json: No such file");
  expect_refused("run ./", "is a folder");
  write("grid.json", R"({"schema": "descend.suite/1", "name": "g", "experiments": [{
      "problems": ["spiral"], "optimizers": [{"name": "sgd", "learning_rate": {"log": [0, 1, 5]}}]}]})");
  expect_refused("run grid.json", "both must be above 0");
  write("huge.json", "{\n  \"schema\": 1e999\n}\n");
  expect_refused("run huge.json", "huge.json:2:13: 1e999 is out of the range");
  write("twice.json", R"({"schema": "descend.suite/1", "schema": "descend.suite/1"})");
  expect_refused("run twice.json", "the key \"schema\" is given twice");
  auto expecting = [&](const char* name, const char* expect) {
    write(name, std::string(R"({"schema": "descend.suite/1", "experiments": [{
        "problems": ["double_well"], "optimizers": ["sgd"], "expect": [)") +
                    expect + "]}]}");
  };
  expecting("verdict.json", R"({"verdict": "divergent"})");
  expect_refused("run verdict.json", "\"divergent\" is none; did you mean 'diverged'?");
  expecting("nothing.json", "{}");
  expect_refused("run nothing.json", "expects nothing");
  expecting("rows.json", R"({"rows": []})");
  expect_refused("run rows.json", "[] is not a list of rows");
  expect_refused("run no.json.bak", "no.json.bak: No such file");
  write("key.json", R"({"schema": "descend.suite/1", "experimentz": []})");
  expect_refused("run key.json", "did you mean 'experiments'?");
}

TEST_F(Program, RefusesAFolderThatCannotBeWritten) {
  write("file", "in the way");
  EXPECT_EQ(descend("run -p double_well -o sgd --steps 3 --out file/results"), 2);
  EXPECT_TRUE(error_.starts_with("descend: error: ")) << error_;
  EXPECT_NE(error_.find("file"), std::string::npos);
}

TEST_F(Program, RunsOnlyWhatIsMissing) {
  const std::string command = "run -p article_landscape -o sgd:learning_rate={0.01,0.1} --steps 20";
  ASSERT_EQ(descend(command), 0) << error_;
  EXPECT_NE(out_.find("2 new runs"), std::string::npos) << out_;
  ASSERT_EQ(descend(command), 0) << error_;
  EXPECT_NE(out_.find("0 new runs"), std::string::npos) << out_;
  EXPECT_EQ(read_lines(folder_ / "results/runs/adhoc/runs.jsonl").size(), 2u);
}

TEST_F(Program, WritesTheSameBitsForAnyNumberOfJobs) {
  auto hashes = [&](const std::string& extra) {
    const std::string arguments =
        "run -p spiral article_landscape -o sgd momentum:learning_rate=0.05 --steps 50 "
        "--repetitions 3 " +
        extra;
    EXPECT_EQ(descend(arguments), 0) << error_;
    std::map<std::string, std::string> by_id;
    for (const auto& line :
         read_lines(folder_ / extra.substr(extra.rfind(' ') + 1) / "runs.jsonl")) {
      by_id[line["id"]] = line["trace_hash"];
    }
    return by_id;
  };
  const auto one = hashes("--jobs 1 --out one"), many = hashes("--jobs 4 --out many");
  EXPECT_EQ(one.size(), 12u);
  EXPECT_EQ(one, many);
}

TEST_F(Program, AnExplosionIsAResultInValidJson) {
  ASSERT_EQ(descend("run -p article_landscape -o sgd:learning_rate=50 --steps 1000 "
                    "--loss-bound 1e300 --out out"),
            0)
      << error_;
  const auto lines = read_lines(folder_ / "out/runs.jsonl");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["outcome"]["status"], "diverged");
  EXPECT_TRUE(lines[0]["outcome"]["diverged_step"].is_number());
  EXPECT_GT(lines[0]["trace"]["step"].size(), 3u);
}

TEST_F(Program, AMissedExpectationExitsWithThree) {
  write("s.json", R"({"schema": "descend.suite/1", "name": "s", "experiments": [{
      "problems": ["double_well"], "optimizers": ["sgd:learning_rate=0.01"],
      "budget": {"steps": 5}, "expect": [{"verdict": "diverged"}]}]})");
  EXPECT_EQ(descend("run ./s.json"), 3) << error_;
  EXPECT_NE(out_.find("expected diverged"), std::string::npos) << out_;
}

TEST_F(Program, ChecksExpectationsOfMoreRunsThanItShows) {
  write("s.json", R"({"schema": "descend.suite/1", "name": "s", "experiments": [{
      "problems": ["double_well"], "optimizers": ["sgd:learning_rate=0.01"], "repetitions": 20001,
      "budget": {"steps": 1}, "expect": [{"verdict": "diverged"}]}]})");
  EXPECT_EQ(descend("run ./s.json"), 3) << error_;
  EXPECT_NE(out_.find("0 of 20001 behaviours"), std::string::npos) << out_;
  EXPECT_NE(out_.find("no table"), std::string::npos) << out_;
}

TEST_F(Program, SaysWhenItsResultsCannotBePrinted) {
  for (const char* arguments :
       {"list", "show adam --json", "run -p double_well -o sgd --steps 3"}) {
    const std::string command = "cd '" + folder_.string() + "' && '" DESCEND_PROGRAM "' " +
                                arguments + " >/dev/full 2>stderr";
    EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 1) << arguments;
    EXPECT_EQ(read_file(folder_ / "stderr"),
              "descend: error: cannot write to standard output: No space left on device\n");
  }
}

TEST_F(Program, WritesThroughLinksAndPipesAndNotOverThem) {
  ASSERT_EQ(descend("run -p double_well -o sgd --steps 3 --out out"), 0) << error_;
  write("target.json", "old");
  fs::create_symlink("target.json", folder_ / "link.json");
  ASSERT_EQ(descend("export out --format json -o link.json"), 0) << error_;
  EXPECT_TRUE(fs::is_symlink(folder_ / "link.json"));
  EXPECT_EQ(nlohmann::json::parse(read_file(folder_ / "target.json")).size(), 1u);
  fs::create_symlink("there.json", folder_ / "here.json");
  fs::create_symlink("here.json", folder_ / "there.json");
  EXPECT_EQ(descend("export out --format json -o here.json"), 2);
  EXPECT_NE(error_.find("here.json"), std::string::npos) << error_;
  const std::string piped = "cd '" + folder_.string() + "' && mkfifo pipe && (cat pipe > got & '" +
                            DESCEND_PROGRAM + "' export out --format json -o pipe && wait)";
  ASSERT_EQ(std::system(piped.c_str()), 0);
  EXPECT_EQ(read_file(folder_ / "got"), read_file(folder_ / "target.json"));
  EXPECT_TRUE(fs::is_fifo(folder_ / "pipe"));
}

TEST_F(Program, KeepsTheCommandLineAsAShellReadsIt) {
  ASSERT_EQ(descend("run -p double_well -o sgd --steps 3 --out \"it's\""), 0) << error_;
  const auto manifest = nlohmann::json::parse(read_file(folder_ / "it's/manifest.json"));
  EXPECT_EQ(manifest["sessions"].begin()->at("command"),
            "descend run -p double_well -o sgd --steps 3 --out 'it'\\''s'");
}

TEST_F(Program, ASkippedRunHasTheColumnsThatReadersLookFor) {
  ASSERT_EQ(descend("run -p article_landscape -o muon --steps 3 --out out"), 0) << error_;
  const auto line = read_lines(folder_ / "out/runs.jsonl").at(0);
  EXPECT_EQ(line["outcome"]["status"], "skipped");
  EXPECT_EQ(out_.find("not finite"), std::string::npos) << out_;
  EXPECT_EQ(line["trace"].dump(), R"({"loss":[],"step":[]})");
}

TEST_F(Program, SettingsChangeInMidRunAlsoOfAWrappedRule) {
  for (const char* rule : {"sgd:learning_rate=0.01 --change learning_rate@4=0.001",
                           "'lookahead:base=(sgd:learning_rate=0.01)' --change "
                           "base.learning_rate@4=0.001"}) {
    ASSERT_EQ(descend(std::string("run -p double_well --steps 10 --restart --out out -o ") + rule),
              0)
        << error_;
    const auto rates = read_lines(folder_ / "out/runs.jsonl")[0]["trace"]["learning_rate"];
    EXPECT_EQ(rates[4], 0.01) << rule;
    EXPECT_EQ(rates[5], 0.001) << rule;
  }
}

TEST_F(Program, GivesMiniBatchesWithTheShortLastOne) {
  ASSERT_EQ(descend("run -p spiral -o sgd:learning_rate=0.1 --epochs 2 --batch-size 128 --out out"),
            0)
      << error_;
  const auto run = read_lines(folder_ / "out/runs.jsonl")[0];
  EXPECT_EQ(run["regime"], "mini_batch");
  EXPECT_EQ(run["outcome"]["steps"], 6);
  EXPECT_EQ(run["evaluations"]["samples"], 600);
}

TEST_F(Program, PrintsTheArticlesLines) {
  ASSERT_EQ(descend("run -p spiral:arithmetic=article -o sgd --epochs 100 --record-every 100 "
                    "--out out"),
            0)
      << error_;
  ASSERT_EQ(descend("print out"), 0);
  EXPECT_NE(out_.find("epoch: 0, acc: 0.360, loss: 1.099, lr: 1.0\n"
                      "epoch: 100, acc: 0.400, loss: 1.087, lr: 1.0\n"),
            std::string::npos)
      << out_;
}

TEST_F(Program, ListsAndShowsAsJson) {
  ASSERT_EQ(descend("list --json"), 0);
  const auto all = nlohmann::json::parse(out_);
  EXPECT_TRUE(all["optimizers"].is_array());
  ASSERT_EQ(descend("show momentum --json"), 0);
  const auto momentum = nlohmann::json::parse(out_);
  EXPECT_EQ(momentum["kind"], "optimizer");
  EXPECT_EQ(momentum["options"][0]["name"], "learning_rate");
}

// Without Node the program is built without its page, and says so.
TEST_F(Program, ReportsFoldersInOnePage) {
  ASSERT_EQ(descend("run -p article_landscape -o sgd --steps 5 --out runs"), 0) << error_;
  const int code = descend("report runs -o new/page.html");
  if (code == 1 && error_.find("without its page") != std::string::npos) {
    EXPECT_EQ(std::count(error_.begin(), error_.end(), '\n'), 1) << error_;
    GTEST_SKIP() << error_;
  }
  EXPECT_EQ(code, 0) << error_;
  EXPECT_TRUE(out_.starts_with("1 run, ")) << out_;
  const std::string page = read_file(folder_ / "new" / "page.html");
  EXPECT_TRUE(page.starts_with("<!doctype html>"));
  EXPECT_EQ(page.find("DESCEND_REPORT_DATA"), page.npos);
  EXPECT_NE(page.find("\"curve_loss\":"), page.npos) << "the landscape's own curve is not in it";
  EXPECT_EQ(descend("report runs --plugin nowhere.so -o page.html"), 0) << error_;
  // What was there stays when the next one goes wrong, and nothing is left half-written.
  expect_refused("report runs missing -o new/page.html", "missing: no such folder");
  EXPECT_EQ(read_file(folder_ / "new" / "page.html"), page);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "new"), {}), 1);
  expect_refused("report runs", "--output");
  ASSERT_EQ(descend("map -p double_well -o 'sgd:learning_rate={0.1,0.2}' --steps 5 --out map"), 0);
  ASSERT_EQ(descend("report map -o map.html"), 0) << error_;
  EXPECT_TRUE(out_.starts_with("1 map, ")) << out_;
}

}  // namespace
}  // namespace descend
