// The program as a user meets it: what it runs, writes and prints.

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
        "run -p spiral quadratic -o sgd momentum:learning_rate=0.05 --steps 50 "
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
      "problems": ["quadratic:dimension=1"], "optimizers": ["sgd:learning_rate=0.01"],
      "repetitions": 20001,
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

TEST_F(Program, PrintsEachCoordinateUpToThree) {
  const auto first_line = [&](const std::string& problem) {
    EXPECT_EQ(
        descend("run -p " + problem + " -o sgd:learning_rate=0.001 --steps 1 --restart --out out"),
        0)
        << error_;
    EXPECT_EQ(descend("print out"), 0) << error_;
    const std::size_t begin = out_.find('\n') + 1;
    return out_.substr(begin, out_.find('\n', begin) - begin);
  };
  EXPECT_EQ(first_line("double_well").substr(0, 12), "step: 0, x: ");
  EXPECT_EQ(first_line("rosenbrock"),
            "step: 0, x0: -1.200000, x1: 1.000000, loss: 24.200, lr: 0.001");
  EXPECT_TRUE(first_line("rosenbrock:dimension=3").find(", x2: ") != std::string::npos);
  EXPECT_TRUE(first_line("rosenbrock:dimension=4").find("x0") == std::string::npos);
}

TEST_F(Program, ListsAndShowsAsJson) {
  ASSERT_EQ(descend("list --json"), 0);
  const auto all = nlohmann::json::parse(out_);
  EXPECT_TRUE(all["optimizers"].is_array());
  for (const char* kind : {"optimizers", "problems", "schedules", "suites"}) {
    ASSERT_EQ(descend(std::string("list --json ") + kind), 0);
    const auto one = nlohmann::json::parse(out_);
    EXPECT_EQ(one.size(), 1u) << kind;
    EXPECT_EQ(one[kind], all[kind]);
    for (const auto& entry : all[kind]) {
      for (const char* key : {"name", "kind", "family", "summary"}) {
        EXPECT_TRUE(entry.contains(key)) << entry;
      }
    }
  }
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
  expect_refused("report runs -o page.pdf", "page.pdf is not allowed; a page is a FILE.html");
  ASSERT_EQ(descend("map -p double_well -o 'sgd:learning_rate={0.1,0.2}' --steps 5 --out map"), 0);
  ASSERT_EQ(descend("report map -o map.html"), 0) << error_;
  EXPECT_TRUE(out_.starts_with("1 map, ")) << out_;
}

}  // namespace
}  // namespace descend
