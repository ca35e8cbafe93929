/// `descend report`: runs, maps and timings in one HTML file. viewer/README.md describes the data
/// in it, and viewer/source/report.ts their types.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "descend/types.h"

namespace descend {

struct ReportSummary {
  Index runs = 0;
  /// Maps, and files of timings.
  Index maps = 0, timings = 0;
  /// Recorded states, and how many of them the page holds.
  Index states = 0, shown_states = 0;
  Index runs_left_out = 0;
  /// Files of parameters that were too large.
  Index parameters_left_out = 0;
  /// Lines that are no runs, with their places.
  std::vector<std::string> bad_lines;
};

/// Writes `page`, the page's template, with what the folders hold put into it: at most about 20 MB
/// of runs, whatever they hold. Throws BadInput where a folder holds no runs, no map and no
/// timings, or where one of its files is not what it should be.
ReportSummary write_report(std::span<const std::filesystem::path> folders,
                           const std::filesystem::path& out, std::string_view page);

}  // namespace descend
