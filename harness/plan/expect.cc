#include "harness/plan/expect.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "descend/types.h"
#include "harness/settings/json_checks.h"
#include "harness/settings/wording.h"
#include "results/record/outcome.h"

namespace descend {
namespace {

std::vector<std::string> known_verdicts() {
  std::vector<std::string> names;
  for (const VerdictInfo& verdict : verdicts()) names.emplace_back(verdict.name);
  return names;
}

std::vector<std::string> known_statuses() { return {status_names().begin(), status_names().end()}; }

void require(bool holds, const Json& value, const std::string& where, const char* wanted) {
  if (!holds) refuse(where, fmt::format("{} is not {}", value.dump(), wanted));
}

void check_words(const Json& value, const std::string& where,
                 const std::vector<std::string>& known) {
  const Json words = value.is_array() ? value : Json::array({value});
  require(!words.empty(), value, where, "a word or a list of them");
  for (const Json& json : words) {
    const std::string word = json.is_string() ? json.get<std::string>() : "";
    if (std::ranges::find(known, word) != known.end()) continue;
    refuse(where, fmt::format("{} is none{}; there are {}", json.dump(), did_you_mean(word, known),
                              listed(known)));
  }
}

void check_rows(const Json& rows, const std::string& where) {
  require(rows.is_array() && !rows.empty(), rows, where, "a list of rows");
  for (const Json& row : rows) {
    check_keys(
        row, where,
        {"step", "accuracy", "loss", "learning_rate", "validation_loss", "validation_accuracy"});
    if (!row.contains("step") || !row["step"].is_number_unsigned() || row.size() < 2) {
      refuse(where, "a row has a step and at least one printed figure");
    }
    for (const auto& [key, printed] : row.items()) {
      if (key == "step" || printed.is_string()) continue;
      refuse(where, fmt::format("{} is {}; printed digits are given as a text, as in \"0.400\"",
                                key, printed.dump()));
    }
  }
}

void check_loss_at(const Json& limit, const std::string& where) {
  check_keys(limit, where, {"step", "at_most"});
  require(limit.contains("step") && limit["step"].is_number_unsigned() &&
              limit.contains("at_most") && limit["at_most"].is_number(),
          limit, where, "an object with \"step\" and \"at_most\"");
}

void check_name(const Json& value, const std::string& where) {
  require(value.is_string(), value, where, "a word");
}

void check_better(const Json& pair, const std::string& where) {
  require(pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string(), pair,
          where, "a list of two optimizers, the better one first");
  if (pair[0] == pair[1]) refuse(where, "both are " + pair[0].dump());
}

void check_step(const Json& value, const std::string& where) {
  require(value.is_number_unsigned(), value, where, "a step");
}
void check_number(const Json& value, const std::string& where) {
  require(value.is_number(), value, where, "a number");
}
void check_truth(const Json& value, const std::string& where) {
  require(value.is_boolean(), value, where, "true or false");
}

struct ExpectKey {
  const char* key;
  void (*check)(const Json& value, const std::string& where);
  // Whether it is something that runs can be held to.
  bool expects = true;
};

const ExpectKey kExpectKeys[] = {
    {"run",
     [](const Json& value, const std::string& where) {
       require(value.is_number_unsigned(), value, where, "the number of a run, counted from 0");
     },
     false},
    {"rows", check_rows},
    {"computed_by",
     [](const Json& value, const std::string& where) {
       require(value.is_string(), value, where, "the name of a program");
     },
     false},
    {"verdict", [](const Json& value,
                   const std::string& where) { check_words(value, where, known_verdicts()); }},
    {"status", [](const Json& value,
                  const std::string& where) { check_words(value, where, known_statuses()); }},
    {"reached_minimum_index",
     [](const Json& value, const std::string& where) {
       require(value.is_number_integer() || value.is_null(), value, where,
               "a whole number or null");
     }},
    {"by_step", check_step},
    {"loss_at", check_loss_at},
    {"final_loss_below", check_number},
    {"final_loss_above", check_number},
    {"diverged", check_truth},
    {"left_domain", check_truth},
    {"metric", check_name},
    {"median", check_name},
    {"at_least", check_number, false},
    {"at_most", check_number, false},
    {"better", check_better},
    {"on", check_name, false},
    {"caption", [](const Json&, const std::string&) {}, false},
};

// Keys that say something only together.
void check_partners(const Json& entry, const std::string& place) {
  const auto has = [&](const char* key) { return entry.contains(key); };
  const bool limited = has("at_least") || has("at_most");
  for (const char* key : {"metric", "median"}) {
    if (has(key) && !limited) {
      refuse(place, fmt::format("{} needs \"at_least\" or \"at_most\" beside it", key));
    }
  }
  if (has("metric") && has("median")) {
    refuse(place, "metric and median are two expectations: give each an entry of its own");
  }
  if (limited && !has("metric") && !has("median")) {
    refuse(place, fmt::format("{} goes with \"metric\" or \"median\"",
                              has("at_least") ? "at_least" : "at_most"));
  }
  if (has("better") != has("on")) {
    refuse(place, has("on") ? "on goes with \"better\""
                            : "better needs \"on\" beside it, as in \"on\": \"final_loss\"");
  }
  if (has("run") && (has("median") || has("better"))) {
    refuse(place, fmt::format("{} speaks of several runs, so it goes without \"run\"",
                              has("median") ? "median" : "better"));
  }
}

}  // namespace

void validate_expectations(const Json& expect, const std::string& where) {
  std::vector<std::string> known;
  for (const ExpectKey& key : kExpectKeys) known.emplace_back(key.key);
  for (std::size_t i = 0; i < expect.size(); ++i) {
    const std::string place = fmt::format("{}.expect[{}]", where, i);
    const Json& entry = expect[i];
    check_keys(entry, place, known);
    bool expects = false;
    for (const ExpectKey& key : kExpectKeys) {
      if (!entry.contains(key.key)) continue;
      key.check(entry[key.key], fmt::format("{}.{}", place, key.key));
      expects = expects || key.expects;
    }
    check_partners(entry, place);
    if (!expects) refuse(place, "expects nothing");
  }
}

}  // namespace descend
