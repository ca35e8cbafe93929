// Settings as a plugin wants them, out of settings as a person gives them.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "harness/registry/registry.h"
#include "harness/settings/settings.h"
#include "harness/settings/wording.h"

namespace descend {
namespace {

/// NaN where it is null.
double number_of(const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value.data)) {
    return static_cast<double>(*integer);
  }
  const auto* real = std::get_if<double>(&value.data);
  return real ? *real : kNaN;
}

[[noreturn]] void refuse_option(const PluginInfo& plugin, const std::string& name,
                                const std::string& where) {
  std::vector<std::string> known;
  for (const OptionInfo& option : plugin.options) known.push_back(option.name);
  if (known.empty())
    throw BadInput(fmt::format("{} has no option '{}', nor any other", where, name));
  throw BadInput(fmt::format("{} has no option '{}'{}; it has {}", where, name,
                             did_you_mean(name, known), listed(known)));
}

}  // namespace

void check_relations(const PluginInfo& info, const Settings& settings, const std::string& where) {
  for (const OptionRelation& relation : info.relations) {
    const Value* first = settings.find(relation.first);
    const Value* second = settings.find(relation.second);
    if (!first || !second) {
      throw BadInput(fmt::format("{}: a relation of {} and {}: it has no such options", where,
                                 relation.first, relation.second));
    }
    const double a = number_of(*first), b = number_of(*second);
    if (std::isnan(a) || std::isnan(b) || relation.holds(a, b)) continue;
    throw BadInput(fmt::format("{}: {} is {} and {} is {}; allowed is {}: {}", where,
                               relation.first, to_text(*first), relation.second, to_text(*second),
                               relation_text(relation), relation.reason));
  }
}

Value ProgramRegistry::resolve(const OptionInfo& option, const Value& given,
                               const std::string& where) const {
  auto refuse = [&]() -> Value {
    throw BadInput(fmt::format("{}: {} is {}; allowed is {}", where, option.name, to_text(given),
                               allowed_text(option)));
  };
  auto number = [&](const Value& value) {
    const double x = number_of(value);
    if (!std::isfinite(x) || !option.range.contains(x)) refuse();
    return x;
  };
  auto integer = [&](const Value& value) {
    const double x = number(value);
    if (x != std::floor(x) || std::abs(x) > 0x1p53) refuse();
    return static_cast<std::int64_t>(x);
  };
  auto word = [&](const Value& value) {
    const auto* text = std::get_if<std::string>(&value.data);
    const bool known = text && (option.choices.empty() ||
                                std::ranges::find(option.choices, *text) != option.choices.end());
    // No file has an empty name.
    if (!known || (option.type == OptionInfo::file && text->empty())) refuse();
    return *text;
  };
  if (std::holds_alternative<std::nullptr_t>(given.data)) return option.optional ? given : refuse();
  switch (option.type) {
    case OptionInfo::number:
      return {number(given)};
    case OptionInfo::integer:
      return {integer(given)};
    case OptionInfo::boolean:
      return std::holds_alternative<bool>(given.data) ? given : refuse();
    case OptionInfo::word:
    case OptionInfo::file:
      return {word(given)};
    case OptionInfo::numbers:
    case OptionInfo::integers:
    case OptionInfo::words: {
      const auto* list = std::get_if<std::vector<Value>>(&given.data);
      if (!list) return refuse();
      std::vector<Value> resolved;
      for (const Value& element : *list) {
        resolved.push_back(option.type == OptionInfo::words      ? Value{word(element)}
                           : option.type == OptionInfo::integers ? Value{integer(element)}
                                                                 : Value{number(element)});
      }
      return {resolved};
    }
    case OptionInfo::plugin: {
      if (const auto* name = std::get_if<std::string>(&given.data)) {
        return {resolve(option.kind, Settings{*name, {}}, where + "." + option.name)};
      }
      const auto* nested = std::get_if<Settings>(&given.data);
      return nested ? Value{resolve(option.kind, *nested, where + "." + option.name)} : refuse();
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
  for (const Setting& setting : given.values) {
    if (std::ranges::find(plugin->options, setting.key, &OptionInfo::name) ==
        plugin->options.end()) {
      refuse_option(*plugin, setting.key, place);
    }
  }
  Settings resolved{given.name, {}};
  resolved.values.reserve(plugin->options.size());
  for (const OptionInfo& option : plugin->options) {
    const Value* value = given.find(option.name);
    resolved.values.push_back(
        {option.name, resolve(option, value ? *value : option.default_value, place)});
  }
  check_relations(*plugin, resolved, place);
  return resolved;
}

}  // namespace descend
