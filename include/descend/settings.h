/// Settings as text and JSON say them: names with values, before and after they are validated.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace descend {

struct Setting;

/// A plugin's name and its settings: what `name:key=value,…` and a JSON object both say.
struct Settings {
  std::string name;
  std::vector<Setting> values;

  // Defined behind Setting, which is not complete here.
  Settings();
  Settings(std::string name, std::vector<Setting> values);
  Settings(const Settings& other);
  Settings(Settings&& other) noexcept;
  Settings& operator=(const Settings& other);
  Settings& operator=(Settings&& other) noexcept;
  ~Settings();

  const struct Value* find(const std::string& key) const;
};

/// The value of a setting: what JSON can say, without an object but a nested plugin.
struct Value {
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, std::vector<Value>,
               Settings>
      data = nullptr;

  bool operator==(const Value&) const = default;
};

struct Setting {
  std::string key;
  Value value;

  bool operator==(const Setting&) const = default;
};

inline Settings::Settings() = default;
inline Settings::Settings(std::string name, std::vector<Setting> values)
    : name(std::move(name)), values(std::move(values)) {}
inline Settings::Settings(const Settings& other) = default;
inline Settings::Settings(Settings&& other) noexcept = default;
inline Settings& Settings::operator=(const Settings& other) = default;
inline Settings& Settings::operator=(Settings&& other) noexcept = default;
inline Settings::~Settings() = default;

inline bool operator==(const Settings& a, const Settings& b) {
  return a.name == b.name && a.values == b.values;
}

inline const Value* Settings::find(const std::string& key) const {
  for (const Setting& setting : values) {
    if (setting.key == key) return &setting.value;
  }
  return nullptr;
}

}  // namespace descend
