// `descend new`: what it writes and what it refuses. tests/new_project_test.sh builds what it
// writes.

#include "tests/program.h"

namespace descend {
namespace {

namespace fs = std::filesystem;
using test::Program;
using test::read_file;

TEST_F(Program, WritesAProjectForEachKind) {
  for (const std::string kind : {"optimizer", "problem", "schedule"}) {
    const std::string name = "my_" + kind;
    ASSERT_EQ(descend("new " + kind + " " + name), 0) << error_;
    for (const std::string& file : {name + ".cc", name + "_test.json",
                                    std::string("CMakeLists.txt"), std::string("README.md")}) {
      const std::string text = read_file(folder_ / name / file);
      EXPECT_NE(text.find(name), std::string::npos) << file;
      EXPECT_EQ(text.find("@NAME@"), std::string::npos) << file;
      EXPECT_NE(out_.find(name + "/" + file), std::string::npos) << out_;
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / name), {}), 4);
  }
  fs::create_directories(folder_ / "deep/empty");
  ASSERT_EQ(descend("new problem another deep/empty"), 0) << error_;
  EXPECT_TRUE(fs::exists(folder_ / "deep/empty/another.cc"));
}

TEST_F(Program, RefusesToWriteWhatCannotBecomeAPlugin) {
  expect_refused("new", "KIND");
  expect_refused("new optimizr mine", "did you mean 'optimizer'?");
  expect_refused("new optimizer 'My Rule'", "'My Rule' must match [a-z][a-z0-9_]*");
  expect_refused("new optimizer ../mine", "must match [a-z][a-z0-9_]*");
  expect_refused("new optimizer ''", "NAME is empty");
  expect_refused("new optimizer momentum", "'momentum' is taken by this program's own optimizer");
  expect_refused("new problem inverse_time", "taken by this program's own schedule");
  expect_refused("new problem article", "taken by this program's own suite");
  expect_refused("new optimizer class", "'class' is a keyword of C++");
  expect_refused("new schedule xor_eq", "'xor_eq' is a keyword of C++");
  expect_refused("new problem all", "'all' stands for every name");
  expect_refused("new problem test", "a target of CMake's own");
  expect_refused("new problem " + std::string(300, 'a'), "File name too long");
  write("mine", "a file");
  expect_refused("new optimizer mine", "mine is a file");
  expect_refused("new optimizer other mine/deeper", "mine/deeper");
  fs::create_directory(folder_ / "full");
  write("full/of_it", "here");
  expect_refused("new optimizer other full", "full is there and not empty");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "full"), {}), 1);
  EXPECT_FALSE(fs::exists(folder_ / "other"));
}

}  // namespace
}  // namespace descend
