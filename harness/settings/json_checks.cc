#include "harness/settings/json_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/settings/wording.h"

namespace descend {

void refuse(const std::string& where, const std::string& message) {
  throw BadInput(where + ": " + message);
}

void check_keys(const Json& object, const std::string& where,
                const std::vector<std::string>& known) {
  if (!object.is_object()) refuse(where, "expected an object, found " + object.dump());
  for (const auto& [key, value] : object.items()) {
    if (std::ranges::find(known, key) != known.end()) continue;
    refuse(where, fmt::format("unknown key \"{}\"{}; allowed are {}", key, did_you_mean(key, known),
                              listed(known)));
  }
}

GivenValue given_in_json(const Json& json, const std::string& where) {
  return {json, where, json.dump()};
}

GivenValue given_on_command_line(const std::string& option, const std::string& text) {
  const Json parsed = Json::parse(text, nullptr, false);
  return {parsed.is_number() ? parsed : Json(text), option, "'" + text + "'", true};
}

Index whole_number(const GivenValue& given, std::int64_t min, std::int64_t max) {
  const Json& value = given.value;
  if (!value.is_number_integer() ||
      (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t(kIntegerLimit)) ||
      value.get<std::int64_t>() < min || value.get<std::int64_t>() > max) {
    refuse(given.where,
           fmt::format("{} is not allowed; a whole number from {} to {} is", given.text, min, max));
  }
  return value.get<std::int64_t>();
}

Index whole_number(const Json& json, const std::string& where, std::int64_t min, std::int64_t max) {
  return whole_number(given_in_json(json, where), min, max);
}

std::string text_at(const Json& object, const char* key, const std::string& where) {
  if (!object.contains(key)) return "";
  if (!object[key].is_string()) refuse(where + "." + key, "expected a text");
  return object[key].get<std::string>();
}

const Json& list_at(const Json& object, const char* key, const std::string& where) {
  static const Json nothing = Json::array();
  if (!object.contains(key)) return nothing;
  if (!object[key].is_array()) refuse(where + "." + key, "expected a list");
  return object[key];
}

}  // namespace descend
