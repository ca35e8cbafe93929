#include "results/record/settings_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "results/files/json_writer.h"
#include "results/record/settings_keys.h"

namespace descend {
namespace {

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

}  // namespace

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
