// Options of a plugin: that they say what they mean, and refuse what they must.

#include <fmt/format.h>

#include "harness/check/check.h"
#include "harness/settings/settings.h"

namespace descend {
namespace {

// Values that the option must refuse.
std::vector<Value> forbidden(const OptionInfo& option) {
  std::vector<Value> values;
  if (!option.optional) values.push_back({nullptr});
  switch (option.type) {
    case OptionInfo::number:
    case OptionInfo::integer: {
      const Range& range = option.range;
      values.push_back({std::string("many")});
      values.push_back({kNaN});
      values.push_back({kInfinity});
      if (option.type == OptionInfo::integer) values.push_back({0.5});
      if (range.low > -kInfinity) values.push_back({range.low_open ? range.low : range.low - 1});
      if (range.high < kInfinity) values.push_back({range.high_open ? range.high : range.high + 1});
      break;
    }
    case OptionInfo::boolean:
      values.push_back({2.0});
      values.push_back({std::string("perhaps")});
      break;
    case OptionInfo::word:
      values.push_back({1.0});
      if (!option.choices.empty()) values.push_back({std::string("no such word")});
      break;
    case OptionInfo::file:
      values.push_back({1.0});
      values.push_back({std::string()});
      break;
    case OptionInfo::word_or_numbers:
      values.push_back({1.0});
      values.push_back({std::string("no such word")});
      values.push_back({std::vector<Value>{{std::string("many")}}});
      break;
    case OptionInfo::words:
      values.push_back({std::string("no list")});
      values.push_back({std::vector<Value>{{1.0}}});
      break;
    case OptionInfo::integers:
    case OptionInfo::numbers:
      values.push_back({1.0});
      values.push_back({std::vector<Value>{{std::string("many")}}});
      if (option.range.low > -kInfinity) {
        values.push_back({std::vector<Value>{{option.range.low - 1}}});
      }
      break;
    case OptionInfo::plugin:
      values.push_back({1.0});
      values.push_back({std::string("no_such_plugin")});
      break;
  }
  return values;
}

std::string wrongly_allowed(const ProgramRegistry& registry, Kind kind, const Settings& given,
                            const std::string& option, const Value& value) {
  try {
    registry.resolve(kind, with(given, {option, value}), given.name);
  } catch (const BadInput& error) {
    if (std::string(error.what()).find(option) != std::string::npos) return "";
    return fmt::format("the message does not name {}: {}", option, error.what());
  }
  return fmt::format("{}={} is not refused", option, to_text(value));
}

}  // namespace

Settings with(Settings given, Setting one) {
  std::erase_if(given.values, [&](const Setting& setting) { return setting.key == one.key; });
  given.values.push_back(std::move(one));
  return given;
}

std::vector<ContractResult> check_options(const ProgramRegistry& registry, Kind kind,
                                          const Settings& given) {
  ContractReport report;
  const PluginInfo& info = registry.info(kind, given.name);
  report.expect("it says what it is, and each option what it means", [&]() -> std::string {
    for (const std::string& text : {info.summary, info.formula, info.source}) {
      if (text.empty()) return "summary, formula or source is empty";
    }
    if (info.family.empty() && kind != Kind::schedule) return "family is empty";
    if (!info.family.empty() && !is_plugin_word(info.family)) {
      return fmt::format("the family '{}' must match [a-z][a-z0-9_]*", info.family);
    }
    for (const OptionInfo& option : info.options) {
      if (option.help.empty()) return fmt::format("option {} has no help", option.name);
    }
    return "";
  });
  report.expect("the defaults are allowed", [&]() -> std::string {
    registry.resolve(kind, Settings{given.name, {}}, given.name);
    return "";
  });
  report.expect("every value out of range is refused by name", [&]() -> std::string {
    for (const OptionInfo& option : info.options) {
      for (const Value& value : forbidden(option)) {
        std::string wrong = wrongly_allowed(registry, kind, given, option.name, value);
        if (!wrong.empty()) return wrong;
      }
    }
    return wrongly_allowed(registry, kind, given, "no_such_option", {1.0});
  });
  report.expect("a tuner searches inside the range", [&]() -> std::string {
    for (const OptionInfo& option : info.options) {
      if (option.search.scale == Search::none) continue;
      if (!(option.search.low < option.search.high)) {
        return fmt::format("the search of {} is empty", option.name);
      }
      if (option.search.scale == Search::log && !(option.search.low > 0)) {
        return fmt::format("the logarithmic search of {} begins at zero or below", option.name);
      }
      for (const double end : {option.search.low, option.search.high}) {
        if (!option.range.contains(end)) {
          return fmt::format("{}={} is searched but not allowed", option.name, end);
        }
      }
    }
    return "";
  });
  return std::move(report).all();
}

}  // namespace descend
