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

/// Where the folders of a report write, one after the other.
struct ReportOutput {
  JsonWriter& writer;
  const ReportPlan& plan;
  /// Of each run.
  std::size_t max_parameters_bytes;
  const DrawingOf& drawing_of;
  ReportSummary& summary;
  /// What no first picture needs, in base64.
  std::string& later;
};

class ReportFolder {
 public:
  /// Looks what is there; throws BadInput where there is nothing to report.
  explicit ReportFolder(std::filesystem::path path);

  /// The first pass: appends the sizes of the folder's runs, and learns what they have in common.
  void measure(std::vector<RunSize>& runs, ReportSummary& summary);

  /// The second pass: writes the folder's object.
  void write(ReportOutput& out);

 private:
  void write_runs(ReportOutput& out);
  /// The file of parameters that the run's line names, which then names it no longer; null where
  /// there is none, or it is too large.
  Json take_parameters(Json& run, ReportSummary& summary) const;
  std::string keep_drawing(const Json& run, const Trace& trace, const Json& parameters,
                           const DrawingOf& drawing_of);
  std::string keep_drawing(const std::vector<Column>& columns);
  void write_file(JsonWriter& writer, const char* key, const char* file) const;

  std::filesystem::path path_;
  /// Its runs in the plan.
  std::size_t first_ = 0, count_ = 0;
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

/// The object of a parameters/<id>.json, packed and thinned to about `max_bytes`, without its
/// drawing; nothing where even two steps do not fit.
std::string packed_parameters(const Json& parameters, std::size_t max_bytes);

}  // namespace descend
