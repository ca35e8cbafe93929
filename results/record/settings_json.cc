#include "results/record/settings_json.h"

#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace descend {
namespace {

constexpr std::array<const char*, 4> kRegimes = {"deterministic", "batch", "mini_batch",
                                                 "stochastic"};
constexpr std::array<const char*, 4> kSpacings = {"", "every", "linear", "log"};

Json number_or_null(const auto& optional) { return optional ? Json(*optional) : Json(nullptr); }

Json to_json(const Budget& budget) {
  return {{"steps", number_or_null(budget.steps)},
          {"epochs", number_or_null(budget.epochs)},
          {"evaluations", number_or_null(budget.evaluations)}};
}

Json to_json(const RecordRule& rule) {
  Json json = Json::object();
  if (rule.spacing != RecordRule::automatic) json[kSpacings[rule.spacing]] = rule.count;
  json["parameters"] = rule.parameters;
  if (rule.parameters) json["parameters_every"] = rule.parameters_every;
  return json;
}

Json to_json(const std::vector<Change>& changes) {
  Json list = Json::array();
  for (const Change& change : changes) {
    list.push_back({{"step", change.step},
                    {"option", change.option},
                    {"value", descend::to_json(change.value)}});
  }
  return list;
}

Value value_of(const Json& json);

// An object with a name is a nested plugin.
Settings settings_of(const Json& object) {
  Settings settings{object.at("name").get<std::string>(), {}};
  for (const auto& [key, value] : object.items()) {
    if (key != "name") settings.values.push_back({key, value_of(value)});
  }
  return settings;
}

Value value_of(const Json& json) {
  if (json.is_null()) return {nullptr};
  if (json.is_boolean()) return {json.get<bool>()};
  if (json.is_number_float()) return {json.get<double>()};
  if (json.is_number()) return {json.get<std::int64_t>()};
  if (json.is_string()) return {json.get<std::string>()};
  if (json.is_object()) return {settings_of(json)};
  std::vector<Value> list;
  for (const Json& element : json) list.push_back(value_of(element));
  return {list};
}

template <typename T>
std::optional<T> optional_of(const Json& json) {
  return json.is_null() ? std::optional<T>() : json.get<T>();
}

template <typename Code, std::size_t count>
Code code_of(const Json& json, const std::array<const char*, count>& names) {
  const std::string& name = json.get_ref<const std::string&>();
  for (std::size_t code = 0; code < count; ++code) {
    if (name == names[code]) return static_cast<Code>(code);
  }
  throw BadInput(fmt::format("\"{}\" is unknown", name));
}

RecordRule record_rule_of(const Json& json) {
  RecordRule rule;
  for (std::size_t spacing = 1; spacing < kSpacings.size(); ++spacing) {
    if (!json.contains(kSpacings[spacing])) continue;
    rule.spacing = static_cast<RecordRule::Spacing>(spacing);
    rule.count = json[kSpacings[spacing]].get<Index>();
  }
  rule.parameters = json.value("parameters", false);
  rule.parameters_every = json.value("parameters_every", Index{1});
  return rule;
}

// One key after another, so that a message can name the one that is wrong.
class Reader {
 public:
  explicit Reader(const Json& line) : line_(line) {}

  template <typename Read>
  void required(const char* key, const Read& read) const {
    if (!line_.contains(key)) throw BadInput(fmt::format("`{}` is missing", key));
    optional(key, read);
  }

  /// What was added after the first version of the format.
  template <typename Read>
  void optional(const char* key, const Read& read) const {
    const auto found = line_.find(key);
    if (found == line_.end()) return;
    try {
      read(*found);
    } catch (const Json::exception&) {
      throw BadInput(fmt::format("`{}` is not what a run holds there", key));
    } catch (const BadInput& error) {
      throw BadInput(fmt::format("`{}`: {}", key, error.what()));
    }
  }

