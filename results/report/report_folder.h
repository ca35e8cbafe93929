/// One folder of results on its way into a report.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "results/files/json_writer.h"
#include "results/files/read_json.h"
#include "results/report/report.h"
#include "results/report/report_drawings.h"
#include "results/report/report_plan.h"

namespace descend {

/// Where the folders of a report write, one after the other.
struct ReportOutput {
  JsonWriter& writer;
  const ReportPlan& plan;
  /// Of each run.
  std::size_t max_parameters_bytes;
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
  /// A run's file of parameters; null where it has none, or a file that is too large.
  Json read_parameters(const std::string& file, ReportSummary& summary) const;
  /// The name, on the page, of a run's drawing: the one in its file, or in its file of parameters,
  /// where older programs wrote it; empty: it has none.
  std::string drawing_name(const std::string& file, const Json& parameters);
  void write_file(JsonWriter& writer, const char* key, const char* file) const;

  std::filesystem::path path_;
  /// Its runs in the plan.
  std::size_t first_ = 0, count_ = 0;
  /// What all runs have under the same key is written once.
  Json common_;
  /// parameters/<id>.json by id, as JSON.
  std::map<std::string, std::string> parameters_;
  ReportDrawings drawings_;
};

}  // namespace descend
