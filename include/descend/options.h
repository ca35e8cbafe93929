/// Options of plugins: plain structs with defaults, and one table a plugin that says everything
/// about them once. Parsing, validation, `show`, tuning, the record and changes in mid-run all read
/// it.
#pragma once

#include <initializer_list>
#include <utility>

#include "descend/option_rows.h"

namespace descend {

/// Whether an option keeps its value during a run: it shapes state or data.
enum class Fixed { no, yes };

/// One row of a plugin's table: an option and the member of `Options` that keeps it. Type and
/// default come from the member: double, std::int64_t, bool, std::string, File, a vector of numbers
/// or strings, WordOrNumbers, Settings for a nested plugin, or std::optional of one, whose null is
/// allowed.
template <typename Options>
class Option {
 public:
  /// A number, or a list of numbers, with the range that each must lie in.
  template <typename T, typename Base>
  Option(std::string_view name, T Base::*member, Range range, std::string_view help,
         Fixed fixed = Fixed::no)
      : Option(name, member, range, {}, help, fixed) {}
  /// A number that a tuner may search for.
  template <typename T, typename Base>
  Option(std::string_view name, T Base::*member, Range range, Search search, std::string_view help,
         Fixed fixed = Fixed::no)
      : Option(name, member, help, fixed) {
    row.info.range = range;
    row.info.search = search;
  }
  /// A word out of a list, a list of such words, or a word out of a list or numbers.
  template <typename T, typename Base>
  requires internal::kHasWords<T> Option(std::string_view name, T Base::*member,
                                         std::vector<std::string> choices, std::string_view help,
                                         Fixed fixed = Fixed::no)
      : Option(name, member, help, fixed) {
    row.info.choices = std::move(choices);
  }
  /// A nested plugin of that kind. It never changes; its own options may.
  template <typename Base>
  Option(std::string_view name, Settings Base::*member, Kind kind, std::string_view help)
      : row(name, OptionInfo::plugin, false, offset<Settings>(member), help, true) {
    row.info.kind = kind;
  }
  /// Anything else of the member's type. A file never changes.
  template <typename T, typename Base>
  requires(!std::is_same_v<T, Settings>)
      Option(std::string_view name, T Base::*member, std::string_view help, Fixed fixed = Fixed::no)
      : row(name, internal::TypeOf<T>::value, internal::kIsOptional<T>, offset<T>(member), help,
            fixed == Fixed::yes || internal::TypeOf<T>::value == OptionInfo::file) {}

  internal::OptionRow row;

 private:
  // As offsetof, which takes no pointer to a member: nothing is read, so nothing is constructed.
  template <typename T>
  static std::ptrdiff_t offset(T Options::*member) {
    alignas(Options) static constinit char place[sizeof(Options)] = {};
    const auto* options = reinterpret_cast<const Options*>(place);
    return reinterpret_cast<const char*>(&(options->*member)) - place;
  }
};

/// A plugin's rows, `OptionTable<Options>{{"beta1", &Options::beta1, between(0, 1), "…"}, …}`, and
/// how they must stand to each other: `.with(less("low", "high", "…"))` behind them.
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
    for (const OptionRelation& relation : other.rows_.relations) rows_.add(relation);
  }
  OptionTable with(const OptionRelation& relation) && {
    rows_.add(relation);
    return std::move(*this);
  }

  std::shared_ptr<const internal::OptionRows> share() && {
    return std::make_shared<const internal::OptionRows>(std::move(rows_));
  }

 private:
  internal::OptionRows rows_ = {{}, {}, &internal::make_defaults<Options>};
};

}  // namespace descend
