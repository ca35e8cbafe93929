#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "results/files/object_reader.h"
#include "results/record/settings_json.h"
#include "results/record/settings_keys.h"

namespace descend {

template <typename Code, std::size_t count>
static void read_name(const Json& json, const std::array<const char*, count>& names, Code& code) {
  std::string name;
  read_value(json, name);
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw BadInput(fmt::format("\"{}\" is unknown", name));
  code = static_cast<Code>(found - names.begin());
}

// An ObjectReader finds these by the types that they read.

static void read_value(const Json& json, Precision& precision) {
  read_name(json, kPrecisionNames, precision);
}

static void read_value(const Json& json, Regime& regime) { read_name(json, kRegimeNames, regime); }

static void read_value(const Json& json, Value& value);

// An object with a name is a nested plugin.
static void read_value(const Json& json, Settings& settings) {
  ObjectReader(json).required("name", settings.name);
  settings.values.clear();
  for (const auto& [key, value] : json.items()) {
    if (key != "name") read_value(value, settings.values.emplace_back(Setting{key, {}}).value);
  }
}

static void read_value(const Json& json, Value& value) {
  if (json.is_array()) {
    std::vector<Value> list(json.size());
    for (std::size_t i = 0; i < list.size(); ++i) read_value(json[i], list[i]);
    value.data = std::move(list);
  } else if (json.is_object()) {
    read_value(json, value.data.emplace<Settings>());
  } else if (json.is_string()) {
    read_value(json, value.data.emplace<std::string>());
  } else if (json.is_number_integer()) {
    read_value(json, value.data.emplace<std::int64_t>());
  } else if (json.is_number()) {
    read_value(json, value.data.emplace<double>());
  } else if (json.is_boolean()) {
    read_value(json, value.data.emplace<bool>());
  } else {
    value.data = nullptr;
  }
}

static void read_value(const Json& json, std::vector<Change>& changes) {
  if (!json.is_array()) refuse_value(json, "a list");
  changes.assign(json.size(), {});
  for (std::size_t i = 0; i < changes.size(); ++i) {
    ObjectReader reader(json[i]);
    change_keys(reader, changes[i]);
  }
}

static void read_value(const Json& json, Budget& budget) {
  ObjectReader reader(json);
  budget_keys(reader, budget);
}

static void read_value(const Json& json, RecordRule& rule) {
  ObjectReader reader(json);
  for (std::size_t spacing = 1; spacing < kSpacingNames.size(); ++spacing) {
    if (!json.contains(kSpacingNames[spacing])) continue;
    rule.spacing = static_cast<RecordRule::Spacing>(spacing);
    reader.required(kSpacingNames[spacing], rule.count);
  }
  reader.added(kParameters, rule.parameters);
  reader.added(kParametersEvery, rule.parameters_every);
}

RunSettings read_run_settings(const Json& line) {
  ObjectReader reader(line);
  RunSettings settings;
  settings_keys(reader, settings);
  if (std::isnan(settings.loss_bound)) settings.loss_bound = kInfinity;  // null
  return settings;
}

}  // namespace descend
