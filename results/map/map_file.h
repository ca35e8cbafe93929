/// map.json: what runs do over a grid of one or two settings of an optimizer, written and read.
/// results/README.md explains each key.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "results/files/read_json.h"
#include "results/record/outcome.h"
#include "results/record/run_settings.h"

namespace descend {

struct MapAxis {
  /// The setting; of a nested plugin behind its own name, as in `base.learning_rate`.
  std::string name;
  /// As the setting's own type has them.
  std::vector<Value> values;
};

struct MapFile {
  /// One or two, the first one slowest in the order of the cells.
  std::vector<MapAxis> axes;
  /// Of the first cell; the others differ from it in the axes only.
  RunSettings first;
  /// With its grids, as it was asked for.
  std::string optimizer_spec;
  /// The command line that repeats it.
  std::string command;
};

/// Writes the file in one step, with the machine's and the program's description. `outcomes`: one a
/// cell.
void write_map_file(const std::filesystem::path& path, const MapFile& map,
                    const std::vector<CellOutcome>& outcomes);

/// A map.json, read a cell at a time.
class MapCells {
 public:
  /// Throws BadInput where the file is no map, or its columns are not one value a cell.
  explicit MapCells(const std::filesystem::path& path);

  Index size() const { return size_; }
  /// The axes, then the columns.
  const std::vector<std::string>& names() const { return names_; }
  /// The verdict as its word; null where the map has no column of that name.
  Json value(Index cell, const std::string& name) const;

 private:
  Json map_;
  std::vector<std::string> names_;
  Index size_ = 1;
};

}  // namespace descend
