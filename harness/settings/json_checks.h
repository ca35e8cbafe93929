/// What a suite's JSON may hold: each check throws BadInput that begins with the place.
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

/// "a whole number of at least 1 is", or "a whole number from 1 to 100 is".
std::string whole_numbers_allowed(std::int64_t least, std::int64_t most);

Index whole_number(const Json& json, const std::string& where, std::int64_t least,
                   std::int64_t most = kIntegerLimit - 1);

/// The text of a key; empty where there is none.
std::string text_at(const Json& object, const char* key, const std::string& where);

/// The list of a key; empty where there is none.
const Json& list_at(const Json& object, const char* key, const std::string& where);

}  // namespace descend
