/// The drawings that a folder's runs share, on their way into a report.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "results/files/json_writer.h"
#include "results/files/read_json.h"

namespace descend {

class ReportDrawings {
 public:
  explicit ReportDrawings(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The name, on the page, of the drawing in a file of the folder; empty: the file is missing, or
  /// the drawings before it have used up the page's bytes for them.
  const std::string& of_file(const std::string& file);

  /// The same of columns from elsewhere: an object of lists of numbers.
  std::string of_columns(const Json& columns);

  /// The object of all drawings by their names.
  void write(JsonWriter& writer) const;

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::string> name_of_file_, name_of_text_;
  std::size_t bytes_ = 0;
};

}  // namespace descend
