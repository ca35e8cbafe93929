#include "harness/plan/knobs.h"

#include <fmt/format.h>

#include "harness/settings/json_checks.h"

namespace descend {

const std::vector<std::string> kKnobs = {"budget",     "repetitions", "seed",        "record",
                                         "batch_size", "precision",   "target_loss", "loss_bound"};

namespace {

std::optional<double> real(const Json& json, const std::string& where) {
  if (json.is_null()) return {};
  if (!json.is_number()) refuse(where, json.dump() + " is not a number");
  return json.get<double>();
}

}  // namespace

void Knobs::read(const Json& json, const std::string& where) {
  if (json.contains("budget")) read_budget(json["budget"], where + ".budget");
  if (json.contains("repetitions")) {
    repetitions = whole_number(json["repetitions"], where + ".repetitions", 1, kMostRuns);
  }
  if (json.contains("seed")) seed = whole_number(json["seed"], where + ".seed", 0);
  if (json.contains("record")) read_record(json["record"], where + ".record");
  if (json.contains("batch_size")) {
    const Json& size = json["batch_size"];
    batch_size.reset();
    if (!size.is_null() && size != "full") {
      batch_size = whole_number(size, where + ".batch_size", 1);
    }
  }
  if (json.contains("precision")) {
    if (json["precision"] != "float32" && json["precision"] != "float64") {
      refuse(where + ".precision",
             json["precision"].dump() + " is not allowed; \"float32\" and \"float64\" are");
    }
    precision = json["precision"] == "float32" ? Precision::float32 : Precision::float64;
  }
  if (json.contains("target_loss")) {
    target_loss = real(json["target_loss"], where + ".target_loss");
  }
  if (json.contains("loss_bound")) loss_bound = real(json["loss_bound"], where + ".loss_bound");
  if (loss_bound && *loss_bound <= 0) refuse(where + ".loss_bound", "must be above 0");
}

void Knobs::read_budget(const Json& json, const std::string& where) {
  check_keys(json, where, {"steps", "epochs", "evaluations"});
  budget = {};
  auto take = [&](const char* key, std::optional<Index>& out) {
    if (json.contains(key) && !json[key].is_null()) {
      out = whole_number(json[key], where + "." + key, 1);
    }
  };
  take("steps", budget.steps);
  take("epochs", budget.epochs);
  take("evaluations", budget.evaluations);
}

void Knobs::read_record(const Json& json, const std::string& where) {
  check_keys(json, where, {"every", "linear", "log", "parameters", "parameters_every"});
  if (json.contains("every") + json.contains("linear") + json.contains("log") > 1) {
    refuse(where, "\"every\", \"linear\" and \"log\" exclude each other");
  }
  auto spacing = [&](const char* key, RecordRule::Spacing kind, std::int64_t least,
                     std::int64_t most) {
    if (!json.contains(key)) return;
    record.spacing = kind;
    record.count = whole_number(json[key], where + "." + key, least, most);
  };
  spacing("every", RecordRule::every, 1, kIntegerLimit - 1);
  spacing("linear", RecordRule::linear, 2, kMostPoints);
  spacing("log", RecordRule::log, 2, kMostPoints);
  if (json.contains("parameters")) {
    if (!json["parameters"].is_boolean()) refuse(where + ".parameters", "true or false");
    record.parameters = json["parameters"];
  }
  if (json.contains("parameters_every")) {
    record.parameters_every =
        whole_number(json["parameters_every"], where + ".parameters_every", 1);
  }
}

}  // namespace descend
