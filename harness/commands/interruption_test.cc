// A program that is stopped in mid-suite: what it says, what it leaves, and how it goes on.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <set>
#include <thread>

#include "tests/program.h"

namespace descend {
namespace {

using test::Program;
using test::read_file;
using test::read_lines;

// Two runs: one of three steps, and one that takes longer than any test.
constexpr const char* kLongSuite = R"({"schema": "descend.suite/1", "name": "long", "experiments": [
    {"problems": ["double_well"], "optimizers": ["sgd:learning_rate=0.01"], "budget": {"steps": 3}},
    {"problems": ["double_well"], "optimizers": ["sgd:learning_rate=1e-9"],
     "record": {"linear": 2}, "budget": {"steps": 1000000000000}}]})";

class Interrupted : public Program {
 protected:
  // Starts `descend ARGUMENTS` in the test's folder, waits for `ready`, sends the signal, and gives
  // how it ended, as waitpid has it.
  template <typename Ready>
  int stopped(const std::vector<std::string>& arguments, int signal, Ready ready) {
    const pid_t child = fork();
    if (child == 0) {
      ::signal(SIGINT, SIG_DFL);
      if (chdir(folder_.c_str()) != 0) _exit(99);
      dup2(open("stdout", O_WRONLY | O_CREAT | O_TRUNC, 0666), STDOUT_FILENO);
      dup2(open("stderr", O_WRONLY | O_CREAT | O_TRUNC, 0666), STDERR_FILENO);
      std::vector<const char*> words = {"descend"};
      for (const std::string& argument : arguments) words.push_back(argument.c_str());
      words.push_back(nullptr);
      execv(DESCEND_PROGRAM, const_cast<char* const*>(words.data()));
      _exit(99);
    }
    for (int i = 0; i < 2000 && !ready(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_TRUE(ready());
    kill(child, signal);
    int status = 0;
    waitpid(child, &status, 0);
    out_ = read_file(folder_ / "stdout");
    error_ = read_file(folder_ / "stderr");
    return status;
  }

  int stopped_suite(int signal) {
    write("long.json", kLongSuite);
    return stopped({"run", "long.json", "--out", "out"}, signal, [&] {
      const std::string lines = read_file(folder_ / "out/runs.jsonl");
      return std::count(lines.begin(), lines.end(), '\n') == 1;
    });
  }

  nlohmann::json manifest() {
    return nlohmann::json::parse(read_file(folder_ / "out/manifest.json"));
  }

  // Goes on with what is to be done at once.
  void go_on() {
    ASSERT_EQ(descend("run -p double_well -o sgd:learning_rate=0.01 --steps 3 --out out"), 0)
        << error_;
    EXPECT_NE(out_.find("0 new runs of 1"), std::string::npos) << out_;
    EXPECT_EQ(manifest()["runs"].dump(), R"({"done":1,"failed":0,"planned":1})");
  }
};

TEST_F(Interrupted, SaysHowManyRunsAreDoneAndLeavesThemWhole) {
  for (const int signal : {SIGINT, SIGTERM}) {
    std::filesystem::remove_all(folder_ / "out");
    const int status = stopped_suite(signal);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 130);
    EXPECT_EQ(
        error_,
        "descend: interrupted: 1 of 2 runs are done, in out/runs.jsonl; the same command goes "
        "on with the rest\n");
    EXPECT_EQ(read_lines(folder_ / "out/runs.jsonl").size(), 1u);
    EXPECT_EQ(manifest()["runs"].dump(), R"({"done":1,"failed":0,"planned":2})");
    EXPECT_EQ(manifest()["sessions"].begin()->at("finished"), nullptr);
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "out")) {
      names.insert(entry.path().filename());
    }
    EXPECT_EQ(names, (std::set<std::string>{".lock", "drawings", "manifest.json", "runs.jsonl"}));
    go_on();
  }
}

TEST_F(Interrupted, AfterAKillTheNextStartCountsWhatIsThere) {
  EXPECT_TRUE(WIFSIGNALED(stopped_suite(SIGKILL)));
  EXPECT_EQ(read_lines(folder_ / "out/runs.jsonl").size(), 1u);
  go_on();
}

TEST_F(Interrupted, AMapSaysThatItBeginsAnew) {
  const int status =
      stopped({"map", "-p", "double_well", "-o", "sgd:learning_rate={1e-9,1e-8}", "--steps",
               "1000000000000", "--out", "out"},
              SIGINT, [&] { return std::filesystem::exists(folder_ / "out/.lock"); });
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_TRUE(error_.starts_with("descend: interrupted: 0 of 2 runs were done; ")) << error_;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out/map.json"));
}

}  // namespace
}  // namespace descend
