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

namespace {

// Reads a value as an option wants it.
class ValueReader {
 public:
  ValueReader(const ProgramRegistry& registry, const OptionInfo& option, const Value& given,
              const std::string& where)
      : registry_(registry), option_(option), given_(given), where_(where) {}

  Value read() const {
    if (std::holds_alternative<std::nullptr_t>(given_.data)) {
      return option_.optional ? given_ : refuse();
    }
    switch (option_.type) {
      case OptionInfo::number:
        return {number(given_)};
      case OptionInfo::integer:
        return {integer(given_)};
      case OptionInfo::boolean:
        return std::holds_alternative<bool>(given_.data) ? given_ : refuse();
      case OptionInfo::word:
      case OptionInfo::file:
        return {word(given_)};
      case OptionInfo::word_or_numbers:
        if (std::holds_alternative<std::string>(given_.data)) return {word(given_)};
        return {list(&ValueReader::number)};
      case OptionInfo::numbers:
        return {list(&ValueReader::number)};
      case OptionInfo::integers:
        return {list(&ValueReader::integer)};
      case OptionInfo::words:
        return {list(&ValueReader::word)};
      case OptionInfo::plugin:
        return {plugin()};
    }
    return refuse();
  }

 private:
  Value refuse() const {
    throw BadInput(fmt::format("{}: {} is {}; allowed is {}", where_, option_.name, to_text(given_),
                               allowed_text(option_)));
  }

  double number(const Value& value) const {
    const double x = number_of(value);
    if (!std::isfinite(x) || !option_.range.contains(x)) refuse();
    return x;
  }

  std::int64_t integer(const Value& value) const {
    const double x = number(value);
    if (x != std::floor(x) || std::abs(x) > 0x1p53) refuse();
    return static_cast<std::int64_t>(x);
  }

  std::string word(const Value& value) const {
    const auto* text = std::get_if<std::string>(&value.data);
    const bool known = text && (option_.choices.empty() ||
                                std::ranges::find(option_.choices, *text) != option_.choices.end());
    // No file has an empty name.
    if (!known || (option_.type == OptionInfo::file && text->empty())) refuse();
    return *text;
  }

  template <typename T>
  std::vector<Value> list(T (ValueReader::*element)(const Value&) const) const {
    const auto* given = std::get_if<std::vector<Value>>(&given_.data);
    if (!given) refuse();
    std::vector<Value> values;
    for (const Value& value : *given) values.push_back({(this->*element)(value)});
    return values;
  }

  Settings plugin() const {
    const std::string where = where_ + "." + option_.name;
    if (const auto* name = std::get_if<std::string>(&given_.data)) {
      return registry_.resolve(option_.kind, Settings{*name, {}}, where);
    }
    const auto* nested = std::get_if<Settings>(&given_.data);
    if (!nested) refuse();
    return registry_.resolve(option_.kind, *nested, where);
  }

  const ProgramRegistry& registry_;
  const OptionInfo& option_;
  const Value& given_;
  const std::string& where_;
};

// Refuses numbers that are not in their range as float, or are no longer there: zero, infinite.
void check_float32_numbers(const OptionInfo& option, const Value& value, const std::string& where) {
  if (const auto* list = std::get_if<std::vector<Value>>(&value.data)) {
    for (const Value& element : *list) check_float32_numbers(option, element, where);
  }
  const auto* number = std::get_if<double>(&value.data);
  if (!number) return;
  const auto rounded = static_cast<double>(static_cast<float>(*number));
  const bool lost = rounded == 0 && *number != 0;
  if (!lost && std::isfinite(rounded) && option.range.contains(rounded)) return;
  throw BadInput(fmt::format("{}: {} is {}, which is {} in float32; allowed is {}", where,
                             option.name, to_text(value), to_text(Value{rounded}),
                             allowed_text(option)));
}

}  // namespace

void check_float32(const OptionInfo& option, const Value& value, const std::string& where,
                   const ProgramRegistry& registry) {
  if (const auto* nested = std::get_if<Settings>(&value.data)) {
    check_float32(option.kind, *nested, where + "." + option.name, registry);
  } else {
    check_float32_numbers(option, value, where);
  }
}

void check_float32(Kind kind, const Settings& settings, const std::string& where,
                   const ProgramRegistry& registry) {
  if (kind == Kind::schedule) return;  // they compute in double
  const std::vector<OptionInfo>& options = registry.info(kind, settings.name).options;
  for (const Setting& setting : settings.values) {
    check_float32(*std::ranges::find(options, setting.key, &OptionInfo::name), setting.value,
                  fmt::format("{}: {}", where, settings.name), registry);
  }
}

Value ProgramRegistry::resolve(const OptionInfo& option, const Value& given,
                               const std::string& where) const {
  return ValueReader(*this, option, given, where).read();
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
