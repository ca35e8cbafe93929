/// Tables as RFC 4180 has them: fields with a comma, a quote or a line break stand in quotes.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace descend {

/// Appends rows to a text, a field at a time.
class CsvRows {
 public:
  void field(std::string_view text);
  /// Not finite: an empty field.
  void number(double value, bool integer = false);
  /// A string as it is, null as an empty field, a list as its JSON, anything else as JSON prints
  /// it.
  void json(const nlohmann::ordered_json& value);
  void empty() { separate(); }
  void end_row();

  std::string& text() { return text_; }

 private:
  void separate();

  std::string text_;
  bool row_has_fields_ = false;
};

/// Columns of rows that do not all have the same keys, in an order that agrees with each row's.
class CsvColumns {
 public:
  /// Adds the keys of a row that are new, each behind the one that stands before it in the row.
  void add(const std::vector<std::string>& keys);
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
};

}  // namespace descend
