#include "harness/commands/run_suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "harness/commands/interruption.h"
#include "harness/commands/print_experiments.h"
#include "harness/registry/plugins.h"
#include "harness/run/overhead.h"
#include "harness/run/parallel.h"
#include "harness/run/runner.h"
#include "harness/terminal/output.h"
#include "harness/terminal/progress.h"
#include "harness/terminal/style.h"
#include "harness/terminal/text.h"
#include "harness/terminal/units.h"
#include "results/store/store.h"

namespace descend {
namespace {

// Beyond this many runs only counts are printed.
constexpr std::size_t kMaxShownRuns = 20'000;

// The numbers of the plan's runs that the store does not have yet.
std::vector<std::size_t> missing_runs(const Plan& plan, const Store& store) {
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (!plan.is_repeated(i) && !store.done(plan.id_at(i))) missing.push_back(i);
  }
  return missing;
}

void run_missing(const Plan& plan, const std::vector<std::size_t>& missing, const RunMode& mode,
                 const ProgramRegistry& registry, Store& store, const std::string& session) {
  Progress progress(missing.size(), !mode.quiet);
  for_each_in_parallel(missing.size(), mode.jobs, [&](std::size_t i) {
    const Run run = plan.run_at(missing[i]);
    Record record =
        run_one(run, registry, [&](const std::string& key) { return store.has_drawing(key); });
    record.session = session;
    record.build = build_identity();
    for (const std::string& build : run.plugin_builds) record.build += "+" + build;
    store.append(record);
    const RunSettings& settings = run.settings;
    progress.advance(settings.label.empty() ? settings.optimizer_spec : settings.label);
  });
}

StoreOptions store_options(const std::string& suite, bool restart,
                           const std::vector<PluginFile>& plugins) {
  StoreOptions options;
  options.restart = restart;
  options.suite = suite;
  options.plugins = plugins;
  for (const PluginFile& plugin : plugins) {
    options.builds.push_back(plugin_build(plugin.name, plugin.hash));
  }
  return options;
}

}  // namespace

SuiteResult run_suite(const Plan& plan, const std::filesystem::path& folder, const RunMode& mode,
                      const Invocation& invocation) {
  const auto start = std::chrono::steady_clock::now();
  if (!mode.quiet && !plan.suite().about.empty()) {
    print("{}\n{}", styled(plan.suite().name, "1"), wrapped(plan.suite().about));
    flush_output();
  }
  Store store(folder, store_options(plan.suite().name, mode.restart, invocation.plugins));
  for (const std::string& sentence : store.opened().sentences()) print("{}\n", sentence);
  SessionInfo session;
  session.command = invocation.command_line;
  session.jobs = static_cast<Index>(thread_count(mode.jobs));
  session.overhead = harness_overhead();
  const std::vector<std::size_t> missing = missing_runs(plan, store);
  {
    const Interruption interruption([&] {
      store.stop();
      const auto done =
          std::ranges::count_if(missing, [&](std::size_t i) { return store.done(plan.id_at(i)); });
      say_interrupted(fmt::format(
          "{} of {} runs are done, in {}; the same command{} goes on with the rest",
          plan.distinct() - missing.size() + static_cast<std::size_t>(done), plan.distinct(),
          (folder / "runs.jsonl").string(), mode.restart ? " without --restart" : ""));
    });
    const std::string name = store.start_session(session, static_cast<Index>(missing.size()));
    run_missing(plan, missing, mode, invocation.registry, store, name);
    store.finish_session();
  }

  const bool too_many = plan.distinct() > kMaxShownRuns, quiet = mode.quiet || too_many;
  const FinishedRuns finished = read_finished(plan, folder, !quiet);
  const Tally tally = print_experiments(plan, finished, quiet);
  store.keep_checks(tally.checks);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (!mode.quiet) print("\n");
  if (too_many && !mode.quiet) {
    print("More than {} runs: no table. `descend export` and `descend report` show them.\n",
          kMaxShownRuns);
  }
  if (!mode.quiet || tally.missed()) print_tally(tally);
  if (const std::size_t unmade = plan.unmade_repetitions(); unmade > 0 && !mode.quiet) {
    print("{} repetition{} not made: there no seed changes anything.\n", unmade,
          unmade == 1 ? "" : "s");
  }
  print("{} new runs of {} in {}: {}\n", missing.size(), plan.distinct(), seconds_text(seconds),
        (folder / "runs.jsonl").string());
  return {tally.missed(),
          first_failure(finished, plan.distinct()),
          {plan.suite().name, seconds, tally.checks}};
}

}  // namespace descend
