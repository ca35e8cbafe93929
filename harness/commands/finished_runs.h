/// Runs as they are read back from a folder of results.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "harness/plan/plan.h"
#include "results/record/run_line.h"

namespace descend {

struct FinishedRun {
  RunLine line;
  Trace trace;
};

/// By id.
using FinishedRuns = std::map<std::string, FinishedRun>;

/// The plan's runs that are in the folder. Where they are neither shown nor expected to do
/// something, only those that failed, and without traces, which may be long.
FinishedRuns read_finished(const Plan& plan, const std::filesystem::path& folder, bool shown);

/// What the first of the runs that failed says, and how many failed of `runs`; empty: none did.
std::string first_failure(const FinishedRuns& finished, std::size_t runs);

}  // namespace descend
