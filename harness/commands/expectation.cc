#include "harness/commands/expectation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ranges>
#include <set>

#include "descend/types.h"
#include "harness/commands/group_expectation.h"
#include "harness/commands/run_tables.h"
#include "harness/registry/registry.h"
#include "harness/terminal/text.h"

namespace descend {
namespace {

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

Json number_or_null(const std::optional<Index>& number) { return number ? Json(*number) : Json(); }

CheckedExpectation check_row(const Json& row, const Trace& trace, bool computed) {
  CheckedExpectation check;
  check.kind = computed                                           ? CheckedExpectation::computed_row
               : row.contains("loss") || row.contains("accuracy") ? CheckedExpectation::row
                                                                  : CheckedExpectation::rate;
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

// Checks the behaviours of an entry on one run.
class BehaviourChecks {
 public:
  BehaviourChecks(const Json& entry, const FinishedRun& run,
                  std::vector<CheckedExpectation>& checks)
      : entry_(entry), run_(run), outcome_(run.line.outcome), checks_(checks) {}

  void add_all() {
    add_choice("status", name_of(outcome_.status));
    if (run_.trace.states() == 0) return add_unmade();
    add_choice("verdict", name_of(outcome_.verdict));
    add_choice("reached_minimum_index", number_or_null(outcome_.reached_minimum_index));
    if (entry_.contains("by_step")) {
      const std::optional<Index>& reached = outcome_.reached_step;
      add("reached_step", "at most " + entry_["by_step"].dump(), number_or_null(reached).dump(),
          reached && *reached <= entry_["by_step"].get<std::int64_t>());
    }
    if (entry_.contains("loss_at")) add_loss_at(entry_["loss_at"]);
    const double loss = outcome_.final_loss;
    if (entry_.contains("final_loss_below")) {
      const Json& limit = entry_["final_loss_below"];
      add("final loss", "below " + limit.dump(), Json(loss).dump(), loss < limit.get<double>());
    }
    if (entry_.contains("final_loss_above")) {
      const Json& limit = entry_["final_loss_above"];
      add("final loss", "above " + limit.dump(), Json(loss).dump(), loss > limit.get<double>());
    }
    add_event("diverged", outcome_.diverged_step);
    add_event("left_domain", outcome_.left_domain_step);
    if (entry_.contains("metric")) {
      const std::string metric = entry_["metric"];
      const double value = last_figure(run_.trace, metric);
      add("last " + metric, limits_text(entry_),
          std::isfinite(value) ? number_text(value) : "no number", within_limits(entry_, value));
    }
  }

 private:
  void add(std::string what, std::string expected, std::string found, bool holds) {
    checks_.push_back({CheckedExpectation::behaviour,
                       std::move(what),
                       std::move(expected),
                       std::move(found),
                       holds,
                       {},
                       {}});
  }

  // Without a state nothing but the status is known.
  void add_unmade() {
    for (const char* key :
         {"verdict", "reached_minimum_index", "by_step", "loss_at", "final_loss_below",
          "final_loss_above", "diverged", "left_domain", "metric"}) {
      if (!entry_.contains(key)) continue;
      add(key, plain(entry_[key]), fmt::format("{}: {}", name_of(outcome_.status), outcome_.reason),
          false);
    }
  }

  void add_choice(const char* key, const Json& found) {
    if (!entry_.contains(key)) return;
    const Json allowed = entry_[key].is_array() ? entry_[key] : Json::array({entry_[key]});
    std::string text;
    bool holds = false;
    for (const Json& one : allowed) {
      text += (text.empty() ? "" : " or ") + plain(one);
      holds = holds || one == found;
    }
    add(key, text, plain(found), holds);
  }

  void add_loss_at(const Json& limit) {
    const std::int64_t step = limit.at("step");
    const double value = figure_at(run_.trace, "loss", step);
    add(fmt::format("loss at step {}", step), "at most " + limit.at("at_most").dump(),
        std::isfinite(value) ? number_text(value) : "not recorded",
        value <= limit["at_most"].get<double>());
  }

  void add_event(const char* key, const std::optional<Index>& step) {
    if (!entry_.contains(key)) return;
    add(key, plain(entry_[key]), step ? fmt::format("at step {}", *step) : "never",
        step.has_value() == entry_[key].get<bool>());
  }

  const Json& entry_;
  const FinishedRun& run_;
  const Outcome& outcome_;
  std::vector<CheckedExpectation>& checks_;
};

std::string subject_of(const FinishedRun& run) {
  const RunSettings& settings = run.line.settings;
  return printable(
      fmt::format("{} on {}, seed {}", what_ran(run), settings.problem_spec, settings.seed));
}

CheckedExpectation no_subject(const Json& entry, std::size_t runs) {
  const std::string which =
      entry.contains("run") ? fmt::format("run {}", entry["run"].dump()) : "any run";
  return {CheckedExpectation::behaviour,
          "",
          "to be there",
          fmt::format("{} run{}, counted from 0", runs, runs == 1 ? "" : "s"),
          false,
          which,
          {}};
}

}  // namespace

std::string CheckedExpectation::expectation() const {
  if (kind != behaviour) return fmt::format("step {} expected {}", what, expected);
  return fmt::format("{}{}expected {}", what, what.empty() ? "" : " ", expected);
}

std::string with_decimals_of(const std::string& printed, double value) {
  const std::size_t point = printed.find('.');
  const std::size_t decimals = point == std::string::npos ? 0 : printed.size() - point - 1;
  return fmt::format("{:.{}f}", value, decimals);
}

std::vector<CheckedExpectation> check_expectations(const Json& expect,
                                                   const std::vector<const FinishedRun*>& runs,
                                                   bool per_schedule) {
  std::vector<CheckedExpectation> checks;
  for (const Json& entry : expect) {
    std::set<const FinishedRun*> met;  // a run that is asked for twice is one run
    std::vector<const FinishedRun*> distinct;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (entry.contains("run") && entry["run"].get<std::size_t>() != i) continue;
      if (!runs[i] || !met.insert(runs[i]).second) continue;
      distinct.push_back(runs[i]);
      const FinishedRun& run = *runs[i];
      const std::size_t before = checks.size();
      for (const Json& row : entry.value("rows", Json::array())) {
        checks.push_back(check_row(row, run.trace, entry.contains("computed_by")));
      }
      BehaviourChecks(entry, run, checks).add_all();
      for (std::size_t k = before; k < checks.size(); ++k) {
        checks[k].subject = subject_of(run);
        checks[k].run = run.line.id;
      }
    }
    if (distinct.empty()) {
      checks.push_back(no_subject(entry, runs.size()));
    } else {
      check_groups(entry, distinct, per_schedule, checks);
    }
  }
  return checks;
}

}  // namespace descend
