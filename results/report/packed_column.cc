#include "results/report/packed_column.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace descend {
namespace {

static_assert(std::endian::native == std::endian::little, "the page reads little-endian numbers");

bool is_integer(double value) { return std::abs(value) < 0x1p53 && value == std::trunc(value); }

/// Whether a float holds it to seven digits.
bool fits_float(double value) {
  const double size = std::abs(value);
  return !std::isfinite(value) || value == 0 ||
         (size <= std::numeric_limits<float>::max() && size >= std::numeric_limits<float>::min());
}

/// As static_cast, where what a float cannot hold is infinite.
template <typename Number>
Number to_number(double value) {
  if constexpr (std::is_same_v<Number, float>) {
    if (std::abs(value) > std::numeric_limits<float>::max()) {
      return std::copysign(std::numeric_limits<float>::infinity(),
                           static_cast<float>(value > 0 ? 1 : -1));
    }
  }
  return static_cast<Number>(value);
}

bool is_float(double value) { return std::isnan(value) || to_number<float>(value) == value; }

std::string base64(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= count ? kDigits[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return text;
}

template <typename Number>
std::string packed(std::span<const double> values) {
  std::vector<Number> numbers;
  numbers.reserve(values.size());
  for (const double value : values) numbers.push_back(to_number<Number>(value));
  return base64({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)});
}

template <typename Number>
void write_packed(JsonWriter& writer, const char* encoding, std::span<const double> values,
                  std::string* later) {
  const std::string text = packed<Number>(values);
  writer.begin_object();
  writer.key("encoding").string(encoding);
  if (later) {
    writer.key("at").integer(std::ssize(*later));
    writer.key("length").integer(std::ssize(text));
    *later += text;
  } else {
    writer.key("data").raw('"' + text + '"');
  }
  writer.end_object();
}

void write_even(JsonWriter& writer, std::span<const double> values) {
  auto number = [&](double value) {
    is_integer(value) ? writer.integer(static_cast<std::int64_t>(value)) : writer.number(value);
  };
  writer.begin_object();
  writer.key("encoding").string("range");
  writer.key("start");
  number(values[0]);
  writer.key("step");
  number(values[1] - values[0]);
  writer.key("count").integer(std::ssize(values));
  writer.end_object();
}

}  // namespace

ColumnKind column_kind(std::span<const double> values) {
  if (values.size() < 2) return ColumnKind::other;
  const double start = values[0], step = values[1] - start;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool even =
        step == 0 ? values[i] == start
                  : is_integer(values[i]) && values[i] == start + static_cast<double>(i) * step;
    if (!even) return ColumnKind::other;
  }
  return step == 0 ? ColumnKind::constant : ColumnKind::even;
}

void write_column(JsonWriter& writer, std::span<const double> values, Digits digits,
                  std::string* later) {
  auto all = [&](auto holds) { return std::all_of(values.begin(), values.end(), holds); };
  auto within = [&](double low, double high) {
    return all([=](double value) { return is_integer(value) && low <= value && value <= high; });
  };
  const bool integers = all([](double value) { return std::isnan(value) || is_integer(value); });
  if (values.size() >= 4 && column_kind(values) != ColumnKind::other) {
    write_even(writer, values);
  } else if (values.size() < kShortColumn) {
    writer.numbers(values, integers);
  } else if (within(0, 0xff)) {
    write_packed<std::uint8_t>(writer, "uint8", values, later);
  } else if (within(-0x80, 0x7f)) {
    write_packed<std::int8_t>(writer, "int8", values, later);
  } else if (within(0, 0xffff)) {
    write_packed<std::uint16_t>(writer, "uint16", values, later);
  } else if (within(0, 0xffffffff)) {
    write_packed<std::uint32_t>(writer, "uint32", values, later);
  } else if (all(is_float) || (digits == Digits::seven && all(fits_float))) {
    write_packed<float>(writer, "float32", values, later);
  } else {
    write_packed<double>(writer, "float64", values, later);
  }
}

void write_rows(JsonWriter& writer, std::span<const std::vector<double>> rows) {
  bool finite = true;
  std::vector<double> scales, codes;
  for (const std::vector<double>& row : rows) {
    double largest = 0;
    for (const double value : row) {
      finite = finite && std::isfinite(value);
      largest = std::max(largest, std::abs(value));
    }
    const double scale = largest / std::numeric_limits<std::int16_t>::max();
    scales.push_back(scale);
    // A subnormal scale divides badly; what is that small is drawn as nothing.
    const bool drawn = scale >= std::numeric_limits<double>::min();
    for (const double value : row) codes.push_back(drawn ? std::round(value / scale) : 0);
  }
  writer.begin_object();
  writer.key("encoding").string(finite ? "int16" : "float32");
  writer.key("rows").integer(std::ssize(rows));
  if (finite) {
    writer.key("scale").numbers(scales);
    writer.key("data").raw('"' + packed<std::int16_t>(codes) + '"');
  } else {
    std::vector<double> all;
    for (const std::vector<double>& row : rows) all.insert(all.end(), row.begin(), row.end());
    writer.key("data").raw('"' + packed<float>(all) + '"');
  }
  writer.end_object();
}

}  // namespace descend
