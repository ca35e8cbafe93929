#include "results/record/settings_json.h"

#include <fmt/core.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "results/files/json_writer.h"
#include "results/files/object_reader.h"

namespace descend {
namespace {

constexpr std::array<const char*, 4> kRegimeNames = {"deterministic", "batch", "mini_batch",
                                                     "stochastic"};
constexpr std::array<const char*, 4> kSpacingNames = {"", "every", "linear", "log"};

// The keys of each object, in the order of the file. `keys` is an ObjectBuilder, which writes them,
// or an ObjectReader; what they name is of the types below.

void settings_keys(auto& keys, auto& settings) {
  keys.required("problem", settings.problem);
  keys.required("optimizer", settings.optimizer);
  keys.required("schedule", settings.schedule);
  keys.required("changes", settings.changes);
  keys.required("label", settings.label);
  keys.required("problem_spec", settings.problem_spec);
  keys.required("optimizer_spec", settings.optimizer_spec);
  keys.required("seed", settings.seed);
  keys.added("optimizer_seed", settings.optimizer_seed);
  keys.required("precision", settings.precision);
  keys.required("batch_size", settings.batch_size);
  keys.required("regime", settings.regime);
  keys.required("budget", settings.budget);
  keys.added("record", settings.record);
  keys.added("loss_bound", settings.loss_bound);
  keys.required("target_loss", settings.target_loss);
}

void budget_keys(auto& keys, auto& budget) {
  keys.required("steps", budget.steps);
  keys.required("epochs", budget.epochs);
  keys.required("evaluations", budget.evaluations);
}

void change_keys(auto& keys, auto& change) {
  keys.required("step", change.step);
  keys.required("option", change.option);
  keys.required("value", change.value);
}

// Neither is there in every rule.
constexpr const char* kParameters = "parameters";
constexpr const char* kParametersEvery = "parameters_every";

/// Writes the members of an object.
class ValueWriter {
 public:
  explicit ValueWriter(JsonWriter& writer) : writer_(writer) {}

  template <typename T>
  void required(const char* key, const T& value) {
    writer_.key(key);
    write(value);
  }
  template <typename T>
  void added(const char* key, const T& value) {
    required(key, value);
  }

  void write(std::nullptr_t) { writer_.null(); }
  void write(bool yes) { writer_.raw(yes ? "true" : "false"); }
  void write(std::int64_t number) { writer_.integer(number); }
  void write(std::uint64_t number) { writer_.raw(std::to_string(number)); }
  // As ids were first hashed: 0.0001, where JsonWriter has the shorter 1e-04. Not finite: null.
  void write(double number) { writer_.raw(Json(number).dump()); }
  void write(const std::string& text) { writer_.string(text); }
  void write(Precision precision) { writer_.string(name_of(precision)); }
  void write(Regime regime) { writer_.string(kRegimeNames.at(static_cast<std::size_t>(regime))); }
  void write(const Value& value) {
    std::visit([this](const auto& data) { write(data); }, value.data);
  }
  void write(const std::vector<Value>& list) {
    writer_.begin_array();
    for (const Value& value : list) write(value);
    writer_.end_array();
  }
  void write(const Settings& settings) {
    writer_.begin_object().key("name").string(settings.name);
    for (const Setting& setting : settings.values) {
      writer_.key(setting.key);
      write(setting.value);
    }
    writer_.end_object();
  }
  template <typename T>
  void write(const std::optional<T>& optional) {
    optional ? write(*optional) : write(nullptr);
  }
  void write(const Budget& budget) {
    writer_.begin_object();
    budget_keys(*this, budget);
    writer_.end_object();
  }
  void write(const std::vector<Change>& changes) {
    writer_.begin_array();
    for (const Change& change : changes) {
      writer_.begin_object();
      change_keys(*this, change);
      writer_.end_object();
    }
    writer_.end_array();
  }
  void write(const RecordRule& rule) {
    writer_.begin_object();
    if (rule.spacing != RecordRule::automatic) required(kSpacingNames[rule.spacing], rule.count);
    required(kParameters, rule.parameters);
    if (rule.parameters) required(kParametersEvery, rule.parameters_every);
    writer_.end_object();
  }

