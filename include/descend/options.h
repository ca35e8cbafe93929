/// Options of plugins: plain structs with defaults, and one table a plugin that says everything
/// about them once. Parsing, validation, `show`, tuning, the record and changes in mid-run all read
/// it.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "descend/types.h"

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

/// What a number may be.
struct Range {
  double low = -kInfinity;
  double high = kInfinity;
  bool low_open = false;
  bool high_open = false;

  bool contains(double x) const {
    return (low_open ? x > low : x >= low) && (high_open ? x < high : x <= high);
  }
};
inline Range any_number() { return {}; }
inline Range non_negative() { return {0}; }
inline Range positive() { return {0, kInfinity, true}; }
inline Range at_least(double low) { return {low}; }
inline Range between(double low, double high) { return {low, high}; }
/// low <= x < high, as decay rates of running means want it.
inline Range from_up_to(double low, double high) { return {low, high, false, true}; }

/// Where a tuner looks for a good value.
struct Search {
  enum Scale { none, linear, log } scale = none;
  double low = 0;
  double high = 0;
};
inline Search linear_search(double low, double high) { return {Search::linear, low, high}; }
inline Search log_search(double low, double high) { return {Search::log, low, high}; }

/// Everything about an option but where it is kept.
struct OptionInfo {
  enum Type { number, integer, boolean, word, integers, numbers, plugin };

  std::string name;
  Type type = number;
  /// Whether null is allowed.
  bool optional = false;
  Value default_value;
  Range range;
  Search search;
  /// Of a word: what it may be; empty: anything.
  std::vector<std::string> words;
  std::string help;
  /// Shapes state or data, so it cannot change in mid-run.
  bool fixed = false;
};

namespace internal {

template <typename T>
struct TypeOf;
template <>
struct TypeOf<double> : std::integral_constant<OptionInfo::Type, OptionInfo::number> {};
template <>
struct TypeOf<std::int64_t> : std::integral_constant<OptionInfo::Type, OptionInfo::integer> {};
template <>
struct TypeOf<bool> : std::integral_constant<OptionInfo::Type, OptionInfo::boolean> {};
template <>
struct TypeOf<std::string> : std::integral_constant<OptionInfo::Type, OptionInfo::word> {};
template <>
struct TypeOf<std::vector<std::int64_t>>
    : std::integral_constant<OptionInfo::Type, OptionInfo::integers> {};
template <>
struct TypeOf<std::vector<double>> : std::integral_constant<OptionInfo::Type, OptionInfo::numbers> {
};
template <>
struct TypeOf<Settings> : std::integral_constant<OptionInfo::Type, OptionInfo::plugin> {};
template <typename T>
struct TypeOf<std::optional<T>> : TypeOf<T> {};

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <typename T>
Value to_value(const T& member) {
  if constexpr (kIsOptional<T>) {
    return member ? to_value(*member) : Value{};
  } else if constexpr (std::is_same_v<T, std::vector<std::int64_t>> ||
                       std::is_same_v<T, std::vector<double>>) {
    std::vector<Value> list;
    for (auto element : member) list.push_back(Value{element});
    return Value{list};
  } else {
    return Value{member};
  }
}

/// Reads a value that the program has already validated against the option's row.
template <typename T>
T from_value(const Value& value) {
  if constexpr (kIsOptional<T>) {
    if (std::holds_alternative<std::nullptr_t>(value.data)) return {};
    return from_value<typename T::value_type>(value);
  } else if constexpr (std::is_same_v<T, std::vector<std::int64_t>> ||
                       std::is_same_v<T, std::vector<double>>) {
    T list;
    for (const Value& element : std::get<std::vector<Value>>(value.data)) {
      list.push_back(std::get<typename T::value_type>(element.data));
    }
    return list;
  } else {
    return std::get<T>(value.data);
  }
}

}  // namespace internal

/// Marks an option that shapes state or data: it cannot change in mid-run.
enum Fixed { fixed };

/// One row of a plugin's table: an option and the member of `Options` that keeps it. Type and
/// default come from the member (double, std::int64_t, bool, std::string, vectors of numbers,
/// Settings for a nested plugin, or std::optional of one, whose null is allowed).
template <typename Options>
class Option {
 public:
  /// A number, with the range it must lie in.
  template <typename T, typename Base>
  Option(std::string name, T Base::*member, Range range, std::string help)
      : Option(std::move(name), member, std::move(help)) {
    info.range = range;
  }
  /// A number that a tuner may search for.
  template <typename T, typename Base>
  Option(std::string name, T Base::*member, Range range, Search search, std::string help)
      : Option(std::move(name), member, range, std::move(help)) {
    info.search = search;
  }
  template <typename T, typename Base>
  Option(std::string name, T Base::*member, Range range, std::string help, Fixed)
      : Option(std::move(name), member, range, std::move(help)) {
    info.fixed = true;
  }
  template <typename T, typename Base>
  Option(std::string name, T Base::*member, Range range, Search search, std::string help, Fixed)
      : Option(std::move(name), member, range, search, std::move(help)) {
    info.fixed = true;
  }
  /// A word out of a list.
  template <typename T, typename Base>
  Option(std::string name, T Base::*member, std::vector<std::string> words, std::string help, Fixed)
      : Option(std::move(name), member, std::move(help)) {
    info.words = std::move(words);
    info.fixed = true;
  }
  /// Anything of the member's type: true or false, a nested plugin.
  template <typename T, typename Base>
  [[gnu::cold, gnu::noinline]]  // runs once a program, but would be compiled into every row
  Option(std::string name, T Base::*member, std::string help) {
    T Options::*own = member;
    info.name = std::move(name);
    info.help = std::move(help);
    info.type = internal::TypeOf<T>::value;
    info.optional = internal::kIsOptional<T>;
    info.fixed = info.type == OptionInfo::plugin;
    info.default_value = internal::to_value(Options{}.*own);
    set = [own](Options& options, const Value& value) {
      options.*own = internal::from_value<T>(value);
    };
  }
  template <typename T, typename Base>
  Option(std::string name, T Base::*member, std::string help, Fixed)
      : Option(std::move(name), member, std::move(help)) {
    info.fixed = true;
  }

  OptionInfo info;
  /// `value` must have been validated against `info`.
  std::function<void(Options&, const Value&)> set;
};

template <typename Options>
using OptionTable = std::vector<Option<Options>>;

}  // namespace descend
