#include "harness/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/settings.h"
#include "optimizers/all.h"
#include "problems/all.h"

namespace descend {
namespace {

// Edit distance; two neighbours that changed places count as one edit.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1,
                          d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

template <typename Plugin>
std::vector<std::string> names_of(const std::map<std::string, Plugin, std::less<>>& plugins) {
  std::vector<std::string> names;
  for (const auto& [name, plugin] : plugins) names.push_back(name);
  return names;
}

template <typename Plugin>
const Plugin& find(const std::map<std::string, Plugin, std::less<>>& plugins,
                   std::string_view name, Kind kind) {
  const auto found = plugins.find(name);
  if (found != plugins.end()) return found->second;
  const std::vector<std::string> known = names_of(plugins);
  throw BadInput(fmt::format("there is no {} '{}'{}; known are {}", kind_name(kind), name,
                             did_you_mean(name, known), listed(known)));
}

std::string range_text(const Range& range) {
  const bool low = std::isfinite(range.low), high = std::isfinite(range.high);
  const std::string low_text = fmt::format("{} {}", range.low_open ? "above" : "at least", range.low);
  const std::string high_text = fmt::format("{} {}", range.high_open ? "below" : "at most", range.high);
  if (low && high) return ", " + low_text + " and " + high_text;
  if (low) return ", " + low_text;
  return high ? ", " + high_text : "";
}

void check_word(const std::string& word, const char* what) {
  const bool well_formed =
      !word.empty() && word[0] >= 'a' && word[0] <= 'z' &&
      word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
  if (!well_formed) throw BadInput(fmt::format("{} '{}' must match [a-z][a-z0-9_]*", what, word));
}

}  // namespace

const char* kind_name(Kind kind) {
  return kind == Kind::optimizer ? "optimizer" : kind == Kind::problem ? "problem" : "schedule";
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

std::string did_you_mean(std::string_view given, const std::vector<std::string>& known) {
  const std::string* best = nullptr;
  std::size_t least = 1 + std::max<std::size_t>(1, given.size() / 3);
  for (const std::string& name : known) {
    const std::size_t distance = edit_distance(given, name);
    if (distance < least || (name.size() > given.size() && given.size() > 2 && best == nullptr &&
                             name.starts_with(given))) {
      least = std::min(least, distance);
      best = &name;
    }
  }
  return best ? fmt::format("; did you mean '{}'?", *best) : "";
}

std::string allowed_text(const OptionInfo& option) {
  std::string text;
  switch (option.type) {
    case OptionInfo::number:
      text = "a number" + range_text(option.range);
      break;
    case OptionInfo::integer:
      text = "a whole number" + range_text(option.range);
      break;
    case OptionInfo::boolean:
      text = "true or false";
      break;
    case OptionInfo::word:
      text = "a word";
      if (!option.words.empty()) {
        text = fmt::format("{}", fmt::join(option.words, " or "));
      }
      break;
    case OptionInfo::integers:
    case OptionInfo::numbers:
      text = option.type == OptionInfo::integers ? "a list of whole numbers" : "a list of numbers";
      if (const std::string range = range_text(option.range); !range.empty()) {
        text += ", each" + range.substr(1);
      }
      break;
    case OptionInfo::plugin:
      text = "a plugin with its settings";
      break;
  }
  return option.optional ? text + ", or null" : text;
}

ProgramRegistry::ProgramRegistry() {
  add_optimizers(*this);
  add_problems(*this);
}

void ProgramRegistry::enter_name(const PluginInfo& info) {
  const std::string& name = info.name;
  check_word(name, "the name");
  if (const auto taken = origins_.find(name); taken != origins_.end()) {
    const Kind kind = optimizers_.contains(name)  ? Kind::optimizer
                      : problems_.contains(name) ? Kind::problem
                                                 : Kind::schedule;
    const std::string& plugin = taken->second.plugin;
    throw BadInput(fmt::format("the name '{}' is taken by the {} of {}", name, kind_name(kind),
                               plugin.empty() ? "this program" : "the plugin '" + plugin + "'"));
  }
  for (const OptionInfo& option : info.options) {
    check_word(option.name, "the option's name");
    if (option.name == "name" || option.name == "schedule" || option.name == "changes") {
      throw BadInput(fmt::format("{}: no option can be called '{}'", name, option.name));
    }
    // A default outside its own range would only be found when someone uses it. (A nested plugin may
    // be added later than the one that wraps it.)
    if (option.type != OptionInfo::plugin) {
      resolve(Kind::optimizer, option, option.default_value, name);
    }
  }
  origins_.emplace(name, adding_);
}

void ProgramRegistry::begin_plugin(const std::string& name, const std::string& hash) {
  adding_ = {name, hash};
}

void ProgramRegistry::end_plugin() { adding_ = {}; }

const std::string& ProgramRegistry::origin(std::string_view name) const {
  static const std::string own;
  const auto found = origins_.find(name);
  return found == origins_.end() ? own : found->second.hash;
}

void ProgramRegistry::add(OptimizerPlugin plugin) {
  enter_name(plugin.info);
  optimizers_.emplace(plugin.info.name, std::move(plugin));
}

void ProgramRegistry::add(ProblemPlugin plugin) {
  enter_name(plugin.info);
  problems_.emplace(plugin.info.name, std::move(plugin));
}

void ProgramRegistry::add(SchedulePlugin plugin) {
  enter_name(plugin.info);
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

Settings ProgramRegistry::resolve(Kind kind, const Settings& given, const std::string& where) const {
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
