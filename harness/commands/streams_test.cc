// Standard input, output and error as a caller may leave them: closed, full, or shared.

#include "tests/program.h"

namespace descend {
namespace {

using test::Program;
using test::read_lines;

const std::string kRun = "run -p rosenbrock -o sgd --steps 20 --out kept";

TEST_F(Program, KeepsItsDataWhereStandardStreamsAreClosed) {
  for (const char* closed : {">&-", "<&- >&-", "2>&-", "<&- >&- 2>&-"}) {
    fs::remove_all(folder_ / "kept");
    EXPECT_EQ(descend(kRun, closed), 0) << closed;
    EXPECT_EQ(read_lines(folder_ / "kept/runs.jsonl").size(), 1u) << closed;
  }
}

TEST_F(Program, AnErrorThatCannotBeSaidKeepsItsExitCode) {
  for (const char* lost : {"2>/dev/full", "2>&-"}) {
    EXPECT_EQ(descend("run -p nonesuch -o sgd", lost), 2) << lost;
    EXPECT_EQ(descend("verify nowhere", lost), 2) << lost;
  }
}

TEST_F(Program, SaysThatStandardOutputCannotBeWritten) {
  for (const char* command : {"list", "--help", "--version", "show sgd --json", "list --json"}) {
    EXPECT_EQ(descend(command, ">/dev/full"), 1) << command;
    EXPECT_EQ(error_, "descend: error: cannot write to standard output: No space left on device\n")
        << command;
  }
}

TEST_F(Program, RefusesWordsBehindADoubleDash) {
  for (const char* command : {"list optimizers", "show sgd", "export a -o b", "report a -o b.html",
                              "verify a", "print a", "new optimizer a b"}) {
    EXPECT_EQ(descend(std::string(command) + " -- x y"), 2) << command;
    EXPECT_TRUE(error_.starts_with("descend: error: ")) << error_;
  }
}

}  // namespace
}  // namespace descend
