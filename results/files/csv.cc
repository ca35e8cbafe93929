#include "results/files/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "results/files/json_writer.h"

namespace descend {

void CsvRows::separate() {
  if (row_has_fields_) text_ += ',';
  row_has_fields_ = true;
}

void CsvRows::field(std::string_view text) {
  separate();
  // An empty text in quotes differs from a field that is not there.
  if (!text.empty() && text.find_first_of(",\"\r\n") == text.npos) {
    text_ += text;
    return;
  }
  text_ += '"';
  for (const char c : text) text_.append(c == '"' ? 2 : 1, c);
  text_ += '"';
}

void CsvRows::number(double value, bool integer) {
  separate();
  if (!std::isfinite(value)) return;
  if (!integer) return append_number(text_, value);
  char digits[32];
  text_.append(digits, std::to_chars(digits, std::end(digits), std::llround(value)).ptr);
}

void CsvRows::json(const nlohmann::ordered_json& value) {
  if (value.is_null()) return empty();
  if (value.is_string()) return field(value.get_ref<const std::string&>());
  if (value.is_number_float()) return number(value.get<double>());
  field(value.dump());
}

void CsvRows::end_row() {
  text_ += '\n';
  row_has_fields_ = false;
}

void CsvColumns::add(const std::vector<std::string>& keys) {
  auto place = names_.begin();
  for (const std::string& key : keys) {
    const auto known = std::find(names_.begin(), names_.end(), key);
    place = (known == names_.end() ? names_.insert(place, key) : known) + 1;
  }
}

}  // namespace descend
