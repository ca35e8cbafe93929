// `descend run`: suites or a cross product, planned, run in parallel, stored, shown and checked.

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

#include "harness/commands.h"
#include "harness/overhead.h"
#include "harness/plan.h"
#include "harness/plugins.h"
#include "harness/progress.h"
#include "harness/run_tables.h"
#include "harness/runner.h"
#include "harness/suites.h"
#include "harness/table.h"
#include "results/read_runs.h"
#include "results/store.h"

namespace descend {
namespace {

// Beyond this many runs only counts are printed.
constexpr std::size_t kMostShownRuns = 20'000;

Json parse_suite(const SuiteSource& source) {
  if (source.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw BadInput(source.where + ": is empty; a suite is a JSON object");
  }
  try {
    return Json::parse(source.text);
  } catch (const Json::parse_error& error) {
    std::size_t line = 1, column = 1;
    for (std::size_t i = 0; i + 1 < error.byte && i < source.text.size(); ++i) {
      ++column;
      if (source.text[i] == '\n') {
        ++line;
        column = 1;
      }
    }
    std::string what = error.what();
    if (const auto from = what.find("syntax error"); from != std::string::npos) {
      what = what.substr(from);
    }
    throw BadInput(fmt::format("{}:{}:{}: not JSON: {}", source.where, line, column, what));
  }
}

// OPTION@STEP=VALUE
Json parse_change(const std::string& text) {
  const std::size_t at = text.find('@'), equals = text.find('=', at == text.npos ? 0 : at);
  const Json step = at == text.npos || equals == text.npos
                        ? Json()
                        : Json::parse(text.substr(at + 1, equals - at - 1), nullptr, false);
  if (!step.is_number_unsigned() || at == 0) {
    throw BadInput(
        fmt::format("--change: '{}' is not OPTION@STEP=VALUE, as in "
                    "learning_rate@500=0.1",
                    text));
  }
  const Json value = parse_spec("x:value=" + text.substr(equals + 1))["value"];
  return {{"option", text.substr(0, at)}, {"step", step}, {"value", value}};
}

Json specs(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(parse_spec(text));
  return list;
}

struct Work {
  Plan plan;
  std::filesystem::path folder;
};

// Everything is planned before anything runs, so that bad input leaves nothing half-done.
std::vector<Work> plan_all(const ProgramRegistry& registry, const RunOptions& options) {
  Json overrides = options.knobs;
  if (!options.optimizers.empty()) overrides["optimizers"] = specs(options.optimizers);
  if (!options.schedules.empty()) overrides["schedules"] = specs(options.schedules);
  for (const std::string& change : options.changes) {
    overrides["changes"].push_back(parse_change(change));
  }
  std::vector<Work> all;
  auto folder_of = [&](const std::string& name, bool several) {
    const std::filesystem::path base = options.out.empty() ? "results/runs" : options.out;
    return options.out.empty() || several ? base / name : base;
  };
  if (!options.problems.empty()) {
    if (!options.suites.empty()) {
      throw BadInput("run: a suite brings its own problems; give either suites or -p");
    }
    if (options.optimizers.empty())
      throw BadInput("run: -p needs at least one optimizer, as in -o sgd");
    const Json suite = {{"schema", "descend.suite/1"},
                        {"name", "adhoc"},
                        {"experiments", {{{"problems", specs(options.problems)}}}}};
    all.push_back(
        {make_plan(suite, "command line", overrides, registry), folder_of("adhoc", false)});
    return all;
  }
  std::vector<std::string> names = options.suites;
  if (names.empty()) {
    if (!options.optimizers.empty() || !options.schedules.empty()) {
      throw BadInput("run: -o and -s need a problem (-p spiral) or a suite to run on");
    }
    names = {"article"};
  }
  for (const std::string& name : names) {
    const SuiteSource source = load_suite(name);
    Plan plan = make_plan(parse_suite(source), source.where, overrides, registry);
    if (plan.name.empty()) plan.name = std::filesystem::path(name).stem().string();
    if (plan.name.find_first_of("/\\") != std::string::npos || plan.name.starts_with('.')) {
      throw BadInput(fmt::format("{}.name: '{}' cannot name a folder", source.where, plan.name));
    }
    const std::filesystem::path folder = folder_of(plan.name, names.size() > 1);
    for (const Work& other : all) {
      if (other.folder == folder) {
        throw BadInput(fmt::format("run: two suites would share the folder {}", folder.string()));
      }
    }
    all.push_back({std::move(plan), folder});
  }
  return all;
}

// Runs what is missing; returns how many runs that was.
std::size_t run_missing(const ProgramRegistry& registry, const RunOptions& options,
                        const Plan& plan, Store& store, const std::string& session,
                        std::size_t jobs) {
  std::vector<const Run*> missing;
  for (const Run& run : plan.runs) {
    if (!store.done(run.id)) missing.push_back(&run);
  }
  Progress progress(missing.size(), !options.quiet);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> broken = false;
  std::exception_ptr error;
  std::mutex error_mutex;
  auto work = [&] {
    while (!broken) {
      const std::size_t i = next++;
      if (i >= missing.size()) return;
      try {
        Record record = run_one(*missing[i], registry);
        record.session = session;
        record.build = build_identity();
        for (const std::string& build : missing[i]->plugin_builds) record.build += "+" + build;
        store.append(record);
        progress.advance(missing[i]->label.empty() ? missing[i]->optimizer_spec
                                                   : missing[i]->label);
      } catch (...) {
        const std::lock_guard lock(error_mutex);
        if (!broken.exchange(true)) error = std::current_exception();
      }
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t j = 1; j < std::min(jobs, missing.size()); ++j) threads.emplace_back(work);
  work();
  threads.clear();
  if (error) std::rethrow_exception(error);
  return missing.size();
}

FinishedRuns read_finished(const Plan& plan, const std::filesystem::path& folder, bool quiet) {
  // Long traces are read for tables and for what a suite expects, not for a last line.
  const bool looked_at = !quiet || std::ranges::any_of(plan.experiments, [](const Experiment& e) {
    return !e.expect.empty();
  });
  std::set<std::string> wanted;
  for (const Run& run : plan.runs) wanted.insert(run.id);
  FinishedRuns runs;
  const Traces traces = looked_at ? Traces::read : Traces::skip;
  read_runs(folder, traces, [&](Json& line, Trace& trace) {
    const std::string id = line["id"];
    if (wanted.contains(id)) runs[id] = {std::move(line), std::move(trace)};
  });
  return runs;
}

bool run_suite(const ProgramRegistry& registry, const RunOptions& options, const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  const Plan& plan = work.plan;
  if (!options.quiet && !plan.about.empty()) {
    fmt::print("{}\n{}", styled(plan.name, "1"), wrapped(plan.about));
    std::fflush(stdout);
  }
  StoreOptions store_options;
  store_options.restart = options.restart;
  store_options.suite = plan.name;
  store_options.plugins = options.plugins;
  for (const PluginFile& plugin : options.plugins) {
    store_options.builds.push_back(plugin_build(plugin.name, plugin.hash));
  }
  Store store(work.folder, store_options);
  for (const std::string& sentence : store.opened().sentences()) fmt::print("{}\n", sentence);
  const std::size_t jobs =
      options.jobs == 0 ? std::max(1u, std::thread::hardware_concurrency()) : options.jobs;
  SessionInfo session;
  session.command = options.command_line;
  session.jobs = static_cast<Index>(jobs);
  session.overhead = harness_overhead();
  std::vector<std::string> planned;
  for (const Run& run : plan.runs) planned.push_back(run.id);
  const std::string name = store.start_session(session, planned);
  const std::size_t count = run_missing(registry, options, plan, store, name, jobs);
  store.finish_session();

  Tally tally;
  if (plan.runs.size() <= kMostShownRuns) {
    tally = print_experiments(plan, read_finished(plan, work.folder, options.quiet), options.quiet);
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  fmt::print("\n");
  print_tally(tally);
  fmt::print("{} new runs of {} in {}: {}\n", count, plan.runs.size(), seconds_text(seconds),
             (work.folder / "runs.jsonl").string());
  return !tally.missed();
}

}  // namespace

int run_command(const ProgramRegistry& registry, const RunOptions& options) {
  bool all_hold = true;
  for (const Work& work : plan_all(registry, options)) {
    all_hold = run_suite(registry, options, work) && all_hold;
  }
  return all_hold ? kDone : kCheckMissed;
}

}  // namespace descend
