// `descend map`: outcomes over a grid of one or two settings, as one map.json.

#include "harness/map/map.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <stdexcept>

#include "harness/commands/command.h"
#include "harness/commands/experiment_flags.h"
#include "harness/commands/interruption.h"
#include "harness/map/heat_map.h"
#include "harness/terminal/output.h"
#include "harness/terminal/progress.h"
#include "harness/terminal/text.h"
#include "harness/terminal/units.h"
#include "results/files/folder_lock.h"
#include "results/map/map_file.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMapAbout =
    R"(Outcomes over a grid of one or two settings, as one map.json.

  descend map -p article_landscape -o 'momentum:learning_rate={log:1e-4:1:100},momentum={linear:0:0.99:50}'

Cheap problems run sixteen side by side along the learning rate, with the bits of one by one.)";

fs::path make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder)) {
    throw BadInput(fmt::format("cannot write the folder {}: {}", folder.string(),
                               error ? error.message() : "it is a file"));
  }
  return folder;
}

class MapCommand final : public Command {
 public:
  MapCommand() : Command("map", kMapAbout) {
    arguments.option("-p,--problem", request_.problem, "The problem, as name:key=value,…")
        .required();
    arguments.words("-o,--optimizer", optimizer_words_, "The optimizer, with one or two grids")
        .required();
    arguments.option("-s,--schedule", request_.schedule, "A learning rate schedule");
    arguments.plugins();
    experiment_flags_.declare(
        arguments, {"--repetitions", "--record", "--record-every", "--record-parameters"});
    arguments.jobs(jobs_);
    arguments.option("--out", out_, "The folder for map.json (results/runs/<problem>-<optimizer>)")
        .value("DIR");
    arguments.flag("--quiet", quiet_, "No picture and no progress, only the last line");
    examples =
        R"(  descend map -p article_landscape -o 'momentum:learning_rate={log:1e-4:1:80},momentum={0,0.5,0.9}'
  descend map -p rosenbrock -o 'adam:learning_rate={log:1e-4:1:40}' --steps 2000 --jobs 0)";
  }

  int run(const Invocation& invocation) override {
    const auto start = std::chrono::steady_clock::now();
    request_.optimizer = joined_spec(optimizer_words_);
    request_.options.read_flags(experiment_flags_.as_json());
    request_.jobs = static_cast<int>(jobs_);
    Map map(request_, invocation.registry);
    const fs::path folder = make_folder(out_.empty() ? default_folder() : fs::path(out_));
    const fs::path file = folder / "map.json";
    make(map, folder, file, invocation);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    print_outcome(map, seconds, file);
    if (map.failed() > 0) {
      throw std::runtime_error(fmt::format("{} of the runs failed", map.failed()));
    }
    return kDone;
  }

 private:
  void make(Map& map, const fs::path& folder, const fs::path& file,
            const Invocation& invocation) const {
    std::atomic<std::size_t> done = 0;
    std::mutex writing;
    const Interruption interruption([&] {
      writing.lock();
      say_interrupted(
          fmt::format("{} of {} runs were done; a map is written when all are, so the "
                      "same command begins anew (--jobs 0 uses every core)",
                      done.load(), map.grid().cells()));
    });
    const FolderLock lock(folder);
    {
      Progress progress(map.grid().cells(), !quiet_);
      map.run([&](std::size_t cells) {
        done += cells;
        progress.advance("", cells);
      });
    }
    const std::lock_guard guard(writing);
    write_map_file(
        file,
        {map.grid().axes(), map.first_run().settings, request_.optimizer, invocation.command_line},
        map.outcomes());
  }

  fs::path default_folder() const {
    const std::string problem = parse_spec(request_.problem)["name"];
    const std::string optimizer = parse_spec(request_.optimizer)["name"];
    return fs::path("results/runs") / (problem + "-" + optimizer);
  }

  void print_outcome(const Map& map, double seconds, const fs::path& file) const {
    if (!quiet_) print("{}", heat_map(map.grid().axes(), map.outcomes()));
    if (map.not_made() > 0) {
      print("  {} of the runs could not be made: {}\n", map.not_made(),
            printable(map.why_not_made()));
    }
    const std::optional<std::size_t> best = map.best_cell();
    if (!quiet_ && best) {
      print("  least final loss {}: {}\n", figure_text(map.outcomes()[*best].final_loss),
            to_text(map.grid().optimizer(*best)));
    }
    double steps = 0;
    for (const CellOutcome& outcome : map.outcomes()) steps += static_cast<double>(outcome.steps);
    print("\n{} runs of {} in {}, {} a step{}: {}\n", map.outcomes().size(), request_.problem,
          seconds_text(seconds), seconds_text(seconds / std::max(1.0, steps)),
          map.has_lanes() ? ", sixteen side by side" : "", file.string());
  }

  std::vector<std::string> optimizer_words_;
  MapRequest request_;
  ExperimentFlags experiment_flags_;
  Index jobs_ = 1;
  std::string out_;
  bool quiet_ = false;
};

}  // namespace

std::unique_ptr<Command> map_command() { return std::make_unique<MapCommand>(); }

}  // namespace descend
