#include "harness/settings/grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/settings/json_checks.h"
#include "harness/settings/settings.h"

namespace descend {
namespace {

Value to_value(const Json& json, const std::string& where) {
  switch (json.type()) {
    case Json::value_t::null:
      return {nullptr};
    case Json::value_t::boolean:
      return {json.get<bool>()};
    case Json::value_t::number_integer:
      return {json.get<std::int64_t>()};
    case Json::value_t::number_unsigned:
      if (json.get<std::uint64_t>() > (1ull << 62)) return {json.get<double>()};
      return {json.get<std::int64_t>()};
    case Json::value_t::number_float:
      return {json.get<double>()};
    case Json::value_t::string:
      return {json.get<std::string>()};
    case Json::value_t::array: {
      std::vector<Value> list;
      for (const Json& element : json) list.push_back(to_value(element, where));
      return {list};
    }
    default:
      refuse(where, fmt::format("{} is not a value that an option can have", json.dump()));
  }
}

}  // namespace

ValueGrid::ValueGrid(const Json& json, const std::string& where) { add(json, where); }

void ValueGrid::add(const Json& json, const std::string& where) {
  if (!json.is_object()) return add_value(to_value(json, where));
  if (json.contains("name")) {
    auto nested = std::make_shared<const SettingsGrid>(json, where);
    if (nested->size() == 1) return add_value({nested->at(0)});
    const std::size_t end = size() + nested->size();
    parts_.push_back({std::move(nested), end});
    return;
  }
  if (json.size() != 1) refuse(where, "a grid has one key: \"grid\", \"linear\" or \"log\"");
  const std::string kind = json.begin().key();
  const Json& content = json.begin().value();
  if (kind == "linear" || kind == "log") return add_spaced(kind, content, where);
  if (kind != "grid") {
    refuse(where,
           fmt::format("\"{}\" is no kind of grid; \"grid\", \"linear\" and \"log\" are", kind));
  }
  if (!content.is_array() || content.empty()) refuse(where, "a grid needs at least one value");
  for (const Json& element : content) add(element, where);
}

void ValueGrid::add_spaced(const std::string& kind, const Json& limits, const std::string& where) {
  if (!limits.is_array() || limits.size() != 3 || !limits[0].is_number() ||
      !limits[1].is_number() || !limits[2].is_number_integer()) {
    refuse(where, fmt::format("{} takes low, high and a count, as in {}:1e-4:1:9", kind, kind));
  }
  const double low = limits[0], high = limits[1];
  const std::int64_t count = limits[2];
  if (count < 1 || count > 1'000'000) {
    refuse(where, fmt::format("{} grid of {} values; 1 to 1,000,000 are allowed", kind, count));
  }
  if (kind == "log" && !(low > 0 && high > 0)) {
    refuse(where, fmt::format("a log grid from {} to {}; both must be above 0", number_text(low),
                              number_text(high)));
  }
  for (std::int64_t i = 0; i < count; ++i) {
    if (i == 0 || i == count - 1) {
      add_value({i == 0 ? low : high});
      continue;
    }
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    // Rounded to 12 digits, so that a grid of tenths prints as tenths.
    const double exact =
        kind == "linear" ? low + share * (high - low) : low * std::pow(high / low, share);
    add_value({std::stod(fmt::format("{:.12g}", exact))});
  }
}

void ValueGrid::add_value(Value value) {
  const std::size_t end = size() + 1;
  parts_.push_back({std::move(value), end});
}

Value ValueGrid::at(std::size_t index) const {
  if (parts_.size() == size()) return std::get<Value>(parts_.at(index).content);
  const auto part = std::ranges::upper_bound(parts_, index, {}, &Part::end);
  if (const Value* value = std::get_if<Value>(&part->content)) return *value;
  if (part != parts_.begin()) index -= std::prev(part)->end;
  return {std::get<std::shared_ptr<const SettingsGrid>>(part->content)->at(index)};
}

SettingsGrid::SettingsGrid(const Json& spec, const std::string& where) {
  if (spec.is_string()) {
    *this = SettingsGrid(parse_spec(spec.get<std::string>()), where);
    return;
  }
  if (!spec.is_object() || !spec.contains("name") || !spec["name"].is_string()) {
    refuse(where, "expected a name or an object with the key \"name\"");
  }
  name_ = spec["name"];
  for (const auto& [key, json] : spec.items()) {
    if (key == "name") continue;
    axes_.push_back({key, ValueGrid(json, where + "." + key)});
    size_ *= axes_.back().values.size();
    if (size_ > kMaxSize) refuse(where, "more than 10,000,000 combinations");
  }
}

Settings SettingsGrid::at(std::size_t index) const {
  Settings settings{name_, {}};
  settings.values.reserve(axes_.size());
  std::size_t stride = size_;
  for (const Axis& axis : axes_) {
    stride /= axis.values.size();
    settings.values.push_back({axis.key, axis.values.at(index / stride)});
    index %= stride;
  }
  return settings;
}

void SettingsGrids::add(SettingsGrid grid) {
  ends_.push_back(size() + grid.size());
  grids_.push_back(std::move(grid));
}

Settings SettingsGrids::at(std::size_t index) const {
  const auto end = std::ranges::upper_bound(ends_, index);
  if (end != ends_.begin()) index -= *std::prev(end);
  return grids_[static_cast<std::size_t>(end - ends_.begin())].at(index);
}

}  // namespace descend
