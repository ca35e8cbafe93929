/// What values may be, of a suite's JSON and of the command line: each check throws BadInput that
/// begins with the place.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "descend/types.h"
#include "harness/settings/settings.h"

namespace descend {

/// Integers below this are exact in every reader of JSON.
inline constexpr std::int64_t kIntegerLimit = std::int64_t{1} << 53;

[[noreturn]] void refuse(const std::string& where, const std::string& message);

/// An object with none but the known keys.
void check_keys(const Json& object, const std::string& where,
                const std::vector<std::string>& known);

/// A value, and what messages say of it.
struct GivenValue {
  Json value;
  /// "my_suite.json.budget.steps", or "--steps".
  std::string where;
  /// As it was written: "\"ten\"", or "'ten'" on a command line.
  std::string text;
  bool on_command_line = false;
};

GivenValue given_in_json(const Json& json, const std::string& where);
/// A number, or else the text itself.
GivenValue given_on_command_line(const std::string& option, const std::string& text);

Index whole_number(const GivenValue& given, std::int64_t min, std::int64_t max = kIntegerLimit - 1);
Index whole_number(const Json& json, const std::string& where, std::int64_t min,
                   std::int64_t max = kIntegerLimit - 1);

/// The text of a key; empty where there is none.
std::string text_at(const Json& object, const char* key, const std::string& where);

/// The list of a key; empty where there is none.
const Json& list_at(const Json& object, const char* key, const std::string& where);

}  // namespace descend
