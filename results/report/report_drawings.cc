#include "results/report/report_drawings.h"

#include "results/report/packed_column.h"
#include "results/report/report_files.h"

namespace descend {
namespace {

/// Of all drawings of a folder together; further problems are shown without.
constexpr std::size_t kMaxBytes = 1'500'000;
/// A drawing of more than this would not fit in any case.
constexpr std::uintmax_t kMaxFile = 50'000'000;

}  // namespace

const std::string& ReportDrawings::of_file(const std::string& file) {
  const auto [place, is_new] = name_of_file_.try_emplace(file);
  const std::filesystem::path path = folder_ / file;
  std::error_code error;
  if (is_new && std::filesystem::file_size(path, error) <= kMaxFile && !error) {
    const Json drawing = read_json_file(path);
    if (drawing.contains("columns")) place->second = of_columns(drawing["columns"]);
  }
  return place->second;
}

std::string ReportDrawings::of_columns(const Json& columns) {
  if (!columns.is_object() || columns.empty()) return {};
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [name, values] : columns.items()) {
    write_column(writer.key(name), numbers_of(values), Digits::seven);
  }
  writer.end_object();
  std::string text = writer.take();
  const auto known = name_of_text_.find(text);
  if (known != name_of_text_.end()) return known->second;
  if (bytes_ + text.size() > kMaxBytes) return {};
  bytes_ += text.size();
  const std::string name = std::to_string(name_of_text_.size());
  return name_of_text_.emplace(std::move(text), name).first->second;
}

void ReportDrawings::write(JsonWriter& writer) const {
  writer.begin_object();
  for (const auto& [text, name] : name_of_text_) writer.key(name).raw(text);
  writer.end_object();
}

}  // namespace descend
