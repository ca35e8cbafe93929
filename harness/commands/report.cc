// `descend report`: one page that shows what folders hold.

#include "results/report/report.h"

#include <fmt/format.h>

#include <filesystem>
#include <tuple>

#include "harness/commands/command.h"
#include "harness/terminal/output.h"
#include "harness/terminal/units.h"
#include "results/report/page.h"

namespace descend {
namespace {

class ReportCommand final : public Command {
 public:
  ReportCommand() : Command("report", "One page that shows folders of results") {
    arguments.positional("DIR", folders_, "Folders of results").required();
    arguments.repeated("--plugin", plugins_, "Not needed: a page is made from files alone")
        .value("FILE.so");
    arguments.option("-o,--output", out_, "The page to write").value("FILE.html").required();
    examples = R"(  descend report results/runs/adhoc -o adhoc.html
  descend report results/runs/article results/runs/adhoc -o both.html)";
  }

  int run(const Invocation&) override {
    if (!out_.ends_with(".html") && !out_.ends_with(".htm")) {
      throw BadInput(fmt::format(
          "report: --output: {} is not allowed; a page is a FILE.html, which every browser can "
          "print as PDF",
          out_));
    }
    if (report_page().empty()) {
      throw std::runtime_error(
          "report: this program was built without its page, which takes Node 18 or later with "
          "npm; run scripts/setup and build again");
    }
    const std::vector<std::filesystem::path> paths(folders_.begin(), folders_.end());
    print_summary(write_report(paths, out_, report_page()));
    return kDone;
  }

 private:
  void print_summary(const ReportSummary& summary) const {
    for (const std::string& line : summary.bad_lines) print("left out: {}\n", line);
    if (summary.shown_states < summary.states) {
      print("thinned: the page holds {} of {} recorded states\n", summary.shown_states,
            summary.states);
    }
    if (summary.runs_left_out > 0) {
      print("{} runs left out, to keep the page small\n", summary.runs_left_out);
    }
    if (summary.parameters_left_out > 0) {
      print("{} files of parameters left out: too large for a page\n", summary.parameters_left_out);
    }
    for (const auto& [count, one, several] :
         {std::tuple{summary.runs, "run", "runs"},
          {summary.maps, "map", "maps"},
          {summary.timings, "table of timings", "tables of timings"}}) {
      if (count > 0) print("{} {}, ", count, count == 1 ? one : several);
    }
    print("{}: {}\n", size_text(std::filesystem::file_size(out_)), out_);
  }

  std::vector<std::string> folders_, plugins_;
  std::string out_;
};

}  // namespace

std::unique_ptr<Command> report_command() { return std::make_unique<ReportCommand>(); }

}  // namespace descend
