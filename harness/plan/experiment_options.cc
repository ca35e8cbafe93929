#include "harness/plan/experiment_options.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace descend {
namespace {

using Given = GivenValue;
using To = ExperimentOptions;

// `linear` and `log` record at most this many states.
constexpr std::int64_t kMaxPoints = 10'000'000;

// The keys behind "OUTER." in the table; those without a dot where `outer` is empty.
std::vector<std::string> keys_inside(std::string_view outer) {
  std::vector<std::string> keys;
  for (const ExperimentOption& option : experiment_options()) {
    const std::size_t dot = option.key.find('.');
    const bool is_inside = dot != option.key.npos;
    if (outer.empty() && !is_inside) keys.emplace_back(option.key);
    if (is_inside && option.key.substr(0, dot) == outer) {
      keys.emplace_back(option.key.substr(dot + 1));
    }
  }
  return keys;
}

std::optional<Index> count_or_none(const Given& given) {
  if (given.value.is_null()) return {};
  return whole_number(given, 1);
}

std::optional<double> number_or_none(const Given& given) {
  if (given.value.is_null()) return {};
  if (!given.value.is_number()) refuse(given.where, given.text + " is not a number");
  return given.value.get<double>();
}

// A budget takes the place of the one before as a whole.
void read_budget(const Given& given, To& to) {
  check_keys(given.value, given.where, keys_inside("budget"));
  to.budget = {};
}

void read_batch_size(const Given& given, To& to) {
  to.batch_size.reset();
  if (!given.value.is_null() && given.value != "full") to.batch_size = whole_number(given, 1);
}

void read_points(const Given& given, RecordRule::Spacing spacing, To& to) {
  to.record.count = whole_number(given, 2, kMaxPoints);
  to.record.spacing = spacing;
}

// On the command line "linear:POINTS" or "log:POINTS"; the keys inside have rows of their own.
void read_record(const Given& given, To& to) {
  if (!given.on_command_line) {
    check_keys(given.value, given.where, keys_inside("record"));
    const Json& json = given.value;
    if (json.contains("every") + json.contains("linear") + json.contains("log") > 1) {
      refuse(given.where, "\"every\", \"linear\" and \"log\" exclude each other");
    }
    return;
  }
  const std::string text = given.value.is_string() ? given.value.get<std::string>() : "";
  const std::size_t colon = text.find(':');
  const std::string spacing = text.substr(0, colon);
  if (colon == text.npos || (spacing != "linear" && spacing != "log")) {
    refuse(given.where, given.text + " is not allowed; linear:POINTS or log:POINTS is");
  }
  read_points(given_on_command_line(given.where, text.substr(colon + 1)),
              spacing == "log" ? RecordRule::log : RecordRule::linear, to);
}

void read_parameters(const Given& given, To& to) {
  if (!given.on_command_line && !given.value.is_boolean()) refuse(given.where, "true or false");
  to.record.parameters = given.on_command_line || given.value.get<bool>();
}

void read_precision(const Given& given, To& to) {
  for (const Precision precision : {Precision::float32, Precision::float64}) {
    if (given.value != name_of(precision)) continue;
    to.precision = precision;
    return;
  }
  const char* quote = given.on_command_line ? "" : "\"";
  refuse(given.where,
         fmt::format("{0} is not allowed; {1}float32{1} and {1}float64{1} are", given.text, quote));
}

void read_loss_bound(const Given& given, To& to) {
  to.loss_bound = number_or_none(given);
  if (to.loss_bound && *to.loss_bound <= 0) refuse(given.where, "must be above 0");
}

const ExperimentOption kOptions[] = {
    {"budget", nullptr, nullptr, nullptr, read_budget},
    {"budget.steps", "--steps", "N", "Budget: this many updates",
     [](const Given& given, To& to) { to.budget.steps = count_or_none(given); }},
    {"budget.epochs", "--epochs", "N", "Budget: this many passes over the data",
     [](const Given& given, To& to) { to.budget.epochs = count_or_none(given); }},
    {"budget.evaluations", "--evaluations", "N", "Budget: this many evaluations",
     [](const Given& given, To& to) { to.budget.evaluations = count_or_none(given); }},
    {"batch_size", "--batch-size", "N|full", "Samples a step; 'full' is all of them",
     read_batch_size},
    {"seed", "--seed", "S", "The first seed (0)",
     [](const Given& given, To& to) { to.seed = whole_number(given, 0); }},
    {"repetitions", "--repetitions", "K", "Runs with seeds S … S+K-1 (1)",
     [](const Given& given, To& to) { to.repetitions = whole_number(given, 1, kMaxRuns); }},
    {"record.every", "--record-every", "N", "Write down every N-th state",
     [](const Given& given, To& to) {
       to.record.count = whole_number(given, 1);
       to.record.spacing = RecordRule::every;
     }},
    {"record", "--record", "linear:POINTS|log:POINTS",
     "Write down POINTS states (the start and up to 1,000 after it)", read_record},
    {"record.linear", nullptr, nullptr, nullptr,
     [](const Given& given, To& to) { read_points(given, RecordRule::linear, to); }},
    {"record.log", nullptr, nullptr, nullptr,
     [](const Given& given, To& to) { read_points(given, RecordRule::log, to); }},
    {"record.parameters", "--record-parameters", nullptr,
     "Write down all parameters, gradients and updates of recorded states, too", read_parameters},
    {"record.parameters_every", nullptr, nullptr, nullptr,
     [](const Given& given, To& to) { to.record.parameters_every = whole_number(given, 1); }},
    {"target_loss", "--target-loss", "LOSS", "End a run at this loss",
     [](const Given& given, To& to) { to.target_loss = number_or_none(given); }},
    {"loss_bound", "--loss-bound", "LOSS",
     "A run past this loss has exploded (1e12 max(1, |loss at the start|))", read_loss_bound},
    {"precision", "--precision", "float32|float64", "Arithmetic", read_precision},
};

// The value of a key such as "budget.steps"; null: it is not there.
const Json* find(const Json& json, std::string_view key) {
  const std::size_t dot = key.find('.');
  const std::string first(key.substr(0, dot));
  if (!json.is_object() || !json.contains(first)) return nullptr;
  return dot == key.npos ? &json[first] : find(json[first], key.substr(dot + 1));
}

}  // namespace

