/// A map for people: the verdicts as a picture in the terminal.
#pragma once

#include <string>
#include <vector>

#include "harness/map/map_axes.h"
#include "harness/run/lane_runs.h"

namespace descend {

/// The first axis to the right, the second upwards; where there are more cells than characters, the
/// most frequent verdict of those that share one. Below it what each mark means and how many there
/// are. `outcomes`: one a cell, the first axis slowest.
std::string heat_map(const std::vector<MapAxis>& axes, const std::vector<CellOutcome>& outcomes);

}  // namespace descend
