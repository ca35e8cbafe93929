#include "harness/commands/expectation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ranges>

#include "descend/types.h"
#include "harness/registry/registry.h"
#include "harness/settings/json_checks.h"
#include "harness/settings/wording.h"

namespace descend {
namespace {

const std::vector<std::string> kEntryKeys = {"run",
                                             "rows",
                                             "computed_by",
                                             "verdict",
                                             "status",
                                             "reached_minimum_index",
                                             "by_step",
                                             "loss_at",
                                             "final_loss_below",
                                             "final_loss_above",
                                             "diverged",
                                             "left_domain",
                                             "caption"};
const std::vector<std::string> kRowKeys = {
    "step", "accuracy", "loss", "learning_rate", "validation_loss", "validation_accuracy"};

const std::vector<std::string> kVerdicts = {"global_minimum", "local_minimum", "left_domain",
                                            "oscillating",    "stalled",       "descending",
                                            "diverged",       "unknown"};
const std::vector<std::string> kStatuses = {
    "budget_exhausted", "target_reached", "converged", "diverged", "skipped", "failed", "timeout"};

// A recorded figure; NaN where the step or the column was not recorded.
double figure_at(const Trace& trace, const std::string& column, std::int64_t step) {
  const TraceColumn* steps = trace.find("step");
  const TraceColumn* figures = trace.find(column);
  if (!steps || !figures) return kNaN;
  const auto places = std::views::iota(std::size_t{0}, steps->values.size());
  const auto found =
      std::ranges::lower_bound(places, static_cast<double>(step), {},
                               [&](std::size_t place) { return steps->values[place]; });
  if (found == places.end() || steps->values[*found] != static_cast<double>(step)) return kNaN;
  return figures->values[*found];
}

Check check_row(const Json& row, const Trace& trace, bool computed) {
  Check check;
  check.kind = computed                                           ? Check::computed_row
               : row.contains("loss") || row.contains("accuracy") ? Check::row
                                                                  : Check::rate;
  const std::int64_t step = row.at("step");
  check.what = fmt::format("{}", step);
  check.holds = true;
  for (const auto& [key, printed] : row.items()) {
    if (key == "step") continue;
    const std::string expected = printed.get<std::string>();
    const double value = figure_at(trace, key, step);
    const std::string found =
        std::isfinite(value) ? with_decimals_of(expected, value) : "not recorded";
    const char* gap = check.expected.empty() ? "" : "  ";
    check.expected += gap + expected;
    check.found += gap + found;
    check.holds = check.holds && expected == found;
  }
  return check;
}

std::string plain(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// The behaviours of an entry, one check each.
void check_behaviour(const Json& entry, const FinishedRun& run, std::vector<Check>& checks) {
  const Json& outcome = run.line.at("outcome");
  auto add = [&](std::string what, std::string expected, std::string found, bool holds) {
    checks.push_back(
        {Check::behaviour, std::move(what), std::move(expected), std::move(found), holds});
  };
  for (const char* key : {"verdict", "status", "reached_minimum_index"}) {
    if (!entry.contains(key)) continue;
    const Json allowed = entry[key].is_array() ? entry[key] : Json::array({entry[key]});
    std::string text;
    bool holds = false;
    for (const Json& one : allowed) {
      text += (text.empty() ? "" : " or ") + plain(one);
      holds = holds || one == outcome.at(key);
    }
    add(key, text, plain(outcome[key]), holds);
  }
  if (entry.contains("by_step")) {
    const Json& reached = outcome.at("reached_step");
    add("reached_step", "at most " + entry["by_step"].dump(), plain(reached),
        reached.is_number() && reached.get<std::int64_t>() <= entry["by_step"].get<std::int64_t>());
  }
  if (entry.contains("loss_at")) {
    const Json& limit = entry["loss_at"];
    const std::int64_t step = limit.at("step");
    const double value = figure_at(run.trace, "loss", step);
    add(fmt::format("loss at step {}", step), "at most " + limit.at("at_most").dump(),
        std::isfinite(value) ? number_text(value) : "not recorded",
        value <= limit["at_most"].get<double>());
  }
  const Json& final_loss = outcome.at("final_loss");
  if (entry.contains("final_loss_below")) {
    add("final loss", "below " + entry["final_loss_below"].dump(), plain(final_loss),
        final_loss.is_number() &&
            final_loss.get<double>() < entry["final_loss_below"].get<double>());
  }
  if (entry.contains("final_loss_above")) {
    add("final loss", "above " + entry["final_loss_above"].dump(), plain(final_loss),
        final_loss.is_number() &&
            final_loss.get<double>() > entry["final_loss_above"].get<double>());
  }
  for (const auto& [key, step] :
       {std::pair{"diverged", "diverged_step"}, std::pair{"left_domain", "left_domain_step"}}) {
    if (!entry.contains(key)) continue;
    const bool happened = outcome.at(step).is_number();
    add(key, plain(entry[key]),
        happened ? fmt::format("at step {}", plain(outcome[step])) : "never",
        happened == entry[key].get<bool>());
  }
}

}  // namespace

std::string with_decimals_of(const std::string& printed, double value) {
  const std::size_t point = printed.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : printed.size() - point - 1;
  return fmt::format("{:.{}f}", value, decimals);
}

void validate_expectations(const Json& expect, const std::string& where) {
  for (std::size_t i = 0; i < expect.size(); ++i) {
    const std::string place = fmt::format("{}.expect[{}]", where, i);
    const Json& entry = expect[i];
    check_keys(entry, place, kEntryKeys);
    if (std::ranges::none_of(entry.items(), [](const auto& item) {
          return item.key() != "run" && item.key() != "computed_by" && item.key() != "caption";
        })) {
      throw BadInput(place + ": expects nothing");
    }
    auto require = [&](const char* key, bool holds, const char* wanted) {
      if (entry.contains(key) && !holds) {
        throw BadInput(fmt::format("{}.{}: {} is not {}", place, key, entry[key].dump(), wanted));
      }
    };
    auto check_words = [&](const char* key, const std::vector<std::string>& known) {
      if (!entry.contains(key)) return;
      const Json words = entry[key].is_array() ? entry[key] : Json::array({entry[key]});
      require(key, !words.empty(), "a word or a list of them");
      for (const Json& word : words) {
        if (word.is_string() && std::ranges::find(known, word.get<std::string>()) != known.end()) {
          continue;
        }
        throw BadInput(fmt::format("{}.{}: {} is none{}; there are {}", place, key, word.dump(),
                                   word.is_string() ? did_you_mean(plain(word), known) : "",
                                   listed(known)));
      }
    };
    const Json null;
    auto at = [&](const char* key) -> const Json& {
      return entry.contains(key) ? entry[key] : null;
    };
    require("run", at("run").is_number_unsigned(), "the number of a run, counted from 0");
    check_words("verdict", kVerdicts);
    check_words("status", kStatuses);
    require("computed_by", at("computed_by").is_string(), "the name of a program");
    require(
        "reached_minimum_index",
        at("reached_minimum_index").is_number_integer() || at("reached_minimum_index").is_null(),
        "a whole number or null");
    require("by_step", at("by_step").is_number_unsigned(), "a step");
    for (const char* key : {"final_loss_below", "final_loss_above"}) {
      require(key, at(key).is_number(), "a number");
    }
    for (const char* key : {"diverged", "left_domain"}) {
      require(key, at(key).is_boolean(), "true or false");
    }
    if (entry.contains("loss_at")) {
      const Json& limit = entry["loss_at"];
      check_keys(limit, place + ".loss_at", {"step", "at_most"});
      require("loss_at",
              limit.contains("step") && limit["step"].is_number_unsigned() &&
                  limit.contains("at_most") && limit["at_most"].is_number(),
              "an object with \"step\" and \"at_most\"");
    }
    require("rows", at("rows").is_array() && !at("rows").empty(), "a list of rows");
    for (const Json& row : entry.value("rows", Json::array())) {
      check_keys(row, place + ".rows", kRowKeys);
      if (!row.contains("step") || !row["step"].is_number_unsigned() || row.size() < 2) {
        throw BadInput(place + ".rows: a row has a step and at least one printed figure");
      }
      for (const auto& [key, printed] : row.items()) {
        if (key != "step" && !printed.is_string()) {
          throw BadInput(
              fmt::format("{}.rows: {} is {}; printed digits are given as a text, as in "
                          "\"0.400\"",
                          place, key, printed.dump()));
        }
      }
    }
  }
}

std::vector<Check> check_expectations(const Json& expect,
                                      const std::vector<const FinishedRun*>& runs) {
  std::vector<Check> checks;
  for (const Json& entry : expect) {
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (entry.contains("run") && entry["run"].get<std::size_t>() != i) continue;
      const FinishedRun& run = *runs[i];
      for (const Json& row : entry.value("rows", Json::array())) {
        checks.push_back(check_row(row, run.trace, entry.contains("computed_by")));
      }
      check_behaviour(entry, run, checks);
    }
  }
  return checks;
}

}  // namespace descend
