/// How the program reads and writes the options of any plugin through the rows of its table.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "descend/options.h"

namespace descend::internal {

template <typename T>
inline constexpr bool kIsList =
    std::is_same_v<T, std::vector<std::int64_t>> || std::is_same_v<T, std::vector<double>>;

/// Calls `act` with the member that a row describes, as what it is.
template <typename Act>
void with_member(const OptionRow& row, void* options, Act act) {
  void* const member = static_cast<char*>(options) + row.offset;
  auto as = [&]<typename T>(std::type_identity<T>) {
    if (row.optional) {
      act(*static_cast<std::optional<T>*>(member));
    } else {
      act(*static_cast<T*>(member));
    }
  };
  switch (row.type) {
    case OptionInfo::number:
      return as(std::type_identity<double>());
    case OptionInfo::integer:
      return as(std::type_identity<std::int64_t>());
    case OptionInfo::boolean:
      return as(std::type_identity<bool>());
    case OptionInfo::word:
      return as(std::type_identity<std::string>());
    case OptionInfo::integers:
      return as(std::type_identity<std::vector<std::int64_t>>());
    case OptionInfo::numbers:
      return as(std::type_identity<std::vector<double>>());
    case OptionInfo::plugin:
      return as(std::type_identity<Settings>());
  }
}

template <typename T>
Value value_of(const T& member) {
  if constexpr (kIsOptional<T>) {
    return member ? value_of(*member) : Value{};
  } else if constexpr (kIsList<T>) {
    return Value{std::vector<Value>(member.begin(), member.end())};
  } else {
    return Value{member};
  }
}

/// Writes a value that the program has already validated against the option's row.
template <typename T>
void assign(T& member, const Value& value) {
  if constexpr (kIsOptional<T>) {
    if (std::holds_alternative<std::nullptr_t>(value.data)) {
      member.reset();
    } else {
      assign(member.emplace(), value);
    }
  } else if constexpr (kIsList<T>) {
    member.clear();
    for (const Value& element : std::get<std::vector<Value>>(value.data)) {
      member.push_back(std::get<typename T::value_type>(element.data));
    }
  } else {
    member = std::get<T>(value.data);
  }
}

inline void set_option(const OptionRows& table, void* options, std::string_view name,
                       const Value& value) {
  for (const OptionRow& row : table.rows) {
    if (row.name != name) continue;
    with_member(row, options, [&](auto& member) { assign(member, value); });
  }
}

/// What the program knows of the options.
inline std::vector<OptionInfo> describe(const OptionRows& table) {
  const std::shared_ptr<void> defaults = table.make_defaults();
  std::vector<OptionInfo> options;
  for (const OptionRow& row : table.rows) {
    OptionInfo& option = options.emplace_back();
    option.name = row.name;
    option.type = row.type;
    option.optional = row.optional;
    with_member(row, defaults.get(),
                [&](const auto& member) { option.default_value = value_of(member); });
    option.range = row.range;
    option.search = row.search;
    option.words = row.words;
    option.help = row.help;
    option.fixed = row.fixed;
  }
  return options;
}

}  // namespace descend::internal
