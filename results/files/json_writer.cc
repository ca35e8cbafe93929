#include "results/files/json_writer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace descend {
namespace {

/// The longest shortest double has 24 characters, "-2.2250738585072014e-308", and may get ".0".
constexpr std::size_t kLongestNumber = 32;

/// Integers beyond this are not all doubles, so that printing them as integers would promise too
/// much.
constexpr double kLargestInteger = 9007199254740992.0;

char* write_double(char* to, double value) {
  if (!std::isfinite(value)) return std::copy_n("null", 4, to);
  char* const end = std::to_chars(to, to + kLongestNumber, value).ptr;
  if (std::any_of(to, end, [](char c) { return c == '.' || c == 'e'; })) return end;
  return std::copy_n(".0", 2, end);
}

char* write_integer(char* to, double value) {
  if (!(std::abs(value) <= kLargestInteger) || value != std::trunc(value)) {
    return write_double(to, value);
  }
  return std::to_chars(to, to + kLongestNumber, static_cast<std::int64_t>(value)).ptr;
}

}  // namespace

void append_number(std::string& text, double value) {
  char digits[kLongestNumber];
  text.append(digits, write_double(digits, value));
}

void append_string(std::string& text, std::string_view value) {
  const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
  });
  if (plain) {
    text.append(1, '"').append(value).append(1, '"');
    return;
  }
  text += nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

JsonWriter::JsonWriter(Sink sink, std::size_t piece) : sink_(std::move(sink)), piece_(piece) {
  text_.reserve(piece_ + piece_ / 4);
}

void JsonWriter::separate() {
  if (comma_) text_ += ',';
}

JsonWriter& JsonWriter::finish_value() {
  comma_ = true;
  if (sink_ && text_.size() >= piece_) flush();
  return *this;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  text_ += bracket;
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  text_ += bracket;
  return finish_value();
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_string(text_, name);
  text_ += ':';
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  separate();
  append_number(text_, value);
  return finish_value();
}

JsonWriter& JsonWriter::integer(std::int64_t value) { return raw(std::to_string(value)); }

JsonWriter& JsonWriter::string(std::string_view value) {
  separate();
  append_string(text_, value);
  return finish_value();
}

JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  text_ += json;
  return finish_value();
}

// Each with a comma behind it.
void JsonWriter::append_numbers(std::span<const double> values, bool integers) {
  // Pieces that fit a small buffer, so that a column never stands whole in memory as text.
  constexpr std::size_t kPiece = 256;
  char digits[kPiece * kLongestNumber];
  for (std::size_t i = 0; i < values.size(); i += kPiece) {
    char* end = digits;
    for (const double value : values.subspan(i, std::min(kPiece, values.size() - i))) {
      end = integers ? write_integer(end, value) : write_double(end, value);
      *end++ = ',';
    }
    if (sink_ && text_.size() >= piece_) flush();
    text_.append(digits, end);
  }
}

JsonWriter& JsonWriter::close_numbers() {
  if (text_.back() == ',') text_.pop_back();
  return close(']');
}

JsonWriter& JsonWriter::numbers(std::span<const double> values, bool integers) {
  open('[');
  append_numbers(values, integers);
  return close_numbers();
}

void JsonWriter::flush() {
  if (!sink_) return;
  sink_(text_);
  text_.clear();
}

}  // namespace descend
