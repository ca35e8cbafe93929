// Bad input as a user meets it: the exit code, one clear line, and nothing left behind.

#include <gtest/gtest.h>

#include "tests/program.h"

namespace descend {
namespace {

using test::Program;
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
  expect_refused("run -p spiral -o Adam", "did you mean 'adam'?");
  expect_refused("run -p spiral -o SGD", "did you mean 'sgd'?");
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

TEST_F(Program, SaysWhatToWriteInstead) {
  expect_refused("run -p spiral -o adam,sgd", "; write adam sgd");
  expect_refused("run -p spiral -o 'adam learning_rate=0.1'", "; write adam:learning_rate=0.1");
  expect_refused("run -p spiral -o 'adam:learning_rate = 0.1'", "; write adam:learning_rate=0.1");
  expect_refused("run -p spiral -o adam:learning_rate = 0.1", "'=' right after 'learning_rate'");
  expect_refused("run -p spiral -o adam learning_rate=0.1", "as in NAME:learning_rate=0.1");
  expect_refused("run -p spiral -o sam:base=sgd:learning_rate=0.1",
                 "; write 'sam:base=(sgd:learning_rate=0.1)'");
  expect_refused("run -p spiral:samples=2024.csv -o sgd", "write 'spiral:samples=\"2024.csv\"'");
  expect_refused("run -p spiral -o sgd --seeds 3", "write --repetitions K");
  expect_refused("run -p spiral -o sgd --lr 0.1", "-o sgd:learning_rate=0.1");
  expect_refused("run -p spiral -o sgd:lr=0.1", "no option 'lr'; did you mean 'learning_rate'?");
  expect_refused("run -p spiral -o sgd --change lr@5=0.1", "did you mean 'learning_rate'?");
  expect_refused("run rosenbrock sgd",
                 "run: 'rosenbrock' is a problem, not a suite; write descend run -p rosenbrock -o "
                 "sgd\n");
  expect_refused("run adam:beta1=0.5 -s cosine",
                 "'adam:beta1=0.5' is an optimizer, not a suite; write descend run -p PROBLEM -o "
                 "adam:beta1=0.5 -s cosine\n");
  expect_refused("run -p rosenbrock sgd -o adam", "there is no problem 'sgd': it is an optimizer");
  expect_refused("run -p spiral -o my_own_rule", "--plugin FILE.so or DESCEND_PLUGIN_PATH");
  expect_refused("show my_own_rule", "--plugin FILE.so or DESCEND_PLUGIN_PATH");
  expect_refused("check my_own_rule", "--plugin FILE.so or DESCEND_PLUGIN_PATH");
}

TEST_F(Program, EachCommandsHelpEndsWithItsOwnExamples) {
  for (const std::string command : {"list", "show", "run", "check", "new", "print", "map", "verify",
                                    "export", "report", "time"}) {
    ASSERT_EQ(descend(command + " --help"), 0) << error_;
    const std::size_t at = out_.find("\nExamples:\n");
    ASSERT_NE(at, std::string::npos) << out_;
    std::istringstream examples(out_.substr(at + 11));
    int count = 0;
    for (std::string line; std::getline(examples, line);) {
      if (line.empty()) continue;
      EXPECT_TRUE(line.starts_with("  descend " + command)) << line;
      ++count;
    }
    EXPECT_GT(count, 0) << command;
  }
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

TEST_F(Program, RefusesALineInWhichSomethingIsWrong) {
  const std::string run = "run -p double_well -o sgd adam --steps 3 --out out";
  ASSERT_EQ(descend(run), 0) << error_;
  const std::vector<nlohmann::json> lines = read_lines(folder_ / "out/runs.jsonl");
  auto damage = [&](const char* place, const nlohmann::json& value) {
    nlohmann::json first = lines[0];
    first[nlohmann::json::json_pointer(place)] = value;
    write("out/runs.jsonl", first.dump() + "\n" + lines[1].dump() + "\n");
  };
  damage("/seed", "one");
  for (const char* command : {"print out", "verify out", "export out -o tables",
                              "export out --format json -o runs.json"}) {
    expect_refused(command, "out/runs.jsonl:1: `seed`: \"one\" is not a whole number\n");
  }
  expect_refused(run, "out/runs.jsonl:1: `seed`: \"one\" is not a whole number; --restart");
  damage("/trace/loss", nlohmann::json::array());
  expect_refused("print out", "out/runs.jsonl:1: `trace`: `");
  expect_refused(run, "`loss`");
  damage("/outcome", nlohmann::json::object());
  expect_refused("print out", "out/runs.jsonl:1: `outcome`: `status` is missing");
}

TEST_F(Program, RefusesAFolderThatCannotBeWritten) {
  write("file", "in the way");
  EXPECT_EQ(descend("run -p double_well -o sgd --steps 3 --out file/results"), 2);
  EXPECT_TRUE(error_.starts_with("descend: error: ")) << error_;
  EXPECT_NE(error_.find("file"), std::string::npos);
}

}  // namespace
}  // namespace descend
