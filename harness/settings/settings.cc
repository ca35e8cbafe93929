#include "harness/settings/settings.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

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
      throw BadInput(
          fmt::format("{}: {} is not a value that an option can have", where, json.dump()));
  }
}

// The values that a grid stands for; one value where there is no grid.
std::vector<Value> grid_values(const Json& json, const std::string& where) {
  if (!json.is_object()) return {to_value(json, where)};
  if (json.contains("name")) {
    std::vector<Value> nested;
    for (const Settings& settings : expand(json, where)) nested.push_back({settings});
    return nested;
  }
  if (json.size() != 1) {
    throw BadInput(where + ": a grid has one key: \"grid\", \"linear\" or \"log\"");
  }
  const std::string kind = json.begin().key();
  const Json& content = json.begin().value();
  if (kind == "grid") {
    if (!content.is_array() || content.empty()) {
      throw BadInput(where + ": a grid needs at least one value");
    }
    std::vector<Value> values;
    for (const Json& element : content) {
      for (Value& value : grid_values(element, where)) values.push_back(std::move(value));
    }
    return values;
  }
  if (kind != "linear" && kind != "log") {
    throw BadInput(fmt::format(
        "{}: \"{}\" is no kind of grid; \"grid\", \"linear\" and \"log\" are", where, kind));
  }
  if (!content.is_array() || content.size() != 3 || !content[0].is_number() ||
      !content[1].is_number() || !content[2].is_number_integer()) {
    throw BadInput(
        fmt::format("{}: {} takes low, high and a count, as in {}:1e-4:1:9", where, kind, kind));
  }
  const double low = content[0], high = content[1];
  const std::int64_t count = content[2];
  if (count < 1 || count > 1'000'000) {
    throw BadInput(
        fmt::format("{}: {} grid of {} values; 1 to 1,000,000 are allowed", where, kind, count));
  }
  if (kind == "log" && !(low > 0 && high > 0)) {
    throw BadInput(fmt::format("{}: a log grid from {} to {}; both must be above 0", where,
                               number_text(low), number_text(high)));
  }
  std::vector<Value> values;
  for (std::int64_t i = 0; i < count; ++i) {
    if (i == 0 || i == count - 1) {
      values.push_back({i == 0 ? low : high});
      continue;
    }
    const double share = static_cast<double>(i) / static_cast<double>(count - 1);
    // Rounded to 12 digits, so that a grid of tenths prints as tenths.
    const double exact =
        kind == "linear" ? low + share * (high - low) : low * std::pow(high / low, share);
    values.push_back({std::stod(fmt::format("{:.12g}", exact))});
  }
  return values;
}

}  // namespace

std::vector<Settings> expand(const Json& spec, const std::string& where) {
  if (spec.is_string()) return expand(parse_spec(spec.get<std::string>()), where);
  if (!spec.is_object() || !spec.contains("name") || !spec["name"].is_string()) {
    throw BadInput(where + ": expected a name or an object with the key \"name\"");
  }
  std::vector<Settings> all = {{spec["name"].get<std::string>(), {}}};
  for (const auto& [key, json] : spec.items()) {
    if (key == "name") continue;
    std::vector<Settings> longer;
    const std::vector<Value> values = grid_values(json, where + "." + key);
    if (all.size() * values.size() > 10'000'000) {
      throw BadInput(where + ": more than 10,000,000 combinations");
    }
    for (const Settings& settings : all) {
      for (const Value& value : values) {
        longer.push_back(settings);
        longer.back().values.push_back({key, value});
      }
    }
    all = std::move(longer);
  }
  return all;
}

std::string number_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return Json(value).dump();
}

}  // namespace descend