std::span<const ExperimentOption> experiment_options() { return kOptions; }

std::vector<std::string> experiment_option_keys() { return keys_inside(""); }

void check_options(const ExperimentOptions& options, const std::string& where) {
  auto check = [&](const char* key, const std::optional<Index>& value, Index min) {
    if (value && *value < min) whole_number(*value, where + "." + key, min);
  };
  check("budget.steps", options.budget.steps, 1);
  check("budget.epochs", options.budget.epochs, 1);
  check("budget.evaluations", options.budget.evaluations, 1);
  check("batch_size", options.batch_size, 1);
  check("seed", options.seed, 0);
  if (options.seed >= kIntegerLimit) refuse(where, "seeds must stay below 2^53");
  const RecordRule& record = options.record;
  if (record.spacing != RecordRule::automatic) {
    check("record", record.count, record.spacing == RecordRule::every ? 1 : 2);
  }
  check("record.parameters_every", record.parameters_every, 1);
  if (options.loss_bound && !(*options.loss_bound > 0)) {
    refuse(where + ".loss_bound", "must be above 0");
  }
}

void ExperimentOptions::read(const Json& json, const std::string& where) {
  for (const ExperimentOption& option : kOptions) {
    const Json* value = find(json, option.key);
    if (value) option.read(given_in_json(*value, fmt::format("{}.{}", where, option.key)), *this);
  }
}

void ExperimentOptions::read_flags(const Json& json) {
  for (const ExperimentOption& option : kOptions) {
    const std::string key(option.key);
    const Json* value = json.contains(key) ? &json[key] : find(json, key);
    if (!value) continue;
    if (value->is_string()) {
      option.read(given_on_command_line(option.flag, value->get<std::string>()), *this);
    } else {
      option.read(given_in_json(*value, option.flag ? option.flag : "command line"), *this);
    }
  }
}

}  // namespace descend
