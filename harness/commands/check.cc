// `descend check`: the conformance kit, for people.

#include "harness/check/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/commands/command.h"
#include "harness/settings/wording.h"
#include "harness/terminal/style.h"

namespace descend {
namespace {

// Prints what came of one name; whether nothing was missed.
bool report(const std::string& title, const std::vector<ContractFinding>& findings) {
  fmt::print("{}\n", styled(title, "1"));
  for (const ContractFinding& finding : findings) {
    const char* mark = finding.outcome == ContractFinding::held     ? "held   "
                       : finding.outcome == ContractFinding::missed ? "MISSED "
                                                                    : "skipped";
    const char* style = finding.outcome == ContractFinding::held     ? "32"
                        : finding.outcome == ContractFinding::missed ? "31"
                                                                     : "2";
    fmt::print("  {} {}{}\n", styled(mark, style), finding.rule,
               finding.detail.empty() ? "" : ": " + finding.detail);
  }
  const auto missed =
      std::ranges::count(findings, ContractFinding::missed, &ContractFinding::outcome);
  const auto held = std::ranges::count(findings, ContractFinding::held, &ContractFinding::outcome);
  fmt::print("{} of {} rules held\n", held, held + missed);
  return missed == 0;
}

class CheckCommand final : public Command {
 public:
  CheckCommand() : Command("check", "Holds optimizers and problems to the contract") {
    arguments.positional("NAME", name_,
                         "An optimizer, a problem or a schedule; without: all that the plugins "
                         "bring");
    arguments.plugins();
  }

  int run(const Invocation& invocation) override {
    const ProgramRegistry& registry = invocation.registry;
    if (name_.empty() && invocation.named_plugins.empty()) {
      throw BadInput(
          "check: give the NAME of an optimizer, a problem or a schedule, or --plugin "
          "FILE.so for all that a plugin brings");
    }
    std::vector<std::string> known;
    bool found = false, all_held = true;
    for (const auto& [kind, check] : {std::pair{Kind::optimizer, &check_optimizer},
                                      {Kind::problem, &check_problem},
                                      {Kind::schedule, &check_schedule}}) {
      for (const PluginInfo* info : registry.all(kind)) {
        known.push_back(info->name);
        if (!wanted(*info, invocation)) continue;
        if (found) fmt::print("\n");
        found = true;
        all_held = report(info->name, check(registry, info->name)) && all_held;
      }
    }
    if (!found && name_.empty()) throw BadInput("check: the plugin brings nothing");
    if (!found) {
      throw BadInput(fmt::format("there is no optimizer, problem or schedule '{}'{}", name_,
                                 did_you_mean(name_, known)));
    }
    return all_held ? kDone : kCheckMissed;
  }

 private:
  bool wanted(const PluginInfo& info, const Invocation& invocation) const {
    if (!name_.empty()) return info.name == name_;
    const std::string& file = invocation.registry.origin(info.name).hash;
    return std::ranges::find(invocation.named_plugins, file, &PluginFile::hash) !=
           invocation.named_plugins.end();
  }

  std::string name_;
};

}  // namespace

std::unique_ptr<Command> check_command() { return std::make_unique<CheckCommand>(); }

}  // namespace descend
