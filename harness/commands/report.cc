// `descend report`: one page that shows what folders hold.

#include "results/report/report.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <tuple>

#include "harness/commands/command.h"
#include "harness/settings/settings.h"
#include "harness/terminal/units.h"
#include "results/report/page.h"

namespace descend {
namespace {

// The problem is made once more, because its picture is not recorded with its runs.
template <typename Scalar>
std::vector<Column> drawing_in(const Settings& settings, const ProgramRegistry& registry,
                               std::uint64_t seed) {
  const auto& make = registry.problem(settings.name).make.of<Scalar>();
  if (!make) return {};
  const Made<Problem<Scalar>> problem = make(settings, registry);
  Vector<Scalar> x(problem.object->layout().size());
  problem.object->start(seed, x);
  return problem.object->drawing();
}

std::vector<Column> drawing_of(const Json& run, const ProgramRegistry& registry) {
  try {
    const std::vector<Settings> given = expand(run.at("problem"), "problem");
    const Settings settings = registry.resolve(Kind::problem, given.at(0), "problem");
    const auto seed = run.at("seed").get<std::uint64_t>();
    return run.at("precision") == "float32" ? drawing_in<float>(settings, registry, seed)
                                            : drawing_in<double>(settings, registry, seed);
  } catch (const std::exception&) {
    return {};  // a plugin that is not loaded, or another program's run: curves, but no picture
  }
}

class ReportCommand final : public Command {
 public:
  ReportCommand() : Command("report", "One page that shows folders of results") {
    arguments.positional("DIR", folders_, "Folders of results").required();
    arguments.plugins();
    arguments.option("-o,--output", out_, "The page to write").value("FILE.html").required();
  }

  int run(const Invocation& invocation) override {
    if (report_page().empty()) {
      throw std::runtime_error(
          "report: this program was built without its page, which takes Node 18 or later with "
          "npm; run scripts/setup and build again");
    }
    const std::vector<std::filesystem::path> paths(folders_.begin(), folders_.end());
    const ReportSummary summary = write_report(paths, out_, report_page(), [&](const Json& run) {
      return drawing_of(run, invocation.registry);
    });
    print(summary);
    return kDone;
  }

 private:
  void print(const ReportSummary& summary) const {
    for (const std::string& line : summary.bad_lines) fmt::print("left out: {}\n", line);
    if (summary.shown_states < summary.states) {
      fmt::print("thinned: the page holds {} of {} recorded states\n", summary.shown_states,
                 summary.states);
    }
    if (summary.runs_left_out > 0) {
      fmt::print("{} runs left out, to keep the page small\n", summary.runs_left_out);
    }
    if (summary.parameters_left_out > 0) {
      fmt::print("{} files of parameters left out: too large for a page\n",
                 summary.parameters_left_out);
    }
    for (const auto& [count, one, several] :
         {std::tuple{summary.runs, "run", "runs"},
          {summary.maps, "map", "maps"},
          {summary.timings, "table of timings", "tables of timings"}}) {
      if (count > 0) fmt::print("{} {}, ", count, count == 1 ? one : several);
    }
    fmt::print("{}: {}\n", size_text(std::filesystem::file_size(out_)), out_);
  }

  std::vector<std::string> folders_;
  std::string out_;
};

}  // namespace

std::unique_ptr<Command> report_command() { return std::make_unique<ReportCommand>(); }

}  // namespace descend
