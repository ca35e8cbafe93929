// The program: reads the command line and hands over to the commands.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "harness/commands/commands.h"
#include "harness/commands/help_texts.h"
#include "harness/map/map_axes.h"
#include "harness/plan/run_knobs.h"
#include "harness/registry/plugins.h"
#include "harness/settings/wording.h"
#include "harness/terminal/text.h"

namespace descend {
namespace {

constexpr const char* kPluginOption = "--plugin";

void add_knobs(CLI::App& command, RunKnobs& knobs) {
  command.add_option("--steps", knobs.steps, "Budget: this many updates")->type_name("N");
  command.add_option("--epochs", knobs.epochs, "Budget: this many passes over the data")
      ->type_name("N");
  command.add_option("--evaluations", knobs.evaluations, "Budget: this many evaluations")
      ->type_name("N");
  command.add_option("--batch-size", knobs.batch_size, "Samples a step; 'full' is all of them")
      ->type_name("N|full");
  command.add_option("--seed", knobs.seed, "The first seed (0)")->type_name("S");
  command.add_option("--repetitions", knobs.repetitions, "Runs with seeds S … S+K-1 (1)")
      ->type_name("K");
  command.add_option("--record-every", knobs.record_every, "Write down every N-th state")
      ->type_name("N");
  command.add_option("--record", knobs.record, "Write down POINTS states")
      ->type_name("linear:POINTS|log:POINTS");
  command.add_option("--target-loss", knobs.target_loss, "End a run at this loss")
      ->type_name("LOSS");
  command.add_option("--loss-bound", knobs.loss_bound, "A run past this loss has exploded")
      ->type_name("LOSS");
  command.add_option("--precision", knobs.precision, "Arithmetic")->type_name("float32|float64");
  command.add_option("--jobs,-j", knobs.jobs, "Runs at the same time; 0: every core (1)")
      ->type_name("J");
}

std::string quoted(const std::string& word) {
  if (word.find_first_of(" '\"{}()[]$&;|<>*?#~`\\") == std::string::npos && !word.empty())
    return word;
  std::string escaped;
  for (const char c : word) escaped += c == '\'' ? "'\\''" : std::string(1, c);
  return "'" + escaped + "'";
}

// What the parser says of arguments that it knows nothing to do with, for people.
std::string unexpected(const CLI::App& command) {
  const std::string word = command.remaining().front();
  if (!word.starts_with('-')) {
    return fmt::format("descend {} takes no further argument '{}'", command.get_name(), word);
  }
  std::vector<std::string> known;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  }
  const std::string name = word.substr(0, word.find('='));
  return fmt::format("descend {} has no option '{}'{}", command.get_name(), name,
                     did_you_mean(name, known));
}

int run_program(int argc, char** argv) {
  CLI::App app(kAbout, "descend");
  app.footer(kExamples);
  app.require_subcommand(1);
  app.set_version_flag("--version", "descend " DESCEND_VERSION);
  ProgramRegistry registry;
  std::vector<std::string> plugin_files;
  std::vector<PluginFile> plugins, given_plugins;
  // For every command that looks names up; the files are loaded before it begins.
  auto takes_plugins = [&](CLI::App* sub) {
    sub->add_option(kPluginOption, plugin_files,
                    "A shared library with more optimizers and problems")
        ->type_name("FILE.so")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  std::function<int()> command;
  auto command_line = [&] {
    std::string line = "descend";
    for (int i = 1; i < argc; ++i) line += " " + quoted(argv[i]);
    return line;
  };

  std::string what, name, folder, id, out;
  bool json = false;
  CLI::App* list = app.add_subcommand("list", "Names of everything, with one line each");
  list->add_option("WHAT", what, "optimizers, problems, schedules or suites");
  list->add_flag("--json", json, "For programs");
  takes_plugins(list);
  list->callback([&] { command = [&] { return list_command(registry, what, json); }; });

  CLI::App* show = app.add_subcommand("show", "Formula, options and source of one name");
  show->add_option("NAME", name, "An optimizer, problem, schedule or suite")->required();
  show->add_flag("--json", json, "For programs");
  takes_plugins(show);
  show->callback([&] { command = [&] { return show_command(registry, name, json); }; });

  RunOptions options;
  RunKnobs knobs;
  bool resume = false;
  CLI::App* run = app.add_subcommand("run", kRunAbout);
  run->add_option("SUITE", options.suites, "Suites to run");
  run->add_option("-p,--problem", options.problems, "Problems, as name:key=value,…")
      ->expected(1, -1);
  run->add_option("-o,--optimizer", options.optimizers, "Optimizers")->expected(1, -1);
  run->add_option("-s,--schedule", options.schedules, "Learning rate schedules")->expected(1, -1);
  run->add_option("--change", options.changes, "Change a setting before update STEP, in mid-run")
      ->type_name("OPTION@STEP=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  add_knobs(*run, knobs);
  run->add_option("--out", options.out, "The folder for results (results/runs/<suite>)")
      ->type_name("DIR");
  auto* resume_flag = run->add_flag("--resume", resume, "Run only what is missing (the default)");
  run->add_flag("--restart", options.restart, "Move the old folder aside first")
      ->excludes(resume_flag);
  run->add_flag("--quiet", options.quiet, "No tables and no progress, only the last line");
  takes_plugins(run);
  run->callback([&] {
    command = [&] {
      options.knobs = knobs.as_json();
      options.plugins = plugins;
      options.jobs = knobs.job_count();
      options.command_line = command_line();
      return run_command(registry, options);
    };
  });

  CLI::App* check = app.add_subcommand("check", "Holds optimizers and problems to the contract");
  check->add_option("NAME", name,
                    "An optimizer, a problem or a schedule; without: all that the "
                    "plugins bring");
  takes_plugins(check);
  check->callback([&] { command = [&] { return check_command(registry, name, given_plugins); }; });

  std::string kind;
  CLI::App* making = app.add_subcommand("new",
                                        "Writes a plugin project: your own optimizer or "
                                        "problem, outside of this program");
  making->add_option("KIND", kind, "optimizer or problem")->required();
  making->add_option("NAME", name, "What it will be called: [a-z][a-z0-9_]*")->required();
  making->add_option("DIR", folder, "The folder to write (NAME)");
  making->callback([&] { command = [&] { return new_command(registry, kind, name, folder); }; });

  CLI::App* print = app.add_subcommand("print", "One line a recorded state, as the article prints");
  print->add_option("DIR", folder, "A folder of results")->required();
  print->add_option("--id", id, "Only this run");
  print->callback([&] { command = [&] { return print_command(folder, id); }; });

  MapOptions mapping;
  std::vector<std::string> optimizer_words;
  CLI::App* map = app.add_subcommand("map", kMapAbout);
  map->add_option("-p,--problem", mapping.problem, "The problem, as name:key=value,…")->required();
  map->add_option("-o,--optimizer", optimizer_words, "The optimizer, with one or two grids")
      ->required()
      ->expected(1, -1);
  map->add_option("-s,--schedule", mapping.schedule, "A learning rate schedule");
  takes_plugins(map);
  add_knobs(*map, knobs);
  for (const char* name : {"--repetitions", "--record", "--record-every"}) {
    map->remove_option(map->get_option(name));
  }
  map->add_option("--out", mapping.out,
                  "The folder for map.json (results/runs/<problem>-<optimizer>)")
      ->type_name("DIR");
  map->add_flag("--quiet", mapping.quiet, "No picture and no progress, only the last line");
  map->callback([&] {
    command = [&] {
      mapping.optimizer = joined_spec(optimizer_words);
      mapping.knobs = knobs.as_json();
      mapping.jobs = knobs.job_count();
      mapping.command_line = command_line();
      return map_command(registry, mapping);
    };
  });

  CLI::App* verify =
      app.add_subcommand("verify", "Runs again what DIR holds, compares trace hashes");
  verify->add_option("DIR", folder, "A folder of results")->required();
  takes_plugins(verify);
  verify->add_option("--jobs,-j", knobs.jobs, "Runs at the same time; 0: every core (1)")
      ->type_name("J");
  verify->callback(
      [&] { command = [&] { return verify_command(registry, folder, knobs.job_count()); }; });

  std::vector<std::string> folders;
  std::string format = "csv", place;
  CLI::App* exporting = app.add_subcommand("export", "Tables or one JSON array of finished runs");
  exporting->add_option("DIR", folders, "Folders of results")->required();
  exporting->add_option("--format", format, "csv or json")->type_name("csv|json");
  exporting->add_option("-o,--output", place, "A folder for csv, a file for json")->required();
  exporting->callback([&] { command = [&] { return export_command(folders, format, place); }; });

  CLI::App* report = app.add_subcommand("report", "One page that shows folders of results");
  report->add_option("DIR", folders, "Folders of results")->required();
  takes_plugins(report);
  report->add_option("-o,--output", place, "The page to write")->type_name("FILE.html")->required();
  report->callback([&] { command = [&] { return report_command(registry, folders, place); }; });

  CLI::App* time = app.add_subcommand("time",
                                      "Costs of a step, a gradient, a run; takes Google "
                                      "Benchmark's own flags (--benchmark_filter=step/sgd)");
  out = "results/runs/timings";
  time->add_option("--out", out, "The folder for timings.json (results/runs/timings)")
      ->type_name("DIR");
  takes_plugins(time);
  time->allow_extras();
  time->callback([&, time] {
    command = [&, time] { return time_command(registry, time->remaining(), out); };
  });

  // Before the parser sees it, because it would only say that a command is missing.
  if (argc > 1 && argv[1][0] == '-' &&
      std::ranges::none_of(app.get_options(),
                           [&](const auto* option) { return option->check_name(argv[1]); })) {
    throw BadInput(
        fmt::format("descend has no option '{}' before a command (descend --help)", argv[1]));
  }
  if (argc > 1 && argv[1][0] != '-') {
    std::vector<std::string> known;
    for (const CLI::App* sub : app.get_subcommands({})) known.push_back(sub->get_name());
    if (std::ranges::find(known, argv[1]) == known.end()) {
      throw BadInput(fmt::format("there is no command '{}'{}; there are {} (descend --help)",
                                 argv[1], did_you_mean(argv[1], known), listed(known)));
    }
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {
    return app.exit(request);
  } catch (const CLI::ExtrasError&) {
    const CLI::App& given = *app.get_subcommands().front();
    throw BadInput(fmt::format("{} (descend {} --help)", unexpected(given), given.get_name()));
  } catch (const CLI::ParseError& error) {
    throw BadInput(fmt::format("{} (descend --help)", error.what()));
  }
  if (app.get_subcommands().front()->get_option_no_throw(kPluginOption)) {
    load_plugins(plugins_of_environment(), registry, plugins);
    given_plugins = load_plugins(plugin_files, registry, plugins);
  }
  return command();
}

// Places that the user named and that cannot be had are bad input, a full disk is not.
bool is_bad_place(const std::error_code& code) {
  for (const std::errc bad :
       {std::errc::permission_denied, std::errc::filename_too_long, std::errc::not_a_directory,
        std::errc::is_a_directory, std::errc::read_only_file_system,
        std::errc::no_such_file_or_directory, std::errc::too_many_symbolic_link_levels}) {
    if (code == bad) return true;
  }
  return false;
}

int complain(const std::string& what, int code) {
  std::fflush(stdout);
  fmt::print(stderr, "descend: error: {}\n", printable(what));
  return code;
}

int guarded(int argc, char** argv) {
  try {
    const int code = run_program(argc, argv);
    // What is printed is a result too: a full disk must not lose it in silence.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0 || !std::cout.flush()) {
      return complain(fmt::format("cannot write to standard output: {}", std::strerror(errno)),
                      kFailed);
    }
    return code;
  } catch (const BadInput& error) {
    return complain(error.what(), kBadInput);
  } catch (const std::filesystem::filesystem_error& error) {
    return complain(fmt::format("{}: {}", error.path1().string(), error.code().message()),
                    is_bad_place(error.code()) ? kBadInput : kFailed);
  } catch (const std::system_error& error) {
    return complain(error.what(), is_bad_place(error.code()) ? kBadInput : kFailed);
  } catch (const std::exception& error) {
    return complain(error.what(), kFailed);
  }
}

}  // namespace
}  // namespace descend

int main(int argc, char** argv) { return descend::guarded(argc, argv); }
