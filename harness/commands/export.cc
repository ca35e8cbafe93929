// `descend export`: tables or one JSON array of finished runs.

#include "results/export/export.h"

#include <fmt/format.h>

#include <filesystem>

#include "harness/commands/commands.h"

namespace descend {

int export_command(const std::vector<std::string>& folders, const std::string& format,
                   const std::string& out) {
  if (format != "csv" && format != "json") {
    throw BadInput(fmt::format("--format: '{}' is not allowed; csv and json are", format));
  }
  const std::vector<std::filesystem::path> paths(folders.begin(), folders.end());
  const ExportReport report = format == "csv" ? export_csv(paths, out) : export_json(paths, out);
  if (report.torn > 0) fmt::print("{} line cut short, left out\n", report.torn);
  if (report.cells > 0) fmt::print("{} cells of maps: {}\n", report.cells, out);
  if (report.runs > 0) {
    fmt::print("{} runs with {} recorded states: {}\n", report.runs, report.states, out);
  }
  return kDone;
}

}  // namespace descend
