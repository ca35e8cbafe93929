/// For tests: the program as a user meets it.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace descend::test {

namespace fs = std::filesystem;

inline std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline std::vector<nlohmann::json> read_lines(const fs::path& path) {
  std::ifstream file(path);
  std::vector<nlohmann::json> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

/// Runs the program in a folder of the test's own; what it said is in out_ and error_.
class Program : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "descend-test-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  // Runs `descend ARGUMENTS` in the test's folder; -1: it did not end by itself. What is redirected
  // says where its standard streams go.
  int descend(const std::string& arguments, const std::string& redirected = "") {
    const std::string command = "cd '" + folder_.string() + "' && '" DESCEND_PROGRAM "' " +
                                arguments + " >stdout 2>stderr " + redirected;
    const int status = std::system(command.c_str());
    out_ = read_file(folder_ / "stdout");
    error_ = read_file(folder_ / "stderr");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
  }

  // Bad input: exit 2, one line that begins as promised and says `what`, and no results.
  void expect_refused(const std::string& arguments, const std::string& what) {
    EXPECT_EQ(descend(arguments), 2) << arguments << "\n" << error_;
    EXPECT_TRUE(error_.starts_with("descend: error: ")) << arguments << "\n" << error_;
    EXPECT_EQ(std::count(error_.begin(), error_.end(), '\n'), 1) << arguments << "\n" << error_;
    EXPECT_NE(error_.find(what), std::string::npos) << arguments << "\n" << error_;
    EXPECT_FALSE(fs::exists(folder_ / "results")) << arguments;
  }

  fs::path folder_;
  std::string out_, error_;
};

}  // namespace descend::test
