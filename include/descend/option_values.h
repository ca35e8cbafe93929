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
inline constexpr bool kIsList = false;
template <typename T>
inline constexpr bool kIsList<std::vector<T>> = true;

/// Calls `act` with the member that a row describes, as what it is.
template <typename Act>
void with_member(const OptionRow& row, void* options, Act act) {
  void* const member = static_cast<char*>(options) + row.offset;
  auto as = [&]<typename T>(std::type_identity<T>) {
    if (row.info.optional) {
      act(*static_cast<std::optional<T>*>(member));
    } else {
      act(*static_cast<T*>(member));
    }
  };
  switch (row.info.type) {
    case OptionInfo::number:
      return as(std::type_identity<double>());
    case OptionInfo::integer:
      return as(std::type_identity<std::int64_t>());
    case OptionInfo::boolean:
      return as(std::type_identity<bool>());
    case OptionInfo::word:
      return as(std::type_identity<std::string>());
    case OptionInfo::file:
      return as(std::type_identity<File>());
    case OptionInfo::numbers:
      return as(std::type_identity<std::vector<double>>());
    case OptionInfo::integers:
      return as(std::type_identity<std::vector<std::int64_t>>());
    case OptionInfo::words:
      return as(std::type_identity<std::vector<std::string>>());
    case OptionInfo::word_or_numbers:
      return as(std::type_identity<WordOrNumbers>());
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
  } else if constexpr (std::is_same_v<T, WordOrNumbers>) {
    return std::visit([](const auto& either) { return value_of(either); }, member);
  } else if constexpr (std::is_same_v<T, File>) {
    return Value{member.path};
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
  } else if constexpr (std::is_same_v<T, WordOrNumbers>) {
    if (std::holds_alternative<std::string>(value.data)) {
      assign(member.template emplace<std::string>(), value);
    } else {
      assign(member.template emplace<std::vector<double>>(), value);
    }
  } else if constexpr (std::is_same_v<T, File>) {
    member.path = std::get<std::string>(value.data);
  } else {
    member = std::get<T>(value.data);
  }
}

inline void set_option(const OptionRows& table, void* options, std::string_view name,
                       const Value& value) {
  for (const OptionRow& row : table.rows) {
    if (row.info.name != name) continue;
    with_member(row, options, [&](auto& member) { assign(member, value); });
  }
}

/// What the program knows of the options.
inline std::vector<OptionInfo> describe(const OptionRows& table) {
  const std::shared_ptr<void> defaults = table.make_defaults();
  std::vector<OptionInfo> options;
  for (const OptionRow& row : table.rows) {
    OptionInfo& option = options.emplace_back(row.info);
    with_member(row, defaults.get(),
                [&](const auto& member) { option.default_value = value_of(member); });
  }
  return options;
}

}  // namespace descend::internal
