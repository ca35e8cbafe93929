// `descend export`: tables or one JSON array of finished runs.

#include "results/export/export.h"

#include <fmt/format.h>

#include <filesystem>

#include "harness/commands/command.h"
#include "harness/terminal/output.h"

namespace descend {
namespace {

class ExportCommand final : public Command {
 public:
  ExportCommand() : Command("export", "Tables or one JSON array of finished runs") {
    arguments.positional("DIR", folders_, "Folders of results").required();
    arguments.option("--format", format_, "csv or json").value("csv|json");
    arguments.option("-o,--output", out_, "A folder for csv, a file for json").required();
    examples =
        R"(  descend export results/runs/adhoc -o tables                       runs.csv and traces.csv
  descend export results/runs/adhoc --format json -o runs.json)";
  }

  int run(const Invocation&) override {
    if (format_ != "csv" && format_ != "json") {
      throw BadInput(fmt::format("--format: '{}' is not allowed; csv and json are", format_));
    }
    const std::vector<std::filesystem::path> paths(folders_.begin(), folders_.end());
    const ExportReport report =
        format_ == "csv" ? export_csv(paths, out_) : export_json(paths, out_);
    if (report.torn > 0) print("{} line cut short, left out\n", report.torn);
    if (report.cells > 0) print("{} cells of maps: {}\n", report.cells, out_);
    if (report.runs > 0) {
      print("{} runs with {} recorded states: {}\n", report.runs, report.states, out_);
    }
    return kDone;
  }

 private:
  std::vector<std::string> folders_;
  std::string format_ = "csv", out_;
};

}  // namespace

std::unique_ptr<Command> export_command() { return std::make_unique<ExportCommand>(); }

}  // namespace descend
