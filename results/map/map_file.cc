#include "results/map/map_file.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "results/files/atomic_file.h"
#include "results/files/json_writer.h"
#include "results/record/settings_json.h"
#include "results/store/environment.h"

namespace descend {
namespace {

constexpr const char* kSchemaKey = "schema";
constexpr const char* kMapSchema = "descend.map/1";
constexpr const char* kAxesKey = "axes";
constexpr const char* kNameKey = "name";
constexpr const char* kValuesKey = "values";
constexpr const char* kColumnsKey = "columns";
constexpr const char* kVerdictColumn = "verdict";
constexpr const char* kLegendKey = "legend";

// The settings of the axes have their values there.
Json without_axes(Json optimizer, const std::vector<MapAxis>& axes) {
  for (const MapAxis& axis : axes) {
    Json* place = &optimizer;
    std::string rest = axis.name;
    for (std::size_t dot; (dot = rest.find('.')) != rest.npos; rest = rest.substr(dot + 1)) {
      place = &place->at(rest.substr(0, dot));
    }
    place->erase(rest);
  }
  return optimizer;
}

void write_axes(const std::vector<MapAxis>& axes, JsonWriter& writer) {
  writer.key(kAxesKey).begin_array();
  for (const MapAxis& axis : axes) {
    writer.begin_object().key(kNameKey).string(axis.name).key(kValuesKey).begin_array();
    for (const Value& value : axis.values) writer.raw(to_json(value).dump());
    writer.end_array().end_object();
  }
  writer.end_array();
}

// The keys of a run's line that say nothing of a map.
constexpr std::string_view kOnlyOfRuns[] = {"changes", "label", "optimizer_seed", "record"};

// The settings that all cells share: the optimizer without the settings that are axes.
void write_settings(const MapFile& map, JsonWriter& writer) {
  for (const auto& [key, json] : setting_texts(map.first)) {
    if (key == "optimizer") {
      writer.key(key).raw(without_axes(to_json(map.first.optimizer), map.axes).dump());
    } else if (key == "optimizer_spec") {
      writer.key(key).string(map.optimizer_spec);
    } else if (std::ranges::find(kOnlyOfRuns, key) == std::end(kOnlyOfRuns)) {
      writer.key(key).raw(json);
    }
  }
}

void write_columns(const std::vector<CellOutcome>& outcomes, JsonWriter& writer) {
  writer.key(kColumnsKey).begin_object();
  std::vector<double> column(outcomes.size());
  auto write = [&](const char* name, bool integers, auto value) {
    std::ranges::transform(outcomes, column.begin(), value);
    writer.key(name).numbers(column, integers);
  };
  write(kVerdictColumn, true, [](const CellOutcome& o) { return static_cast<double>(o.verdict); });
  write("reached_minimum_index", true,
        [](const CellOutcome& o) { return o.minimum < 0 ? kNaN : o.minimum; });
  write("final_loss", false, [](const CellOutcome& o) { return o.final_loss; });
  write("steps", true, [](const CellOutcome& o) { return static_cast<double>(o.steps); });
  writer.end_object();
}

bool is_column_of(const Json& json, Index size) {
  return json.is_array() && static_cast<Index>(json.size()) == size;
}

}  // namespace

void write_map_file(const std::filesystem::path& path, const MapFile& map,
                    const std::vector<CellOutcome>& outcomes) {
  write_atomically(path, [&](const Append& append) {
    JsonWriter writer([&](std::string_view piece) { append(piece); });
    writer.begin_object();
    writer.key(kSchemaKey).string(kMapSchema);
    write_axes(map.axes, writer);
    write_settings(map, writer);
    writer.key("build").string(build_identity());
    writer.key("command").string(map.command);
    writer.key("environment").raw(to_json(gather_environment()).dump());
    write_columns(outcomes, writer);
    writer.key(kLegendKey).begin_array();
    for (const VerdictInfo& verdict : verdicts()) writer.string(verdict.name);
    writer.end_array().end_object();
    writer.flush();
    append("\n");
  });
}

MapCells::MapCells(const std::filesystem::path& path) : map_(read_json_file(path)) {
  try {
    if (map_.at(kSchemaKey) != kMapSchema) throw BadInput("");
    for (const Json& axis : map_.at(kAxesKey)) {
      names_.push_back(axis.at(kNameKey).get<std::string>());
      const Json& values = axis.at(kValuesKey);
      if (!values.is_array()) throw BadInput("");
      size_ *= static_cast<Index>(values.size());
    }
    if (!map_.at(kColumnsKey).is_object()) throw BadInput("");
    for (const auto& [name, column] : map_.at(kColumnsKey).items()) {
      if (!is_column_of(column, size_)) throw BadInput("");
      names_.push_back(name);
    }
    if (!map_.at(kLegendKey).is_array()) throw BadInput("");
  } catch (const std::exception&) {
    throw BadInput(path.string() +
                   ": not a map (`schema` descend.map/1, `axes`, `columns` with one value a cell, "
                   "`legend`)");
  }
}

Json MapCells::value(Index cell, const std::string& name) const {
  Index stride = size_;
  for (const Json& axis : map_.at(kAxesKey)) {  // the first axis is the slowest
    const Json& values = axis.at(kValuesKey);
    stride /= static_cast<Index>(values.size());
    if (axis.at(kNameKey) == name) return values[cell / stride % values.size()];
  }
  const auto column = map_.at(kColumnsKey).find(name);
  if (column == map_.at(kColumnsKey).end()) return nullptr;
  const Json& value = (*column)[cell];
  if (name != kVerdictColumn || !value.is_number_integer()) return value;
  const Json& legend = map_.at(kLegendKey);
  const auto code = value.get<std::size_t>();
  return code < legend.size() ? legend[code] : value;
}

}  // namespace descend
