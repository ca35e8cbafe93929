/// What `descend run` does with a suite that is planned.
#pragma once

#include <filesystem>
#include <string>

#include "harness/commands/command.h"
#include "harness/plan/plan.h"
#include "results/export/junit.h"

namespace descend {

struct RunMode {
  /// Runs at the same time; 0: one for every core.
  int jobs = 1;
  /// Whether earlier results are moved aside, instead of running only what they lack.
  bool restart = false;
  /// Whether only the last line is printed, and what does not hold, and no progress.
  bool quiet = false;
};

struct SuiteResult {
  /// Whether something that the suite expects did not hold.
  bool missed = false;
  /// What the first run that failed says; empty: none failed.
  std::string failure;
  /// What it expects, for others to read.
  CheckedSuite checked;
};

/// Runs what the folder does not hold yet, stores it, prints all of the plan's runs and checks what
/// the suite expects of them.
SuiteResult run_suite(const Plan& plan, const std::filesystem::path& folder, const RunMode& mode,
                      const Invocation& invocation);

}  // namespace descend
