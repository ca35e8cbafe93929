/// map.json, whose keys stand in results/README.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/map/map_axes.h"
#include "harness/plan/plan.h"
#include "harness/run/lane_runs.h"

namespace descend {

/// Writes it beside its place and renames it. `first`: the run of the first cell, from which the
/// others differ in the axes only; `outcomes`: one a cell, the first axis slowest.
void write_map(const std::filesystem::path& path, const std::vector<MapAxis>& axes,
               const Run& first, const std::string& optimizer_spec, const std::string& command,
               const std::vector<CellOutcome>& outcomes);

}  // namespace descend
