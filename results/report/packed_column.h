/// Numbers as the page of a report unpacks them; viewer/README.md describes the forms.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "results/files/json_writer.h"

namespace descend {

/// All the digits of a double, or the seven of a float where that is enough: half the bytes.
enum class Digits { all, seven };

/// A column in the shortest of its forms: evenly spaced integers and constants as a rule, short
/// columns as a list, others as bytes in base64. NaN stays NaN. With `later` the base64 goes to the
/// end of that text, and the column says where it stands there.
void write_column(JsonWriter& writer, std::span<const double> values, Digits digits,
                  std::string* later = nullptr);

/// A table with one row a recorded step, to 16 bits of each row's largest entry; where an entry is
/// not finite, as floats.
void write_rows(JsonWriter& writer, std::span<const std::vector<double>> rows);

/// How a column is written while it is whole; what its size is estimated from.
enum class ColumnKind {
  /// The same number throughout: free, also when states are left out.
  constant,
  /// Evenly spaced: free only while no state is left out.
  even,
  other,
};
ColumnKind column_kind(std::span<const double> values);

/// Columns shorter than this are written as lists.
inline constexpr std::size_t kShortColumn = 16;

}  // namespace descend
