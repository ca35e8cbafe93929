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
                   Kind kind) {
  const auto found = plugins.find(name);
  if (found != plugins.end()) return found->second;
  const std::vector<std::string> known = names_of(plugins);
  throw BadInput(fmt::format("there is no {} '{}'{}; known are {}", kind_name(kind), name,
                             did_you_mean(name, known), listed(known)));
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
  if (const auto taken = origins_.find(name); taken != origins_.end()) {
    const Kind kind = optimizers_.contains(name) ? Kind::optimizer
                      : problems_.contains(name) ? Kind::problem
                                                 : Kind::schedule;
    const std::string& plugin = taken->second.plugin;
    throw BadInput(plugin.empty() ? fmt::format("{} '{}' is taken by this program's own {}", what,
                                                name, kind_name(kind))
                                  : fmt::format("{} '{}' is taken by the {} of the plugin '{}'",
                                                what, name, kind_name(kind), plugin));
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
  for (const OptionInfo& option : info.options) {
    check_word(option.name, "the option's name");
    if (option.name == "name" || option.name == "schedule" || option.name == "changes") {
      throw BadInput(fmt::format("{}: no option can be called '{}'", name, option.name));
    }
    // A default outside its own range would only be found when someone uses it. (A nested plugin
    // may be added later than the one that wraps it.)
    if (option.type != OptionInfo::plugin) {
      resolve(Kind::optimizer, option, option.default_value, name);
    }
  }
  origins_.emplace(name, adding_);
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
  return find(optimizers_, name, Kind::optimizer);
}

const ProblemPlugin& ProgramRegistry::problem(std::string_view name) const {
  return find(problems_, name, Kind::problem);
}

const SchedulePlugin& ProgramRegistry::schedule(std::string_view name) const {
  return find(schedules_, name, Kind::schedule);
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

Value ProgramRegistry::resolve(Kind kind, const OptionInfo& option, const Value& given,
                               const std::string& where) const {
  auto refuse = [&]() -> Value {
    throw BadInput(fmt::format("{}: {} is {}; allowed is {}", where, option.name, to_text(given),
                               allowed_text(option)));
  };
  auto number = [&](const Value& value) {
    double x = kNaN;
    if (const auto* real = std::get_if<double>(&value.data)) x = *real;
    if (const auto* integer = std::get_if<std::int64_t>(&value.data)) {
      x = static_cast<double>(*integer);
    }
    if (!std::isfinite(x) || !option.range.contains(x)) refuse();
    return x;
  };
  auto integer = [&](const Value& value) {
    const double x = number(value);
    if (x != std::floor(x) || std::abs(x) > 0x1p53) refuse();
    return static_cast<std::int64_t>(x);
  };
  if (std::holds_alternative<std::nullptr_t>(given.data)) return option.optional ? given : refuse();
  switch (option.type) {
    case OptionInfo::number:
      return {number(given)};
    case OptionInfo::integer:
      return {integer(given)};
    case OptionInfo::boolean:
      return std::holds_alternative<bool>(given.data) ? given : refuse();
    case OptionInfo::word: {
      const auto* word = std::get_if<std::string>(&given.data);
      if (!word) return refuse();
      if (!option.words.empty() && std::ranges::find(option.words, *word) == option.words.end()) {
        return refuse();
      }
      return given;
    }
    case OptionInfo::integers:
    case OptionInfo::numbers: {
      const auto* list = std::get_if<std::vector<Value>>(&given.data);
      if (!list) return refuse();
      std::vector<Value> resolved;
      for (const Value& element : *list) {
        resolved.push_back(option.type == OptionInfo::integers ? Value{integer(element)}
                                                               : Value{number(element)});
      }
      return {resolved};
    }
    case OptionInfo::plugin: {
      if (const auto* name = std::get_if<std::string>(&given.data)) {
        return {resolve(kind, Settings{*name, {}}, where + "." + option.name)};
      }
      const auto* nested = std::get_if<Settings>(&given.data);
      return nested ? Value{resolve(kind, *nested, where + "." + option.name)} : refuse();
    }
  }
  return refuse();
}

Settings ProgramRegistry::resolve(Kind kind, const Settings& given,
                                  const std::string& where) const {
  const PluginInfo* plugin = nullptr;
  try {
    plugin = &info(kind, given.name);
  } catch (const BadInput& error) {
    throw BadInput(fmt::format("{}: {}", where, error.what()));
  }
  const std::string place = where == given.name ? where : fmt::format("{}: {}", where, given.name);
  std::vector<std::string> known;
  for (const OptionInfo& option : plugin->options) known.push_back(option.name);
  for (const Setting& setting : given.values) {
    if (std::ranges::find(known, setting.key) != known.end()) continue;
    if (known.empty()) {
      throw BadInput(fmt::format("{} has no option '{}', nor any other", place, setting.key));
    }
    throw BadInput(fmt::format("{} has no option '{}'{}; it has {}", place, setting.key,
                               did_you_mean(setting.key, known), listed(known)));
  }
  Settings resolved{given.name, {}};
  for (const OptionInfo& option : plugin->options) {
    const Value* value = given.find(option.name);
    resolved.values.push_back(
        {option.name, resolve(kind, option, value ? *value : option.default_value, place)});
  }
  return resolved;
}

}  // namespace descend
