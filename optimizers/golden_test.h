/// For tests: what the golden scripts have written, and settings out of JSON.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "optimizers/functions_test.h"

namespace descend::test {

/// A file beside the test's sources, such as "golden/pytorch_rules.json".
inline nlohmann::json read_golden(const std::string& path) {
  std::ifstream file(std::string(DESCEND_TEST_DATA "/../") + path);
  return nlohmann::json::parse(file);
}

inline Settings settings_from(const std::string& name, const nlohmann::json& values);

inline Value value_from(const nlohmann::json& value) {
  if (value.is_boolean()) return {value.get<bool>()};
  if (value.is_number_integer()) return {value.get<std::int64_t>()};
  if (value.is_number()) return {value.get<double>()};
  if (value.is_string()) return {value.get<std::string>()};
  return {settings_from(value.at("name"), value)};
}

inline Settings settings_from(const std::string& name, const nlohmann::json& values) {
  Settings settings{name, {}};
  for (const auto& [key, value] : values.items()) {
    if (key != "name") settings.values.push_back({key, value_from(value)});
  }
  return settings;
}

}  // namespace descend::test
