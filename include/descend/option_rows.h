/// A plugin's option table without the type of its struct, so that what reads and writes options is
/// compiled once and not again for every plugin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "descend/option_info.h"

namespace descend {

/// The path of a file that a plugin reads, as it was given: relative to where the program was
/// started.
struct File {
  std::string path;
};

/// A word out of a list, or numbers: `start=random`, `start=[1,2]`.
using WordOrNumbers = std::variant<std::string, std::vector<double>>;

namespace internal {

template <OptionInfo::Type type>
using TypeIs = std::integral_constant<OptionInfo::Type, type>;

template <typename T>
struct TypeOf;
template <>
struct TypeOf<double> : TypeIs<OptionInfo::number> {};
template <>
struct TypeOf<std::int64_t> : TypeIs<OptionInfo::integer> {};
template <>
struct TypeOf<bool> : TypeIs<OptionInfo::boolean> {};
template <>
struct TypeOf<std::string> : TypeIs<OptionInfo::word> {};
template <>
struct TypeOf<File> : TypeIs<OptionInfo::file> {};
template <>
struct TypeOf<std::vector<double>> : TypeIs<OptionInfo::numbers> {};
template <>
struct TypeOf<std::vector<std::int64_t>> : TypeIs<OptionInfo::integers> {};
template <>
struct TypeOf<std::vector<std::string>> : TypeIs<OptionInfo::words> {};
template <>
struct TypeOf<WordOrNumbers> : TypeIs<OptionInfo::word_or_numbers> {};
template <>
struct TypeOf<Settings> : TypeIs<OptionInfo::plugin> {};
template <typename T>
struct TypeOf<std::optional<T>> : TypeOf<T> {};

template <typename T>
inline constexpr bool kIsOptional = false;
template <typename T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <typename T>
inline constexpr bool kHasWords =
    std::is_same_v<T, std::string> || std::is_same_v<T, std::vector<std::string>> ||
    std::is_same_v<T, WordOrNumbers>;

/// What is known of an option but its default, and where its member lies in the struct, in bytes.
struct OptionRow {
  [[gnu::cold, gnu::noinline]] OptionRow(std::string_view name, OptionInfo::Type type,
                                         bool optional, std::ptrdiff_t offset,
                                         std::string_view help, bool fixed)
      : offset(offset) {
    info.name = name;
    info.type = type;
    info.optional = optional;
    info.help = help;
    info.fixed = fixed;
  }

  OptionInfo info;
  std::ptrdiff_t offset;
};

struct OptionRows {
  std::vector<OptionRow> rows;
  std::vector<OptionRelation> relations;
  std::shared_ptr<void> (*make_defaults)() = nullptr;

  [[gnu::cold, gnu::noinline]] void add(const OptionRow& row) { rows.push_back(row); }
  [[gnu::cold, gnu::noinline]] void add(const OptionRelation& relation) {
    relations.push_back(relation);
  }
};

template <typename Options>
std::shared_ptr<void> make_defaults() {
  return std::make_shared<Options>();
}

}  // namespace internal
}  // namespace descend
