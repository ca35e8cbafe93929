/// A run's settings as JSON, written and read.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "results/files/read_json.h"
#include "results/record/run_settings.h"

namespace descend {

/// A key of the run's line, and its value as JSON.
struct SettingText {
  std::string_view key;
  std::string json;
  bool operator==(const SettingText&) const = default;
};

/// The keys `problem` to `target_loss` of the run's line, in the contract's order.
std::vector<SettingText> setting_texts(const RunSettings& settings);

/// The settings that a run's line holds. Throws BadInput, which names the key, where a key of the
/// format's first version is missing, or where a value has another type.
RunSettings read_run_settings(const Json& line);

/// A plugin's settings as a JSON object with `name` first, and one value of them.
Json to_json(const Settings& settings);
Json to_json(const Value& value);

/// The same text for runs that differ in nothing but their seeds: repetitions of each other.
std::string text_without_seeds(const RunSettings& settings);

}  // namespace descend
