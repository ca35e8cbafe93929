#include "harness/map/map_axes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "harness/plan/make_run.h"
#include "harness/settings/grid.h"
#include "harness/settings/settings.h"
#include "harness/settings/wording.h"

namespace descend {
namespace {

bool is_grid(const Json& json) { return json.is_object() && !json.contains("name"); }

// Calls found(place, grid) for each grid in a spec, nested plugins included.
template <typename Found>
void find_grids(const Json& spec, const Json::json_pointer& place, const Found& found) {
  for (const auto& [key, value] : spec.items()) {
    if (is_grid(value)) {
      found(place / key, value);
    } else if (value.is_structured()) {
      find_grids(value, place / key, found);
    }
  }
}

std::string dotted(const Json::json_pointer& place) {
  std::string name = place.to_string().substr(1);
  std::ranges::replace(name, '/', '.');
  return name;
}

std::vector<Value> values_of(const Json& grid, const std::string& where) {
  const ValueGrid all(grid, where);
  std::vector<Value> values;
  for (std::size_t i = 0; i < all.size(); ++i) {
    values.push_back(all.at(i));
    const Json json = to_json(values.back());
    if (json.is_structured()) {
      throw BadInput(
          fmt::format("{}: a map's axis takes numbers, words, true, false and null, not {}", where,
                      json.dump()));
    }
  }
  return values;
}

// Every value is a row or a column of its own.
void check_distinct(const MapAxis& axis, const std::string& where) {
  std::vector<std::string> texts;
  for (const Value& value : axis.values) texts.push_back(to_text(value));
  std::ranges::sort(texts);
  const auto twice = std::ranges::adjacent_find(texts);
  if (twice == texts.end()) return;
  throw BadInput(fmt::format("{}.{}: {} is there twice", where, axis.name, *twice));
}

}  // namespace

MapGrid::MapGrid(std::string_view spec, const ProgramRegistry& registry)
    : optimizer_(parse_spec(spec)) {
  const std::string where = "map: " + optimizer_["name"].get<std::string>();
  find_grids(optimizer_, Json::json_pointer(),
             [&](const Json::json_pointer& place, const Json& grid) {
               places_.push_back(place);
               axes_.push_back({dotted(place), values_of(grid, where + "." + dotted(place))});
             });
  if (axes_.empty() || axes_.size() > 2) {
    std::vector<std::string> names;
    for (const MapAxis& axis : axes_) names.push_back(axis.name);
    const std::string found =
        axes_.empty() ? "no grid" : fmt::format("{} grids ({})", axes_.size(), listed(names));
    throw BadInput(
        fmt::format("{} has {}; a map is over one or two settings, as in "
                    "'momentum:learning_rate={{log:1e-4:1:40}},momentum={{0.5,0.9}}'",
                    where, found));
  }
  if (cells() > kMaxCells) {
    throw BadInput(fmt::format("{}: {} cells are more than the {} that a map may have", where,
                               cells(), kMaxCells));
  }
  for (std::size_t i = 0; i < axes_.size(); ++i)
    optimizer_[places_[i]] = to_json(axes_[i].values[0]);
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    Json cell = optimizer_;
    for (Value& value : axes_[i].values) {
      cell[places_[i]] = to_json(value);
      RunRequest request("map");
      request.set_optimizer(SettingsGrid(cell, where).at(0), {}, registry);
      const Settings resolved = registry.resolve(Kind::optimizer, request.optimizer, "map");
      const std::string& name = axes_[i].name;
      if (const Value* own = resolved.find(name)) {
        value = *own;
      } else if (name.find('.') == name.npos) {
        throw BadInput(fmt::format(
            "{0}.{1}: {1} belongs to the schedule; a map's grids are over the optimizer's own "
            "settings",
            where, name));
      }
    }
    check_distinct(axes_[i], where);
  }
}

std::size_t MapGrid::cells() const {
  std::size_t product = 1;
  for (const MapAxis& axis : axes_) product *= axis.values.size();
  return product;
}

Settings MapGrid::optimizer(std::size_t cell) const {
  Json optimizer = optimizer_;
  for (std::size_t i = axes_.size(); i-- > 0;) {
    const std::vector<Value>& values = axes_[i].values;
    optimizer[places_[i]] = to_json(values[cell % values.size()]);
    cell /= values.size();
  }
  return SettingsGrid(optimizer, "map").at(0);
}

std::string joined_spec(const std::vector<std::string>& words) {
  if (words.size() == 1) return words[0];
  auto refuse = [] {
    throw BadInput(
        "map: it takes one optimizer; put its grids into quotes, as in "
        "-o 'momentum:learning_rate={log:1e-4:1:40},momentum={0.5,0.9}'");
  };
  std::vector<Settings> cells;
  for (const std::string& word : words) {
    const SettingsGrid grid(word, "map");
    if (grid.size() != 1) refuse();
    cells.push_back(grid.at(0));
    if (cells.back().name != words[0].substr(0, words[0].find(':'))) refuse();
    if (cells.back().values.size() != cells[0].values.size()) refuse();
  }
  std::string spec = cells[0].name;
  std::size_t product = 1;
  for (std::size_t i = 0; i < cells[0].values.size(); ++i) {
    const std::string& key = cells[0].values[i].key;
    std::vector<std::string> values;
    for (const Settings& cell : cells) {
      if (cell.values[i].key != key) refuse();
      const std::string value = to_text(cell.values[i].value);
      if (std::ranges::find(values, value) == values.end()) values.push_back(value);
    }
    product *= values.size();
    spec += (i == 0 ? ":" : ",") + key + "=";
    spec += values.size() == 1 ? values[0] : fmt::format("{{{}}}", fmt::join(values, ","));
  }
  if (product != words.size()) refuse();
  return spec;
}

void refuse_grids(std::string_view spec, const std::string& where) {
  find_grids(parse_spec(spec), Json::json_pointer(),
             [&](const Json::json_pointer& place, const Json&) {
               throw BadInput(
                   fmt::format("{}: '{}' has a grid for {}; a map's grids are over the "
                               "optimizer's settings",
                               where, spec, dotted(place)));
             });
}

}  // namespace descend
