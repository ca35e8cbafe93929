// `descend report`: one page that shows what folders hold.

#include "results/report/report.h"

#include <fmt/format.h>

#include <filesystem>
#include <tuple>

#include "harness/commands/commands.h"
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

}  // namespace

int report_command(const ProgramRegistry& registry, const std::vector<std::string>& folders,
                   const std::string& out) {
  if (report_page().empty()) {
    throw std::runtime_error(
        "report: this program was built without its page, which takes Node 18 or later with npm; "
        "run scripts/setup and build again");
  }
  const std::vector<std::filesystem::path> paths(folders.begin(), folders.end());
  const ReportSummary summary = write_report(
      paths, out, report_page(), [&](const Json& run) { return drawing_of(run, registry); });
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
  fmt::print("{}: {}\n", size_text(std::filesystem::file_size(out)), out);
  return kDone;
}

}  // namespace descend
