// `descend map`: outcomes and verdicts over a grid of one or two settings, as one map.json.

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "descend/numerics/lanes.h"
#include "harness/commands/command.h"
#include "harness/commands/experiment_flags.h"
#include "harness/map/heat_map.h"
#include "harness/map/map_axes.h"
#include "harness/plan/plan.h"
#include "harness/run/lane_runs.h"
#include "harness/run/parallel.h"
#include "harness/run/runner.h"
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

struct MapOptions {
  std::string problem;
  // With one or two grids in it.
  std::string optimizer;
  // Empty: none.
  std::string schedule;
  // As of a run.
  Json knobs = Json::object();
  int jobs = 1;
  bool quiet = false;
  std::string command_line;
};

// Cells that a thread takes at a time, along the learning rate.
constexpr std::size_t kStretch = 1024;

class Map {
 public:
  Map(const ProgramRegistry& registry, const MapOptions& options)
      : registry_(registry), options_(options), grid_(options.optimizer, registry) {
    refuse_grids(options.problem, "map: the problem");
    if (!options.schedule.empty()) refuse_grids(options.schedule, "map: the schedule");
    const std::vector<MapAxis>& axes = grid_.axes();
    lane_axis_ = axes[0].name == "learning_rate" ? 0 : 1;
    (lane_axis_ == 0 ? next_rate_ : next_other_) = grid_.cells() / axes[0].values.size();
    has_lanes_ =
        axes[0].name == "learning_rate" || (axes.size() > 1 && axes[1].name == "learning_rate");
    // What no run can have is bad input, before any of them begins.
    first_ = plan_cell(0);
    plan_cell(grid_.cells() - 1);
    if (has_lanes_) has_lanes_ = LaneRuns::make(first_.settings, registry) != nullptr;
    outcomes_.resize(grid_.cells());
  }

  void run() {
    Progress progress(grid_.cells(), !options_.quiet);
    if (has_lanes_) {
      run_in_lanes(progress);
    } else {
      for_each_in_parallel(grid_.cells(), options_.jobs, [&](std::size_t cell) {
        run_alone(cell);
        progress.advance("");
      });
    }
  }

  std::size_t failed() const { return failed_; }

  void write(const fs::path& path) const {
    write_map(path, grid_.axes(), first_, options_.optimizer, options_.command_line, outcomes_);
  }

  void print(double seconds, const fs::path& path) const {
    if (!options_.quiet) fmt::print("{}", heat_map(grid_.axes(), outcomes_));
    if (!complaint_.empty()) {
      fmt::print("  {} of the runs could not be made: {}\n", failures_.load(),
                 printable(complaint_));
    }
    if (!options_.quiet) print_best();
    double steps = 0;
    for (const CellOutcome& outcome : outcomes_) steps += static_cast<double>(outcome.steps);
    fmt::print("\n{} runs of {} in {}, {} a step{}: {}\n", outcomes_.size(), options_.problem,
               seconds_text(seconds), seconds_text(seconds / std::max(1.0, steps)),
               has_lanes_ ? ", sixteen side by side" : "", path.string());
  }

 private:
  Run plan_cell(std::size_t cell) const {
    Json experiment = options_.knobs;
    experiment["problems"] = {options_.problem};
    experiment["optimizers"] = Json::array({grid_.optimizer(cell)});
    if (!options_.schedule.empty()) experiment["schedules"] = {options_.schedule};
    const Json suite = {{"schema", "descend.suite/1"}, {"experiments", Json::array({experiment})}};
    return make_plan(suite, "map", Json::object(), registry_).runs.at(0);
  }

  void run_alone(std::size_t cell) {
    const Record record = run_one(plan_cell(cell), registry_);
    const Outcome& outcome = record.outcome;
    const Index minimum = outcome.reached_minimum_index.value_or(-1);
    outcomes_[cell] = {outcome.final_loss, outcome.steps, static_cast<std::int32_t>(minimum),
                       outcome.verdict};
    if (outcome.status == Status::failed) ++failed_;
    if (record.trace.columns.empty() || record.trace.columns.front().values.empty()) {
      const std::lock_guard lock(mutex_);
      ++failures_;
      if (complaint_.empty()) complaint_ = outcome.reason;
    }
  }

  // The cells along the learning rate, for one value of the other axis after the other.
  void run_in_lanes(Progress& progress) {
    const std::size_t rates = grid_.axes()[lane_axis_].values.size();
    const std::size_t stretches = (rates + kStretch - 1) / kStretch;
    const std::size_t others = grid_.cells() / rates;
    std::vector<double> values;
    for (const Json& value : grid_.axes()[lane_axis_].values) values.push_back(value);
    for_each_in_parallel(others * stretches, options_.jobs, [&](std::size_t task) {
      const std::size_t other = task / stretches, first = task % stretches * kStretch;
      const std::size_t count = std::min(kStretch, rates - first);
      run_stretch(other, first, std::span(values).subspan(first, count));
      progress.advance("", count);
    });
  }