  void text(const char* key, std::string& text) const {
    required(key, [&](const Json& json) { text = json.get<std::string>(); });
  }
  void settings(const char* key, Settings& settings) const {
    required(key, [&](const Json& json) { settings = settings_of(json); });
  }

 private:
  const Json& line_;
};

}  // namespace

Json to_json(const RunSettings& settings) {
  Json json;
  json["problem"] = to_json(settings.problem);
  json["optimizer"] = to_json(settings.optimizer);
  json["schedule"] = to_json(settings.schedule);
  json["changes"] = to_json(settings.changes);
  json["label"] = settings.label;
  json["problem_spec"] = settings.problem_spec;
  json["optimizer_spec"] = settings.optimizer_spec;
  json["seed"] = settings.seed;
  json["optimizer_seed"] = settings.optimizer_seed;
  json["precision"] = name_of(settings.precision);
  json["batch_size"] = number_or_null(settings.batch_size);
  json["regime"] = kRegimes.at(static_cast<std::size_t>(settings.regime));
  json["budget"] = to_json(settings.budget);
  json["record"] = to_json(settings.record);
  json["loss_bound"] = settings.loss_bound < kInfinity ? Json(settings.loss_bound) : Json(nullptr);
  json["target_loss"] = number_or_null(settings.target_loss);
  return json;
}

RunSettings read_run_settings(const Json& line) {
  const Reader reader(line);
  RunSettings settings;
  reader.settings("problem", settings.problem);
  reader.settings("optimizer", settings.optimizer);
  reader.settings("schedule", settings.schedule);
  reader.required("changes", [&](const Json& list) {
    for (const Json& json : list) {
      settings.changes.push_back({json.at("step").get<Index>(),
                                  json.at("option").get<std::string>(),
                                  value_of(json.at("value"))});
    }
  });
  reader.text("label", settings.label);
  reader.text("problem_spec", settings.problem_spec);
  reader.text("optimizer_spec", settings.optimizer_spec);
  reader.required("seed", [&](const Json& json) { settings.seed = json.get<std::int64_t>(); });
  reader.optional("optimizer_seed",
                  [&](const Json& json) { settings.optimizer_seed = json.get<std::uint64_t>(); });
  reader.required("precision", [&](const Json& json) {
    settings.precision = code_of<Precision>(json, kPrecisionNames);
  });
  reader.required("batch_size",
                  [&](const Json& json) { settings.batch_size = optional_of<Index>(json); });
  reader.required("regime",
                  [&](const Json& json) { settings.regime = code_of<Regime>(json, kRegimes); });
  reader.required("budget", [&](const Json& json) {
    settings.budget = {optional_of<Index>(json.at("steps")), optional_of<Index>(json.at("epochs")),
                       optional_of<Index>(json.at("evaluations"))};
  });
  reader.optional("record", [&](const Json& json) { settings.record = record_rule_of(json); });
  reader.optional("loss_bound", [&](const Json& json) {
    settings.loss_bound = optional_of<double>(json).value_or(kInfinity);
  });
  reader.required("target_loss",
                  [&](const Json& json) { settings.target_loss = optional_of<double>(json); });
  return settings;
}

Json to_json(const Value& value) {
  struct Visitor {
    Json operator()(std::nullptr_t) const { return nullptr; }
    Json operator()(bool b) const { return b; }
    Json operator()(std::int64_t i) const { return i; }
    Json operator()(double d) const { return d; }
    Json operator()(const std::string& text) const { return text; }
    Json operator()(const std::vector<Value>& list) const {
      Json array = Json::array();
      for (const Value& element : list) array.push_back(to_json(element));
      return array;
    }
    Json operator()(const Settings& nested) const { return to_json(nested); }
  };
  return std::visit(Visitor{}, value.data);
}

Json to_json(const Settings& settings) {
  Json object = {{"name", settings.name}};
  for (const Setting& setting : settings.values) object[setting.key] = to_json(setting.value);
  return object;
}

}  // namespace descend
