#include "results/record/read_runs.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace descend {
namespace {

void read_trace_file(const std::filesystem::path& path, Trace& trace) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw BadInput(path.string() + ": the trace file of a run is missing");
  try {
    parse_trace_file(file, trace);
  } catch (const BadInput& error) {
    throw BadInput(fmt::format("{}: {}", path.string(), error.what()));
  }
}

}  // namespace

ReadReport read_runs(const std::filesystem::path& folder, Traces traces, const VisitRun& visit,
                     const VisitBadLine& bad) {
  const std::filesystem::path path = folder / "runs.jsonl";
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw BadInput(errno == ENOENT ? path.string() + ": no such file; is this the folder of a run?"
                                   : fmt::format("{}: {}", path.string(), std::strerror(errno)));
  }
  ReadReport report;
  StoredRun run;
  std::string line;
  for (Index number = 1; std::getline(file, line); ++number) {
    const bool last = file.eof() || file.peek() == std::ifstream::traits_type::eof();
    // A last line is read to its end, because what was cut short begins well.
    if (const auto fault = parse_run(line, last ? Traces::read : traces, run)) {
      if (last && fault->cut_short) {
        report.torn = true;
      } else if (bad) {
        bad(number, fault->error);
      } else {
        throw BadInput(fmt::format("{}:{}: {}", path.string(), number, fault->error));
      }
      continue;
    }
    if (traces == Traces::skip) {
      run.trace.columns.clear();
    } else if (!run.line.trace_file.empty()) {
      read_trace_file(folder / run.line.trace_file, run.trace);
    }
    run.json.erase(kTraceFileKey);
    visit(run);
    ++report.runs;
  }
  return report;
}

}  // namespace descend
