#include "harness/plan/changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/settings/grid.h"
#include "harness/settings/json_checks.h"
#include "harness/settings/wording.h"

namespace descend {
namespace {

// The settings of a nested plugin; null: the option is of another type.
const Settings* nested_in(const Settings& settings, const OptionInfo& option) {
  const Value* value = settings.find(option.name);
  return value ? std::get_if<Settings>(&value->data) : nullptr;
}

// The options of a plugin that may change, those of the plugins nested in it behind a dot.
void collect_changeable(Kind kind, const Settings& settings, const std::string& prefix,
                        const ProgramRegistry& registry, std::vector<std::string>& names) {
  for (const OptionInfo& option : registry.info(kind, settings.name).options) {
    const std::string name = prefix + option.name;
    if (const Settings* nested = nested_in(settings, option)) {
      collect_changeable(option.kind, *nested, name + ".", registry, names);
    } else if (!option.fixed) {
      names.push_back(name);
    }
  }
}

// The value of the option of that dotted name, which there is.
Value& value_of(Settings& rule, std::string_view name) {
  const std::size_t dot = name.find('.');
  const auto setting = std::ranges::find(rule.values, name.substr(0, dot), &Setting::key);
  if (dot == name.npos) return setting->value;
  return value_of(std::get<Settings>(setting->value.data), name.substr(dot + 1));
}

// No step may leave the rule with options that contradict each other.
void check_together(const std::vector<Change>& changes, const std::string& where,
                    Settings optimizer, const ProgramRegistry& registry) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    value_of(optimizer, changes[i].option) = changes[i].value;
    const bool last_of_step = i + 1 == changes.size() || changes[i + 1].step != changes[i].step;
    if (last_of_step) registry.resolve(Kind::optimizer, optimizer, where);
  }
}

}  // namespace

const OptionInfo* find_option(Kind kind, const Settings& settings, std::string_view name,
                              const ProgramRegistry& registry) {
  const std::size_t dot = name.find('.');
  const std::vector<OptionInfo>& options = registry.info(kind, settings.name).options;
  const auto option = std::ranges::find(options, name.substr(0, dot), &OptionInfo::name);
  if (option == options.end()) return nullptr;
  if (dot == name.npos) return &*option;
  const Settings* nested = nested_in(settings, *option);
  return nested ? find_option(option->kind, *nested, name.substr(dot + 1), registry) : nullptr;
}

std::vector<Change> read_changes(const Json& list, const std::string& where) {
  std::vector<Change> changes;
  for (const Json& json : list) {
    check_keys(json, where, {"step", "option", "value"});
    if (!json.contains("step") || !json.contains("option") || !json.contains("value")) {
      refuse(where, "a change has the keys \"step\", \"option\" and \"value\"");
    }
    Change change;
    change.step = whole_number(json["step"], where + ".step", 0);
    change.option = text_at(json, "option", where);
    const ValueGrid values(json["value"], where + ".value");
    if (values.size() != 1) {
      refuse(where, fmt::format("a change of {} takes one value, not a grid of {}", change.option,
                                values.size()));
    }
    change.value = values.at(0);
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<Change> resolve_changes(std::vector<Change> changes, const Settings& optimizer,
                                    const std::string& where, const ProgramRegistry& registry) {
  std::ranges::stable_sort(changes, {}, &Change::step);
  for (auto change = changes.begin(); change != changes.end(); ++change) {
    const OptionInfo* option = find_option(Kind::optimizer, optimizer, change->option, registry);
    if (!option) {
      std::vector<std::string> known;
      collect_changeable(Kind::optimizer, optimizer, "", registry, known);
      refuse(where,
             fmt::format("{} has no option '{}'{}; it has {}", optimizer.name, change->option,
                         did_you_mean(change->option, known), listed(known)));
    }
    if (change->option.ends_with("learning_rate") &&
        !registry.optimizer(optimizer.name).takes_rate) {
      refuse(where,
             fmt::format("{} changes no step of {} but its first", change->option, optimizer.name));
    }
    if (option->fixed) {
      refuse(where, fmt::format("{} of {} shapes its state and cannot change in mid-run",
                                change->option, optimizer.name));
    }
    change->value = registry.resolve(*option, change->value, where);
    for (auto other = changes.begin(); other != change; ++other) {
      if (other->step != change->step || other->option != change->option) continue;
      refuse(where, fmt::format("{} changes twice at step {}", change->option, change->step));
    }
  }
  check_together(changes, where, optimizer, registry);
  return changes;
}

}  // namespace descend