  std::size_t cell_at(std::size_t rate, std::size_t other) const {
    return rate * next_rate_ + other * next_other_;
  }

  void run_stretch(std::size_t other, std::size_t first, std::span<const double> rates) {
    const Run run = row(cell_at(first, other));
    const auto lanes = LaneRuns::make(run.settings, registry_);
    std::array<CellOutcome, Lanes::kCount> outcomes;
    for (std::size_t i = 0; i < rates.size(); i += Lanes::kCount) {
      const std::size_t count = std::min<std::size_t>(Lanes::kCount, rates.size() - i);
      const bool done = lanes->run(rates.subspan(i, count), std::span(outcomes).first(count));
      for (std::size_t lane = 0; lane < count; ++lane) {
        const std::size_t cell = cell_at(first + i + lane, other);
        if (done) {
          outcomes_[cell] = outcomes[lane];
        } else {
          run_alone(cell);
        }
      }
    }
  }

  // The run of a cell as lanes need it; its id is of no use to rules that draw no random numbers.
  Run row(std::size_t cell) const {
    const Settings settings = expand(grid_.optimizer(cell), "map").at(0);
    // `decay` is not the rule's own but its schedule's: only a plan knows that.
    if (settings.find("decay") != nullptr) return plan_cell(cell);
    Run run = first_;
    run.settings.optimizer = registry_.resolve(Kind::optimizer, settings, "map");
    return run;
  }

  void print_best() const {
    const auto best = std::ranges::min_element(outcomes_, {}, [](const CellOutcome& o) {
      const bool counts = o.verdict != Verdict::diverged && o.verdict != Verdict::left_domain &&
                          o.final_loss == o.final_loss;
      return counts ? o.final_loss : kInfinity;
    });
    if (best->final_loss != best->final_loss || best->verdict == Verdict::diverged) return;
    const Json optimizer = grid_.optimizer(static_cast<std::size_t>(best - outcomes_.begin()));
    fmt::print("  least final loss {}: {}\n", figure_text(best->final_loss),
               to_text(expand(optimizer, "map").at(0)));
  }

  const ProgramRegistry& registry_;
  const MapOptions& options_;
  MapGrid grid_;
  // The run of the first cell; the others differ in the axes only.
  Run first_;
  bool has_lanes_ = false;
  std::size_t lane_axis_ = 0;
  // Cells from one value to the next of the learning rate, and of the other axis.
  std::size_t next_rate_ = 1, next_other_ = 1;
  std::vector<CellOutcome> outcomes_;
  std::mutex mutex_;
  std::atomic<std::size_t> failures_ = 0;
  // Those of them that did not merely decline.
  std::atomic<std::size_t> failed_ = 0;
  std::string complaint_;
};

class MapCommand final : public Command {
 public:
  MapCommand() : Command("map", kMapAbout) {
    arguments.option("-p,--problem", options_.problem, "The problem, as name:key=value,…")
        .required();
    arguments.words("-o,--optimizer", optimizer_words_, "The optimizer, with one or two grids")
        .required();
    arguments.option("-s,--schedule", options_.schedule, "A learning rate schedule");
    arguments.plugins();
    add_experiment_flags(arguments, knobs_, false);
    arguments.jobs(jobs_);
    arguments.option("--out", out_, "The folder for map.json (results/runs/<problem>-<optimizer>)")
        .value("DIR");
    arguments.flag("--quiet", options_.quiet, "No picture and no progress, only the last line");
  }

  int run(const Invocation& invocation) override {
    const auto start = std::chrono::steady_clock::now();
    options_.optimizer = joined_spec(optimizer_words_);
    options_.knobs = knobs_.as_json();
    options_.jobs = static_cast<int>(jobs_);
    options_.command_line = invocation.command_line;
    Map map(invocation.registry, options_);
    const fs::path folder = make_folder();
    const FolderLock lock(folder);
    map.run();
    map.write(folder / "map.json");
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    map.print(seconds, folder / "map.json");
    if (map.failed() > 0) {
      throw std::runtime_error(fmt::format("{} of the runs failed", map.failed()));
    }
    return kDone;
  }

 private:
  fs::path make_folder() const {
    const Settings problem = expand(options_.problem, "map").at(0);
    const Settings optimizer = expand(parse_spec(options_.optimizer)["name"], "map").at(0);
    const fs::path folder = out_.empty()
                                ? fs::path("results/runs") / (problem.name + "-" + optimizer.name)
                                : fs::path(out_);
    std::error_code error;
    fs::create_directories(folder, error);
    if (!fs::is_directory(folder)) {
      throw BadInput(fmt::format("cannot write the folder {}: {}", folder.string(),
                                 error ? error.message() : "it is a file"));
    }
    return folder;
  }

  std::vector<std::string> optimizer_words_;
  MapOptions options_;
  RunKnobs knobs_;
  Index jobs_ = 1;
  std::string out_;
};

}  // namespace

std::unique_ptr<Command> map_command() { return std::make_unique<MapCommand>(); }

}  // namespace descend
