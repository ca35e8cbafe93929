/// Reading the members of a JSON object into typed variables. What does not fit is BadInput that
/// says where it stands, what it is and what it should be: `seed`: "one" is not a whole number.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "descend/types.h"
#include "results/files/read_json.h"

namespace descend {

/// Throws BadInput: `json` is not `wanted`.
[[noreturn]] void refuse_value(const Json& json, const char* wanted);

/// One value, read as the type of the variable. Types of other files have overloads of their own.
void read_value(const Json& json, bool& value);
void read_value(const Json& json, std::string& value);
void read_value(const Json& json, std::int64_t& value);
void read_value(const Json& json, std::uint64_t& value);
/// Null, as every file has it for a number that is not finite, is NaN.
void read_value(const Json& json, double& value);

template <typename T>
void read_value(const Json& json, std::optional<T>& value) {
  value.reset();
  if (!json.is_null()) read_value(json, value.emplace());
}

class ObjectReader {
 public:
  /// Throws BadInput where `json`, which outlives the reader, is no object.
  explicit ObjectReader(const Json& json);

  /// A member that has to be there.
  template <typename T>
  void required(const char* key, T& value) {
    const Json* const json = find(key);
    if (json == nullptr) refuse_absence(key);
    read(key, *json, value);
  }

  /// A member that the format has gained later: where it is missing, `value` stays as it is.
  template <typename T>
  void added(const char* key, T& value) {
    const Json* const json = find(key);
    if (json != nullptr) read(key, *json, value);
  }

 private:
  const Json* find(const char* key);
  [[noreturn]] static void refuse_absence(const char* key);

  template <typename T>
  static void read(const char* key, const Json& json, T& value) {
    try {
      read_value(json, value);
    } catch (const BadInput& error) {
      throw BadInput(std::string("`") + key + "`: " + error.what());
    }
  }

  const Json::object_t& members_;
  // Keys are asked for in the order in which the program has written them.
  Json::object_t::const_iterator next_;
};

}  // namespace descend
