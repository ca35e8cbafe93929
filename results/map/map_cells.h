/// A map.json, read a cell at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "descend/types.h"

namespace descend {

class MapCells {
 public:
  /// Throws BadInput where the file is no map, or its columns are not one value a cell.
  explicit MapCells(const std::filesystem::path& path);
  ~MapCells();
  MapCells(MapCells&&) noexcept;

  Index size() const { return size_; }
  /// The axes, then the columns.
  const std::vector<std::string>& names() const { return names_; }
  /// The verdict as its word; null where the map has no column of that name.
  nlohmann::ordered_json value(Index cell, const std::string& name) const;

 private:
  std::filesystem::path path_;
  std::unique_ptr<nlohmann::ordered_json> map_;
  std::vector<std::string> names_;
  Index size_ = 1;
};

}  // namespace descend
