#include "harness/plan/run_knobs.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "descend/types.h"
#include "harness/plan/plan.h"
#include "harness/settings/json_checks.h"

namespace descend {
namespace {

// Whole numbers of the command line, with the option's name in the message.
Json whole_knob(const std::string& option, const std::string& text, std::int64_t least,
                std::int64_t most = kIntegerLimit - 1) {
  return whole_number(given_on_command_line(option, text), least, most);
}

Json real_number(const std::string& option, const std::string& text) {
  const Json number = Json::parse(text, nullptr, false);
  if (!number.is_number()) throw BadInput(fmt::format("{}: '{}' is not a number", option, text));
  return number;
}

Json record_knob(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  if (colon == std::string::npos || (kind != "linear" && kind != "log")) {
    throw BadInput(
        fmt::format("--record: '{}' is not allowed; linear:POINTS or log:POINTS is", text));
  }
  return {{kind, whole_knob("--record", text.substr(colon + 1), 2, kMostPoints)}};
}

}  // namespace

Json RunKnobs::as_json() const {
  Json json = Json::object();
  for (const auto& [name, text] :
       {std::pair{"steps", &steps}, {"epochs", &epochs}, {"evaluations", &evaluations}}) {
    if (!text->empty()) {
      json["budget"][name] = whole_knob(std::string("--") + name, *text, 1);
    }
  }
  if (!batch_size.empty()) {
    json["batch_size"] =
        batch_size == "full" ? Json(batch_size) : whole_knob("--batch-size", batch_size, 1);
  }
  if (!seed.empty()) json["seed"] = whole_knob("--seed", seed, 0);
  if (!repetitions.empty()) {
    json["repetitions"] = whole_knob("--repetitions", repetitions, 1, kMostRuns);
  }
  if (!record_every.empty() && !record.empty()) {
    throw BadInput("--record and --record-every exclude each other");
  }
  if (!record_every.empty()) {
    json["record"] = {{"every", whole_knob("--record-every", record_every, 1)}};
  }
  if (!record.empty()) json["record"] = record_knob(record);
  if (!target_loss.empty()) json["target_loss"] = real_number("--target-loss", target_loss);
  if (!loss_bound.empty()) {
    json["loss_bound"] = real_number("--loss-bound", loss_bound);
    if (json["loss_bound"] <= 0) throw BadInput("--loss-bound: must be above 0");
  }
  if (!precision.empty()) {
    if (precision != "float32" && precision != "float64") {
      throw BadInput(
          fmt::format("--precision: '{}' is not allowed; float32 and float64 are", precision));
    }
    json["precision"] = precision;
  }
  return json;
}

}  // namespace descend
