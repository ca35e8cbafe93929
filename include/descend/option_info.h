/// What is known of a plugin's options: types, ranges, defaults, and how they must stand to each
/// other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "descend/settings.h"
#include "descend/types.h"

namespace descend {

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

/// What a plugin brings.
enum class Kind { optimizer, problem, schedule };

/// Everything about an option but where it is kept.
struct OptionInfo {
  /// A word is any text; `file` is the path of one; `word_or_numbers` a word out of `choices`, or a
  /// list of numbers.
  enum Type {
    number,
    integer,
    boolean,
    word,
    file,
    numbers,
    integers,
    words,
    plugin,
    word_or_numbers
  };

  std::string name;
  Type type = number;
  /// Whether null is allowed.
  bool optional = false;
  Value default_value;
  Range range;
  Search search;
  /// Of a word or words: what each may be; empty: anything.
  std::vector<std::string> choices;
  /// Of a nested plugin.
  Kind kind = Kind::optimizer;
  std::string help;
  /// Shapes state or data, so it cannot change in mid-run.
  bool fixed = false;
};

/// What must hold between two numbers of a table; where either is null, it holds. `shares`: their
/// sum is at most 1.
struct OptionRelation {
  enum Order { less, at_most, shares };

  std::string first;
  Order order = less;
  std::string second;
  /// What goes wrong otherwise, in words.
  std::string reason;

  bool holds(double a, double b) const {
    return order == less ? a < b : order == at_most ? a <= b : a + b <= 1 + 1e-12;
  }
};
inline OptionRelation less(std::string_view first, std::string_view second,
                           std::string_view reason) {
  return {std::string(first), OptionRelation::less, std::string(second), std::string(reason)};
}
inline OptionRelation at_most(std::string_view first, std::string_view second,
                              std::string_view reason) {
  return {std::string(first), OptionRelation::at_most, std::string(second), std::string(reason)};
}
inline OptionRelation shares(std::string_view first, std::string_view second,
                             std::string_view reason) {
  return {std::string(first), OptionRelation::shares, std::string(second), std::string(reason)};
}

}  // namespace descend