 private:
  JsonWriter& writer_;
};

/// Gives the members of an object one by one, each as text.
struct MemberTexts {
  template <typename T>
  void required(const char* key, const T& value) {
    JsonWriter writer;
    ValueWriter(writer).write(value);
    texts.emplace_back(key, writer.take());
  }
  template <typename T>
  void added(const char* key, const T& value) {
    required(key, value);
  }

  std::vector<SettingText> texts;
};

template <typename Code, std::size_t count>
void read_name(const Json& json, const std::array<const char*, count>& names, Code& code) {
  std::string name;
  read_value(json, name);
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) throw BadInput(fmt::format("\"{}\" is unknown", name));
  code = static_cast<Code>(found - names.begin());
}

}  // namespace

// An ObjectReader finds these by the types that they read.

static void read_value(const Json& json, Precision& precision) {
  read_name(json, kPrecisionNames, precision);
}

static void read_value(const Json& json, Regime& regime) { read_name(json, kRegimeNames, regime); }

static void read_value(const Json& json, Value& value);

// An object with a name is a nested plugin.
static void read_value(const Json& json, Settings& settings) {
  ObjectReader(json).required("name", settings.name);
  settings.values.clear();
  for (const auto& [key, value] : json.items()) {
    if (key != "name") read_value(value, settings.values.emplace_back(Setting{key, {}}).value);
  }
}

static void read_value(const Json& json, Value& value) {
  if (json.is_array()) {
    std::vector<Value> list(json.size());
    for (std::size_t i = 0; i < list.size(); ++i) read_value(json[i], list[i]);
    value.data = std::move(list);
  } else if (json.is_object()) {
    read_value(json, value.data.emplace<Settings>());
  } else if (json.is_string()) {
    read_value(json, value.data.emplace<std::string>());
  } else if (json.is_number_integer()) {
    read_value(json, value.data.emplace<std::int64_t>());
  } else if (json.is_number()) {
    read_value(json, value.data.emplace<double>());
  } else if (json.is_boolean()) {
    read_value(json, value.data.emplace<bool>());
  } else {
    value.data = nullptr;
  }
}

static void read_value(const Json& json, std::vector<Change>& changes) {
  if (!json.is_array()) refuse_value(json, "a list");
  changes.assign(json.size(), {});
  for (std::size_t i = 0; i < changes.size(); ++i) {
    ObjectReader reader(json[i]);
    change_keys(reader, changes[i]);
  }
}

static void read_value(const Json& json, Budget& budget) {
  ObjectReader reader(json);
  budget_keys(reader, budget);
}

static void read_value(const Json& json, RecordRule& rule) {
  ObjectReader reader(json);
  for (std::size_t spacing = 1; spacing < kSpacingNames.size(); ++spacing) {
    if (!json.contains(kSpacingNames[spacing])) continue;
    rule.spacing = static_cast<RecordRule::Spacing>(spacing);
    reader.required(kSpacingNames[spacing], rule.count);
  }
  reader.added(kParameters, rule.parameters);
  reader.added(kParametersEvery, rule.parameters_every);
}

RunSettings read_run_settings(const Json& line) {
  ObjectReader reader(line);
  RunSettings settings;
  settings_keys(reader, settings);
  if (std::isnan(settings.loss_bound)) settings.loss_bound = kInfinity;  // null: no bound
  return settings;
}

std::vector<SettingText> setting_texts(const RunSettings& settings) {
  MemberTexts members;
  settings_keys(members, settings);
  return std::move(members.texts);
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

std::string text_without_seeds(const RunSettings& settings) {
  std::string text;
  for (const auto& [key, json] : setting_texts(settings)) {
    if (key != "seed" && key != "optimizer_seed") text += json + '\n';
  }
  return text;
}

}  // namespace descend
