/// Writes JSON text without building a tree: what makes a long trace cost no more than its digits.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace descend {

/// Appends a number: shortest text that reads back as the same double, with a point or an exponent,
/// so that a key never changes from a fraction to an integer. Not finite: null.
void append_number(std::string& text, double value);

/// Appends a string in quotes, escaped; bytes that are not UTF-8 become U+FFFD.
void append_string(std::string& text, std::string_view value);

/// The caller says what comes, the writer sets the commas. Without a sink all text is kept.
class JsonWriter {
 public:
  using Sink = std::function<void(std::string_view)>;

  JsonWriter() = default;
  /// Hands the text on in pieces of about `piece` bytes; call `flush` at the end.
  explicit JsonWriter(Sink sink, std::size_t piece = 1 << 20);

  JsonWriter& key(std::string_view name);
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }

  JsonWriter& number(double value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& string(std::string_view value);
  JsonWriter& null();
  /// Text that is JSON already.
  JsonWriter& raw(std::string_view json);
  /// An array of numbers; with `integers` a whole number prints without a point.
  JsonWriter& numbers(std::span<const double> values, bool integers = false);
  /// The same of a column that gives its numbers a piece at a time (Series).
  template <typename Column>
  requires requires(const Column& column) {
    column.each_piece([](std::span<const double>) {});
  }
  JsonWriter& numbers(const Column& column, bool integers = false) {
    open('[');
    column.each_piece([&](std::span<const double> piece) { append_numbers(piece, integers); });
    return close_numbers();
  }

  /// Gives what has not been handed on.
  std::string take() { return std::move(text_); }
  void flush();

 private:
  void separate();
  void append_numbers(std::span<const double> values, bool integers);
  JsonWriter& close_numbers();
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& finish_value();

  Sink sink_;
  std::size_t piece_ = 0;
  std::string text_;
  bool comma_ = false;
};

}  // namespace descend
