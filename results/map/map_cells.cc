#include "results/map/map_cells.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "results/files/read_json.h"

namespace descend {

MapCells::~MapCells() = default;
MapCells::MapCells(MapCells&&) noexcept = default;

MapCells::MapCells(const std::filesystem::path& path)
    : path_(path), map_(std::make_unique<Json>(read_json_file(path))) {
  try {
    if (map_->at("schema") != "descend.map/1") throw BadInput("");
    for (const Json& axis : map_->at("axes")) {
      names_.push_back(axis.at("name").get<std::string>());
      size_ *= static_cast<Index>(axis.at("values").size());
    }
    for (const auto& [name, column] : map_->at("columns").items()) {
      if (!column.is_array() || static_cast<Index>(column.size()) != size_) throw BadInput("");
      names_.push_back(name);
    }
    map_->at("legend");
  } catch (const std::exception&) {
    throw BadInput(path.string() +
                   ": not a map (`schema` descend.map/1, `axes`, `columns` with one value a cell, "
                   "`legend`)");
  }
}

Json MapCells::value(Index cell, const std::string& name) const {
  Index stride = size_;
  for (const Json& axis : map_->at("axes")) {  // the first axis is the slowest
    const Json& values = axis.at("values");
    stride /= static_cast<Index>(values.size());
    if (axis.at("name") == name) return values[cell / stride % values.size()];
  }
  const auto column = map_->at("columns").find(name);
  if (column == map_->at("columns").end()) return nullptr;
  const Json& value = (*column)[cell];
  if (name != "verdict" || !value.is_number_integer()) return value;
  const Json& legend = map_->at("legend");
  const auto code = value.get<std::size_t>();
  return legend.is_array() && code < legend.size() ? legend[code] : value;
}

}  // namespace descend
