/// JUnit XML, which systems that run tests read: the expectations of suites as their test cases.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "results/record/check.h"

namespace descend {

/// A suite that was run, with everything that it expects.
struct CheckedSuite {
  std::string name;
  double seconds = 0;
  std::vector<Check> checks;
};

/// Writes the file, whole or not at all: a `testsuite` each, in it a `testcase` for each check.
void write_junit(const std::filesystem::path& path, const std::vector<CheckedSuite>& suites);

}  // namespace descend
