// `descend check`: the conformance kit, for people.

#include "harness/check/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "harness/commands/command.h"
#include "harness/settings/wording.h"
#include "harness/terminal/style.h"

namespace descend {
namespace {

// Prints what came of one name; whether nothing was missed.
bool report(const std::string& title, const std::vector<ContractResult>& results) {
  fmt::print("{}\n", styled(title, "1"));
  for (const ContractResult& result : results) {
    const char* mark = result.outcome == ContractResult::held     ? "held   "
                       : result.outcome == ContractResult::missed ? "MISSED "
                                                                  : "skipped";
    const char* style = result.outcome == ContractResult::held     ? "32"
                        : result.outcome == ContractResult::missed ? "31"
                                                                   : "2";
    fmt::print("  {} {}{}\n", styled(mark, style), result.rule,
               result.detail.empty() ? "" : ": " + result.detail);
  }
  const auto missed = std::ranges::count(results, ContractResult::missed, &ContractResult::outcome);
  const auto held = std::ranges::count(results, ContractResult::held, &ContractResult::outcome);
  fmt::print("{} of {} rules held\n", held, held + missed);
  return missed == 0;
}

using Check = std::vector<ContractResult> (*)(const ProgramRegistry&, const std::string&);

class CheckCommand final : public Command {
 public:
  CheckCommand() : Command("check", "Holds optimizers and problems to the contract") {
    arguments.positional("NAME", names_,
                         "Optimizers, problems and schedules; without: all that the plugins bring");
    arguments.plugins();
  }

  int run(const Invocation& invocation) override {
    if (names_.empty() && invocation.named_plugins.empty()) {
      throw BadInput(
          "check: give the NAME of an optimizer, a problem or a schedule, or --plugin "
          "FILE.so for all that a plugin brings");
    }
    const std::map<std::string, Check> checks = checks_of(invocation.registry);
    const std::vector<std::string> names = names_.empty() ? brought(checks, invocation) : names_;
    std::vector<std::string> known;
    for (const auto& [name, check] : checks) known.push_back(name);
    for (const std::string& name : names) {
      if (checks.contains(name)) continue;
      throw BadInput(fmt::format("there is no optimizer, problem or schedule '{}'{}", name,
                                 did_you_mean(name, known)));
    }
    bool all_held = true;
    for (const std::string& name : names) {
      if (name != names.front()) fmt::print("\n");
      all_held = report(name, checks.at(name)(invocation.registry, name)) && all_held;
    }
    return all_held ? kDone : kCheckMissed;
  }

 private:
  static std::map<std::string, Check> checks_of(const ProgramRegistry& registry) {
    std::map<std::string, Check> checks;
    for (const auto& [kind, check] : {std::pair{Kind::optimizer, &check_optimizer},
                                      {Kind::problem, &check_problem},
                                      {Kind::schedule, &check_schedule}}) {
      for (const PluginInfo* info : registry.all(kind)) checks[info->name] = check;
    }
    return checks;
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

  std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<Command> check_command() { return std::make_unique<CheckCommand>(); }

}  // namespace descend
