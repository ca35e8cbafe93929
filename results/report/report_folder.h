/// One folder of results on its way into a report.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "results/files/json_writer.h"
#include "results/report/report.h"
#include "results/report/report_plan.h"

namespace descend {

using Json = nlohmann::ordered_json;

class ReportFolder {
 public:
  /// Looks what is there; throws BadInput where there is nothing to report.
  explicit ReportFolder(std::filesystem::path path);

  /// The first pass: appends the sizes of the folder's runs, and learns what they have in common.
  void measure(std::vector<RunSize>& runs, ReportSummary& summary);

  /// The second pass: writes the folder's object. `first` is the number of its first run in the
  /// plan; files of parameters get `parameters_room` bytes each. What no first picture needs goes
  /// to the end of `later`.
  void write(JsonWriter& writer, const ReportPlan& plan, std::size_t first,
             std::size_t parameters_room, const DrawingOf& drawing_of, ReportSummary& summary,
             std::string& later);

 private:
  void write_runs(JsonWriter& writer, const ReportPlan& plan, std::size_t first,
                  std::size_t parameters_room, const DrawingOf& drawing_of, ReportSummary& summary,
                  std::string& later);
  std::string keep_drawing(const Json& run, const Trace& trace, const Json& parameters,
                           const DrawingOf& drawing_of);
  std::string keep_drawing(const std::vector<Column>& columns);
  void write_file(JsonWriter& writer, const char* key, const char* file) const;

  std::filesystem::path path_;
  /// What all runs have under the same key is written once.
  Json common_;
  /// parameters/<id>.json by id, and drawings by name, as JSON.
  std::map<std::string, std::string> parameters_;
  std::map<std::string, std::string> drawings_;
  /// The names of drawings by what they are of, and by their text.
  std::map<std::string, std::string> drawing_of_problem_, drawing_of_text_;
  std::size_t drawing_bytes_ = 0;
};

/// The object of a map.json with its columns packed.
void write_map(JsonWriter& writer, const Json& map);

/// The object of a parameters/<id>.json, packed and thinned to about `room` bytes, without its
/// drawing; nothing where even two steps do not fit.
std::string packed_parameters(const Json& parameters, std::size_t room);

}  // namespace descend
