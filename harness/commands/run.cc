// `descend run`: suites or a cross product, planned, run in parallel, stored, shown and checked.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <stdexcept>

#include "harness/commands/commands.h"
#include "harness/commands/run_tables.h"
#include "harness/plan/plan.h"
#include "harness/registry/plugins.h"
#include "harness/registry/suites.h"
#include "harness/run/overhead.h"
#include "harness/run/parallel.h"
#include "harness/run/runner.h"
#include "harness/terminal/progress.h"
#include "harness/terminal/style.h"
#include "harness/terminal/text.h"
#include "harness/terminal/units.h"
#include "results/record/read_runs.h"
#include "results/store/store.h"

namespace descend {
namespace {

// Beyond this many runs only counts are printed.
constexpr std::size_t kMostShownRuns = 20'000;

Json parse_suite(const SuiteSource& source) {
  if (source.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw BadInput(source.where + ": is empty; a suite is a JSON object");
  }
  auto place = [&](std::size_t byte) {
    const std::string_view before = std::string_view(source.text).substr(0, byte);
    const auto line_start = before.rfind('\n');
    return fmt::format("{}:{}:{}", source.where, 1 + std::ranges::count(before, '\n'),
                       line_start == before.npos ? byte + 1 : byte - line_start);
  };
  // The keys of each open object: of a key given twice JSON would keep the last, silently.
  std::vector<std::set<std::string>> keys;
  auto look = [&](int, Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed).second) {
      throw BadInput(fmt::format("{}: the key {} is given twice", source.where, parsed.dump()));
    }
    return true;
  };
  try {
    return Json::parse(source.text, look);
  } catch (const Json::parse_error& error) {
    std::string what = error.what();
    if (const auto from = what.find("syntax error"); from != std::string::npos) {
      what = what.substr(from);
    }
    throw BadInput(
        fmt::format("{}: not JSON: {}", place(error.byte > 0 ? error.byte - 1 : 0), what));
  } catch (const Json::out_of_range& error) {
    // "… number overflow parsing '1e999'"
    const std::string what = error.what();
    const std::size_t quote = what.find('\'');
    const std::string number =
        quote == what.npos ? "" : what.substr(quote + 1, what.rfind('\'') - quote - 1);
    throw BadInput(fmt::format("{}: {} is out of the range of numbers",
                               place(source.text.find(number)), number));
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
                        const Plan& plan, Store& store, const std::string& session) {
  std::vector<const Run*> missing;
  for (const Run& run : plan.runs) {
    if (!store.done(run.id)) missing.push_back(&run);
  }
  Progress progress(missing.size(), !options.quiet);
  for_each_in_parallel(missing.size(), options.jobs, [&](std::size_t i) {
    const Run& run = *missing[i];
    Record record = run_one(run, registry);
    record.session = session;
    record.build = build_identity();
    for (const std::string& build : run.plugin_builds) record.build += "+" + build;
    store.append(record);
    progress.advance(run.label.empty() ? run.optimizer_spec : run.label);
  });
  return missing.size();
}

// The plan's runs: those that failed, and the others where anyone looks at them.
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
    if (!wanted.contains(id)) return;
    if (looked_at || line["outcome"]["status"] == "failed") {
      runs[id] = {std::move(line), std::move(trace)};
    }
  });
  return runs;
}

// What the first of the runs that failed says, and how many there are; empty: none failed.
std::string first_failure(const FinishedRuns& finished, std::size_t runs) {
  std::size_t count = 0;
  const Json* first = nullptr;
  for (const auto& [id, run] : finished) {
    if (run.line["outcome"]["status"] != "failed") continue;
    if (count++ == 0) first = &run.line;
  }
  if (count == 0) return "";
  return fmt::format("{} of {} runs failed: {} on {}: {}", count, runs,
                     (*first)["optimizer_spec"].get<std::string>(),
                     (*first)["problem_spec"].get<std::string>(),
                     (*first)["outcome"]["reason"].get<std::string>());
}

struct SuiteResult {
  bool missed = false;
  // Empty: no run failed.
  std::string failure;
};

SuiteResult run_suite(const ProgramRegistry& registry, const RunOptions& options,
                      const Work& work) {
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
  SessionInfo session;
  session.command = options.command_line;
  session.jobs = static_cast<Index>(thread_count(options.jobs));
  session.overhead = harness_overhead();
  std::vector<std::string> planned;
  for (const Run& run : plan.runs) planned.push_back(run.id);
  const std::string name = store.start_session(session, planned);
  const std::size_t count = run_missing(registry, options, plan, store, name);
  store.finish_session();

  const bool too_many = plan.runs.size() > kMostShownRuns, quiet = options.quiet || too_many;
  const FinishedRuns finished = read_finished(plan, work.folder, quiet);
  const Tally tally = print_experiments(plan, finished, quiet);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!options.quiet) fmt::print("\n");
  if (too_many && !options.quiet) {
    fmt::print("More than {} runs: no table. `descend export` and `descend report` show them.\n",
               kMostShownRuns);
  }
  if (!options.quiet || tally.missed()) print_tally(tally);
  fmt::print("{} new runs of {} in {}: {}\n", count, plan.runs.size(), seconds_text(seconds),
             (work.folder / "runs.jsonl").string());
  return {tally.missed(), first_failure(finished, plan.runs.size())};
}

}  // namespace

int run_command(const ProgramRegistry& registry, const RunOptions& options) {
  bool missed = false;
  std::string failure;
  for (const Work& work : plan_all(registry, options)) {
    const SuiteResult result = run_suite(registry, options, work);
    missed = missed || result.missed;
    if (failure.empty()) failure = result.failure;
  }
  if (!failure.empty()) throw std::runtime_error(failure);
  return missed ? kCheckMissed : kDone;
}

}  // namespace descend
