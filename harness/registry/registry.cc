#include "harness/registry/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/registry/suites.h"
#include "harness/settings/settings.h"
#include "harness/settings/wording.h"
#include "optimizers/all.h"
#include "problems/all.h"

namespace descend {
namespace {

template <typename Plugin>
std::vector<std::string> names_of(const std::map<std::string, Plugin, std::less<>>& plugins) {
  std::vector<std::string> names;
  for (const auto& [name, plugin] : plugins) names.push_back(name);
  return names;
}

template <typename Plugin>
const Plugin& find(const std::map<std::string, Plugin, std::less<>>& plugins, std::string_view name,
                   Kind kind, const ProgramRegistry& registry) {
  const auto found = plugins.find(name);
  if (found != plugins.end()) return found->second;
  const std::vector<std::string> known = names_of(plugins);
  throw BadInput(fmt::format("there is no {} '{}'{}; known are {}", kind_name(kind), name,
                             registry.hint(name, known), listed(known)));
}

void check_word(const std::string& word, const char* what) {
  if (!is_plugin_word(word)) {
    throw BadInput(fmt::format("{} '{}' must match [a-z][a-z0-9_]*", what, word));
  }
}

}  // namespace

const char* kind_name(Kind kind) {
  return kind == Kind::optimizer ? "optimizer" : kind == Kind::problem ? "problem" : "schedule";
}

bool is_plugin_word(std::string_view word) {
  return !word.empty() && word[0] >= 'a' && word[0] <= 'z' &&
         word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == word.npos;
}

ProgramRegistry::ProgramRegistry() {
  add_optimizers(*this);
  add_problems(*this);
}

void ProgramRegistry::check_free(const char* what, const std::string& name) const {
  check_word(name, what);
  if (name == "all") throw BadInput(fmt::format("{} 'all' stands for every name", what));
  if (const std::optional<Kind> kind = kind_of(name)) {
    const std::string& plugin = origin(name).plugin;
    throw BadInput(plugin.empty() ? fmt::format("{} '{}' is taken by this program's own {}", what,
                                                name, kind_name(*kind))
                                  : fmt::format("{} '{}' is taken by the {} of the plugin '{}'",
                                                what, name, kind_name(*kind), plugin));
  }
  for (const ShippedSuite& suite : shipped_suites()) {
    if (suite.name == name) {
      throw BadInput(fmt::format("{} '{}' is taken by this program's own suite", what, name));
    }
  }
}

void ProgramRegistry::enter(PluginInfo& info, const internal::OptionRows& options) {
  info.options = internal::describe(options);
  const std::string& name = info.name;
  check_free("the name", name);
  Settings defaults{name, {}};
  for (const OptionInfo& option : info.options) {
    check_word(option.name, "the option's name");
    if (option.name == "name" || option.name == "schedule" || option.name == "changes") {
      throw BadInput(fmt::format("{}: no option can be called '{}'", name, option.name));
    }
    // A default outside its own range would only be found when someone uses it. (A nested plugin
    // may be added later than the one that wraps it, and a file be given by the user alone.)
    defaults.values.push_back({option.name, option.default_value});
    if (option.type != OptionInfo::plugin && option.type != OptionInfo::file) {
      resolve(option, option.default_value, name);
    }
  }
  info.relations = options.relations;
  check_relations(info, defaults, name);
  origins_.emplace(name, adding_);
}

std::optional<Kind> ProgramRegistry::kind_of(std::string_view name) const {
  if (optimizers_.contains(name)) return Kind::optimizer;
  if (problems_.contains(name)) return Kind::problem;
  if (schedules_.contains(name)) return Kind::schedule;
  return {};
}

std::string ProgramRegistry::hint(std::string_view name,
                                  const std::vector<std::string>& known) const {
  if (const std::optional<Kind> kind = kind_of(name)) {
    return fmt::format(": it is {} {}", *kind == Kind::optimizer ? "an" : "a", kind_name(*kind));
  }
  const std::string nearest = did_you_mean(name, known);
  return nearest.empty() ? " (a plugin's is there with --plugin FILE.so or DESCEND_PLUGIN_PATH)"
                         : nearest;
}

const PluginOrigin& ProgramRegistry::origin(std::string_view name) const {
  static const PluginOrigin own;
  const auto found = origins_.find(name);
  return found == origins_.end() ? own : found->second;
}

void ProgramRegistry::add(OptimizerPlugin&& plugin) {
  enter(plugin.info, *plugin.make.options);
  optimizers_.emplace(plugin.info.name, std::move(plugin));
}

void ProgramRegistry::add(ProblemPlugin&& plugin) {
  enter(plugin.info, *plugin.make.options);
  problems_.emplace(plugin.info.name, std::move(plugin));
}

void ProgramRegistry::add(SchedulePlugin&& plugin) {
  enter(plugin.info, *plugin.make.options);
  schedules_.emplace(plugin.info.name, std::move(plugin));
}

const OptimizerPlugin& ProgramRegistry::optimizer(std::string_view name) const {
  return find(optimizers_, name, Kind::optimizer, *this);
}

const ProblemPlugin& ProgramRegistry::problem(std::string_view name) const {
  return find(problems_, name, Kind::problem, *this);
}

const SchedulePlugin& ProgramRegistry::schedule(std::string_view name) const {
  return find(schedules_, name, Kind::schedule, *this);
}

const PluginInfo& ProgramRegistry::info(Kind kind, std::string_view name) const {
  if (kind == Kind::optimizer) return optimizer(name).info;
  return kind == Kind::problem ? problem(name).info : schedule(name).info;
}

std::vector<const PluginInfo*> ProgramRegistry::all(Kind kind) const {
  std::vector<const PluginInfo*> infos;
  auto collect = [&](const auto& plugins) {
    for (const auto& [name, plugin] : plugins) infos.push_back(&plugin.info);
  };
  if (kind == Kind::optimizer) collect(optimizers_);
  if (kind == Kind::problem) collect(problems_);
  if (kind == Kind::schedule) collect(schedules_);
  return infos;
}

}  // namespace descend
