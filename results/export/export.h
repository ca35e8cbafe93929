/// `descend export`: runs and maps for programs that would rather read tables.
#pragma once

#include <filesystem>
#include <span>

#include "descend/types.h"

namespace descend {

struct ExportReport {
  Index runs = 0;
  /// Recorded states over all runs.
  Index states = 0;
  /// Cells over all maps.
  Index cells = 0;
  /// Lines cut short, left out.
  Index torn = 0;
};

/// Writes into the folder `out`, which is made where it is missing: of runs, `runs.csv` (one row a
/// run, a column for each key, nested ones joined by dots) and `traces.csv` (`id`, then a trace's
/// columns); of maps, `map.csv` (one row a cell). Of several folders each row begins with `folder`.
/// A null is an empty field. Throws BadInput where a folder holds neither, or `out` cannot be a
/// folder.
ExportReport export_csv(std::span<const std::filesystem::path> folders,
                        const std::filesystem::path& out);

/// Writes one JSON array to the file `out`: every run as its line has it, with its trace also where
/// that has a file of its own; of a folder that holds only a map, an object for each cell.
ExportReport export_json(std::span<const std::filesystem::path> folders,
                         const std::filesystem::path& out);

}  // namespace descend
