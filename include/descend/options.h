/// Options of plugins: plain structs with defaults, and one table a plugin that says everything
/// about them once. Parsing, validation, `show`, tuning, the record and changes in mid-run all read
/// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
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

/// A row without the type of its struct, so that what reads and writes options is compiled once and
/// not again for every plugin.
struct OptionRow {
  [[gnu::cold, gnu::noinline]] OptionRow(std::string_view name, OptionInfo::Type type,
                                         bool optional, std::ptrdiff_t offset, Range range,
                                         Search search, std::vector<std::string> words,
                                         std::string_view help, bool fixed)
      : name(name),
        type(type),
        optional(optional),
        offset(offset),
        range(range),
        search(search),
        words(std::move(words)),
        help(help),
        fixed(fixed) {}

  std::string name;
  OptionInfo::Type type;
  bool optional;
  /// Where the member lies in the struct, in bytes.
  std::ptrdiff_t offset;
  Range range;
  Search search;
  std::vector<std::string> words;
  std::string help;
  bool fixed;
};

/// All rows of a plugin, and how its struct of options is made.
struct OptionRows {
  std::vector<OptionRow> rows;
  std::shared_ptr<void> (*make_defaults)() = nullptr;

  [[gnu::cold, gnu::noinline]] void add(const OptionRow& row) { rows.push_back(row); }
};

template <typename Options>
std::shared_ptr<void> make_defaults() {
  return std::make_shared<Options>();
}

}  // namespace internal

/// Marks an option that shapes state or data: it cannot change in mid-run.
enum Fixed { changeable, fixed };

/// One row of a plugin's table: an option and the member of `Options` that keeps it. Type and
/// default come from the member (double, std::int64_t, bool, std::string, vectors of numbers,
/// Settings for a nested plugin, or std::optional of one, whose null is allowed).
template <typename Options>
class Option {
 public:
  /// A number, with the range it must lie in.
  template <typename T, typename Base>
  Option(std::string_view name, T Base::*member, Range range, std::string_view help,
         Fixed fixed = changeable)
      : Option(name, member, range, {}, help, fixed) {}
  /// A number that a tuner may search for.
  template <typename T, typename Base>
  Option(std::string_view name, T Base::*member, Range range, Search search, std::string_view help,
         Fixed fixed = changeable)
      : row(name, internal::TypeOf<T>::value, internal::kIsOptional<T>, offset<T>(member), range,
            search, {}, help, fixed == descend::fixed) {}
  /// A word out of a list.
  template <typename Base>
  Option(std::string_view name, std::string Base::*member, std::vector<std::string> words,
         std::string_view help, Fixed)
      : row(name, OptionInfo::word, false, offset<std::string>(member), {}, {}, std::move(words),
            help, true) {}
  /// Anything of the member's type: true or false, a nested plugin (which never changes).
  template <typename T, typename Base>
  Option(std::string_view name, T Base::*member, std::string_view help, Fixed fixed = changeable)
      : Option(name, member, {}, {}, help, std::is_same_v<T, Settings> ? descend::fixed : fixed) {}

  internal::OptionRow row;

 private:
  // As offsetof, which takes no pointer to a member: nothing is read, so nothing is constructed.
  template <typename T>
  static std::ptrdiff_t offset(T Options::*member) {
    alignas(Options) static constinit char room[sizeof(Options)] = {};
    return reinterpret_cast<const char*>(&(reinterpret_cast<const Options*>(room)->*member)) - room;
  }
};

/// A plugin's rows: `OptionTable<Options>{{"beta1", &Options::beta1, between(0, 1), "…"}, …}`.
template <typename Options>
class OptionTable {
 public:
  OptionTable() = default;
  OptionTable(std::initializer_list<Option<Options>> rows) {
    for (const Option<Options>& option : rows) push_back(option);
  }

  void push_back(const Option<Options>& option) { rows_.add(option.row); }
  void append(const OptionTable& other) {
    for (const internal::OptionRow& row : other.rows_.rows) rows_.add(row);
  }

  std::shared_ptr<const internal::OptionRows> share() && {
    return std::make_shared<const internal::OptionRows>(std::move(rows_));
  }

 private:
  internal::OptionRows rows_ = {{}, &internal::make_defaults<Options>};
};

}  // namespace descend
