// `descend check`: the conformance kit, for people.

#include "harness/check/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "harness/commands/command.h"
#include "harness/settings/grid.h"
#include "harness/terminal/output.h"
#include "harness/terminal/style.h"

namespace descend {
namespace {

// Prints what came of one name; whether nothing was missed.
bool report(const std::string& title, const std::vector<ContractResult>& results) {
  print("{}\n", styled(title, "1"));
  for (const ContractResult& result : results) {
    const char* mark = result.outcome == ContractResult::held     ? "held   "
                       : result.outcome == ContractResult::missed ? "MISSED "
                                                                  : "skipped";
    const char* style = result.outcome == ContractResult::held     ? "32"
                        : result.outcome == ContractResult::missed ? "31"
                                                                   : "2";
    print("  {} {}{}\n", styled(mark, style), result.rule,
          result.detail.empty() ? "" : ": " + result.detail);
  }
  const auto missed = std::ranges::count(results, ContractResult::missed, &ContractResult::outcome);
  const auto held = std::ranges::count(results, ContractResult::held, &ContractResult::outcome);
  print("{} of {} rules held\n", held, held + missed);
  return missed == 0;
}

struct Check {
  Kind kind;
  std::vector<ContractResult> (*run)(const ProgramRegistry&, const Settings&);
};

class CheckCommand final : public Command {
 public:
  CheckCommand() : Command("check", "Holds optimizers and problems to the contract") {
    arguments.positional("NAME", specs_,
                         "Optimizers, problems and schedules, as name:key=value,…; without: all "
                         "that the plugins bring");
    arguments.plugins();
    examples = R"(  descend check adam rosenbrock cosine
  descend check 'quadratic:dimension=50,condition=1e4'   with settings of its own
  descend check --plugin build/my_rule.so                all that a plugin brings)";
  }

  int run(const Invocation& invocation) override {
    if (specs_.empty() && invocation.named_plugins.empty()) {
      throw BadInput(
          "check: give the NAME of an optimizer, a problem or a schedule, or --plugin "
          "FILE.so for all that a plugin brings");
    }
    const std::map<std::string, Check> checks = checks_of(invocation.registry);
    const std::vector<std::string> specs = specs_.empty() ? brought(checks, invocation) : specs_;
    std::vector<Settings> all;
    for (const std::string& spec : specs) {
      all.push_back(settings_of(spec, checks, invocation.registry));
    }
    bool all_held = true;
    for (std::size_t i = 0; i < specs.size(); ++i) {
      if (i > 0) print("\n");
      const Settings& settings = all[i];
      const std::vector<ContractResult> results =
          checks.at(settings.name).run(invocation.registry, settings);
      all_held = report(specs[i], results) && all_held;
    }
    return all_held ? kDone : kCheckMissed;
  }

 private:
  static std::map<std::string, Check> checks_of(const ProgramRegistry& registry) {
    std::map<std::string, Check> checks;
    for (const auto& [kind, check] : {std::pair{Kind::optimizer, &check_optimizer},
                                      {Kind::problem, &check_problem},
                                      {Kind::schedule, &check_schedule}}) {
      for (const PluginInfo* info : registry.all(kind)) checks[info->name] = {kind, check};
    }
    return checks;
  }

  static Settings settings_of(const std::string& spec, const std::map<std::string, Check>& checks,
                              const ProgramRegistry& registry) {
    const SettingsGrid grid(spec, "check");
    if (grid.size() != 1) {
      throw BadInput(fmt::format("check: {} is a grid of {}; one setting is checked at a time",
                                 spec, grid.size()));
    }
    Settings settings = grid.at(0);
    const auto check = checks.find(settings.name);
    if (check == checks.end()) {
      std::vector<std::string> known;
      for (const auto& [name, of_name] : checks) known.push_back(name);
      throw BadInput(fmt::format("there is no optimizer, problem or schedule '{}'{}", settings.name,
                                 registry.hint(settings.name, known)));
    }
    registry.resolve(check->second.kind, settings, settings.name);
    return settings;
  }

  // What the plugins that the command line names bring.
  static std::vector<std::string> brought(const std::map<std::string, Check>& checks,
                                          const Invocation& invocation) {
    std::vector<std::string> names;
    for (const auto& [name, check] : checks) {
      const std::string& file = invocation.registry.origin(name).hash;
      const auto& plugins = invocation.named_plugins;
      if (std::ranges::find(plugins, file, &PluginFile::hash) != plugins.end()) {
        names.push_back(name);
      }
    }
    if (names.empty()) throw BadInput("check: the plugin brings nothing");
    return names;
  }

  std::vector<std::string> specs_;
};

}  // namespace

std::unique_ptr<Command> check_command() { return std::make_unique<CheckCommand>(); }

}  // namespace descend
