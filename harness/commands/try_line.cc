#include "harness/commands/try_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/commands/plugin_json.h"
#include "harness/plan/make_run.h"
#include "harness/run/runner.h"
#include "harness/settings/settings.h"
#include "harness/settings/wording.h"

namespace descend {
namespace {

constexpr const char* kLandscape = "article_landscape";

// What the problem says; NaN: nothing.
double rate_of(const ProgramRegistry& registry, const std::string& problem) {
  const Json facts = plugin_json(registry, registry.problem(problem).info, Kind::problem);
  return facts["learning_rate"].is_null() ? kNaN : facts["learning_rate"].get<double>();
}

bool explodes(const ProgramRegistry& registry, const std::string& problem, const Settings& rule) {
  RunRequest request(rule.name);
  request.problem = {problem, {}};
  request.options.budget.steps = 1000;
  request.set_optimizer(rule, {}, registry);
  const Outcome outcome = run_one(make_run(request, registry), registry).outcome;
  return outcome.status == Status::diverged;
}

// The rule, or the rule that it wraps, at another rate; without a rate: as it is.
Settings at_rate(const ProgramRegistry& registry, const Settings& rule, double rate) {
  for (const OptionInfo& option : registry.optimizer(rule.name).info.options) {
    if (option.name == "learning_rate") return {rule.name, {{"learning_rate", {rate}}}};
    const auto* base = std::get_if<Settings>(&option.default_value.data);
    if (base && option.kind == Kind::optimizer) {
      return {rule.name, {{option.name, {at_rate(registry, *base, rate)}}}};
    }
  }
  return rule;
}

// With its first option as it is by default, or where that explodes at the problem's rate.
std::string optimizer_line(const ProgramRegistry& registry, const PluginInfo& info) {
  // A landscape has no matrices, so rules for matrices are shown on a network.
  const std::string problem = info.family == "matrix" ? "spiral" : kLandscape;
  Settings rule{info.name, {}};
  if (!info.options.empty()) {
    rule.values.push_back({info.options[0].name, info.options[0].default_value});
  }
  if (explodes(registry, problem, rule)) {
    rule = at_rate(registry, {info.name, {}}, rate_of(registry, problem));
  }
  return fmt::format("-p {} -o {}", problem, shell_word(to_text(rule)));
}

// Momentum 0.9 makes a step ten times as long in the end.
std::string problem_line(const ProgramRegistry& registry, const std::string& name) {
  const double rate = rate_of(registry, name);
  // Rules whose steps do not depend on how steep it is.
  if (!(rate > 0)) return fmt::format("-p {} -o adam rprop", name);
  return fmt::format("-p {} -o sgd:learning_rate={:g} momentum:learning_rate={:g}", name, rate,
                     rate / 10);
}

}  // namespace

std::string try_line(const ProgramRegistry& registry, const PluginInfo& info, Kind kind) {
  const std::string arguments =
      kind == Kind::optimizer ? optimizer_line(registry, info)
      : kind == Kind::problem ? problem_line(registry, info.name)
                              : fmt::format("-p {} -o sgd:learning_rate={:g} -s {}", kLandscape,
                                            rate_of(registry, kLandscape), info.name);
  return "descend run " + arguments;
}

}  // namespace descend
