#include "results/files/object_reader.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

namespace descend {
namespace {

// So much of a value stands in a message.
constexpr std::size_t kShownCharacters = 60;

const Json::object_t& members_of(const Json& json) {
  if (!json.is_object()) refuse_value(json, "an object");
  return json.get_ref<const Json::object_t&>();
}

}  // namespace

void refuse_value(const Json& json, const char* wanted) {
  std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() > kShownCharacters) text = text.substr(0, kShownCharacters) + "...";
  throw BadInput(fmt::format("{} is not {}", text, wanted));
}

void read_value(const Json& json, bool& value) {
  if (!json.is_boolean()) refuse_value(json, "true or false");
  value = json.get<bool>();
}

void read_value(const Json& json, std::string& value) {
  if (!json.is_string()) refuse_value(json, "a text");
  value = json.get_ref<const std::string&>();
}

void read_value(const Json& json, std::int64_t& value) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
  const bool fits =
      json.is_number_unsigned() ? json.get<std::uint64_t>() <= kMax : json.is_number_integer();
  if (!fits) refuse_value(json, "a whole number");
  value = json.get<std::int64_t>();
}

void read_value(const Json& json, std::uint64_t& value) {
  const bool fits =
      json.is_number_unsigned() || (json.is_number_integer() && json.get<std::int64_t>() >= 0);
  if (!fits) refuse_value(json, "a whole number from 0 on");
  value = json.get<std::uint64_t>();
}

void read_value(const Json& json, double& value) {
  if (!json.is_number() && !json.is_null()) refuse_value(json, "a number");
  value = json.is_null() ? kNaN : json.get<double>();
}

ObjectReader::ObjectReader(const Json& json)
    : members_(members_of(json)), next_(members_.begin()) {}

const Json* ObjectReader::find(const char* key) {
  if (next_ == members_.end() || next_->first != key) {
    const auto has_key = [&](const auto& member) { return member.first == key; };
    const auto found = std::ranges::find_if(members_, has_key);
    if (found == members_.end()) return nullptr;
    next_ = found;
  }
  return &next_++->second;
}

void ObjectReader::refuse_absence(const char* key) {
  throw BadInput(fmt::format("`{}` is missing", key));
}

}  // namespace descend
