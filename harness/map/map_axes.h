/// The grid of a map: one or two settings of an optimizer, each with the values that it takes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "harness/registry/registry.h"
#include "harness/settings/settings.h"
#include "results/map/map_file.h"

namespace descend {

class MapGrid {
 public:
  static constexpr std::size_t kMaxCells = 10'000'000;

  /// Reads `OPTIMIZER:a={…},b={…}`. Throws BadInput where there is no grid or more than two, where
  /// there are too many cells, and where a setting cannot have one of the values.
  MapGrid(std::string_view spec, const ProgramRegistry& registry);

  const std::vector<MapAxis>& axes() const { return axes_; }
  /// How many cells there are; they are counted with the first axis slowest.
  std::size_t cells() const;
  /// The optimizer of a cell, as it is asked for.
  Settings optimizer(std::size_t cell) const;

 private:
  std::vector<MapAxis> axes_;
  std::vector<Json::json_pointer> places_;
  Json optimizer_;
};

/// The optimizer with its grids as one text. A shell makes a word for each cell out of unquoted
/// braces: these are joined again. Throws BadInput where they are not the cells of one grid.
std::string joined_spec(const std::vector<std::string>& words);

/// Throws BadInput, which begins with `where`, if there is a grid anywhere in the spec.
void refuse_grids(std::string_view spec, const std::string& where);

}  // namespace descend
