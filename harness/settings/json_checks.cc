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

std::string whole_numbers_allowed(std::int64_t least, std::int64_t most) {
  return fmt::format("a whole number from {} to {} is", least, most);
}

Index whole_number(const Json& json, const std::string& where, std::int64_t least,
                   std::int64_t most) {
  if (!json.is_number_integer() ||
      (json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t(kIntegerLimit)) ||
      json.get<std::int64_t>() < least || json.get<std::int64_t>() > most) {
    refuse(where,
           fmt::format("{} is not allowed; {}", json.dump(), whole_numbers_allowed(least, most)));
  }
  return json.get<std::int64_t>();
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
