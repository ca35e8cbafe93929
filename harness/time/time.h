/// What steps, gradients and whole runs cost and what the machine allows, measured by Google
/// Benchmark, which is met in this folder only.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "harness/registry/registry.h"

namespace descend {

/// Measures, prints what came out, and writes it into `folder` as timings.json, in Google
/// Benchmark's own format. `arguments` are its own flags. Returns the file, for people to read of
/// it; nothing where the flags name another one, ask for a list only, or for output that a program
/// reads. Throws BadInput for an unknown flag or value, and where no benchmark matches.
std::optional<std::filesystem::path> measure_timings(const ProgramRegistry& registry,
                                                     std::vector<std::string> arguments,
                                                     const std::filesystem::path& folder);

}  // namespace descend
