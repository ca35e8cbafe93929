/// The grid of a map: one or two settings of an optimizer, each with the values that it takes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "harness/registry/registry.h"
#include "harness/settings/settings.h"

namespace descend {

struct MapAxis {
  /// The setting; of a nested plugin with the way to it, as in `base.learning_rate`.
  std::string name;
  /// As the setting's own type has them.
  std::vector<Json> values;
};

class MapGrid {
 public:
  static constexpr std::size_t kMostCells = 10'000'000;

  /// Reads `OPTIMIZER:a={…},b={…}`. Throws BadInput where there is no grid or more than two, where
  /// there are too many cells, and where a value is none that the setting may have.
  MapGrid(std::string_view spec, const ProgramRegistry& registry);

  const std::vector<MapAxis>& axes() const { return axes_; }
  /// The cells' number, the first axis slowest.
  std::size_t cells() const;
  /// The optimizer of a cell, in the form of a suite's `optimizers`.
  Json optimizer(std::size_t cell) const;

 private:
  std::vector<MapAxis> axes_;
  std::vector<Json::json_pointer> places_;
  Json optimizer_;
};

/// The optimizer with its grids, out of what a shell makes of unquoted braces: a word for each
/// cell. Throws BadInput where the words are not all cells of one grid.
std::string joined_spec(const std::vector<std::string>& words);

/// Throws BadInput, which begins with `where`, if there is a grid anywhere in the spec.
void refuse_grids(std::string_view spec, const std::string& where);

}  // namespace descend
