#include "harness/commands/group_expectation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "descend/types.h"
#include "harness/commands/run_tables.h"
#include "harness/settings/settings.h"
#include "results/record/figures.h"

namespace descend {
namespace {

// The seeds of one optimizer with its schedule on one problem.
struct Seeds {
  std::vector<const FinishedRun*> runs;

  const RunSettings& settings() const { return runs.front()->line.settings; }
  bool is_of(const std::string& optimizer) const {
    return settings().optimizer.name == optimizer || settings().optimizer_spec == optimizer;
  }
};

// In the order of the runs.
std::vector<Seeds> by_settings(const std::vector<const FinishedRun*>& runs) {
  std::vector<Seeds> groups;
  for (const FinishedRun* run : runs) {
    const RunSettings& settings = run->line.settings;
    const auto found = std::ranges::find_if(groups, [&](const Seeds& seeds) {
      const RunSettings& known = seeds.settings();
      return known.problem_spec == settings.problem_spec && known.schedule == settings.schedule &&
             known.optimizer_spec == settings.optimizer_spec;
    });
    Seeds& seeds = found == groups.end() ? groups.emplace_back() : *found;
    seeds.runs.push_back(run);
  }
  return groups;
}

double figure_of(const FinishedRun& run, const std::string& name) {
  for (const OutcomeFigure& figure : outcome_figures()) {
    // Without a state there is nothing to compare.
    if (figure.name == name) return run.trace.states() == 0 ? kNaN : figure.of(run.line.outcome);
  }
  return last_figure(run.trace, name);
}

double median_of(const Seeds& seeds, const std::string& figure, double missing) {
  std::vector<double> values;
  for (const FinishedRun* run : seeds.runs) {
    const double value = figure_of(*run, figure);
    values.push_back(std::isnan(value) ? missing : value);
  }
  std::ranges::sort(values);
  const std::size_t n = values.size();
  return n % 2 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

std::string figure_or_none(double value) {
  return std::isfinite(value) ? number_text(value) : "none";
}

std::string seeds_text(std::size_t count) {
  return fmt::format("{} seed{}", count, count == 1 ? "" : "s");
}

// More is better of these only.
bool more_is_better(const std::string& figure) { return figure.ends_with("accuracy"); }

void check_median(const Json& entry, const Seeds& seeds, std::vector<CheckedExpectation>& checks) {
  const std::string figure = entry["median"];
  const double value = median_of(seeds, figure, entry.contains("at_most") ? kInfinity : -kInfinity);
  CheckedExpectation& check = checks.emplace_back();
  check.what = "median " + figure;
  check.expected = limits_text(entry);
  check.found = figure_or_none(value);
  check.holds = within_limits(entry, value);
  check.subject = fmt::format("{} on {}, {}", what_ran(*seeds.runs.front()),
                              seeds.settings().problem_spec, seeds_text(seeds.runs.size()));
}

void check_pair(const std::string& figure, const Seeds& better, const Seeds& worse,
                std::vector<CheckedExpectation>& checks) {
  const bool more = more_is_better(figure);
  const double missing = more ? -kInfinity : kInfinity;
  const double a = median_of(better, figure, missing), b = median_of(worse, figure, missing);
  CheckedExpectation& check = checks.emplace_back();
  check.what = fmt::format("median {} of {}", figure, better.settings().optimizer_spec);
  check.expected = fmt::format("{} that of {}", more ? "above" : "below", what_ran(*worse.runs[0]));
  check.found = fmt::format("{} against {}", figure_or_none(a), figure_or_none(b));
  check.holds = more ? a > b : a < b;
  check.subject = fmt::format("{} on {}, {}", what_ran(*better.runs[0]),
                              better.settings().problem_spec, seeds_text(better.runs.size()));
}

// Every setting of the one against every setting of the other, on each problem.
void compare_pairs(const Json& entry, const std::vector<Seeds>& groups, bool per_schedule,
                   std::vector<CheckedExpectation>& checks) {
  const std::string first = entry["better"][0], second = entry["better"][1];
  const std::size_t before = checks.size();
  for (const Seeds& better : groups) {
    for (const Seeds& worse : groups) {
      if (&better == &worse || !better.is_of(first) || !worse.is_of(second)) continue;
      const RunSettings &a = better.settings(), &b = worse.settings();
      if (a.problem_spec != b.problem_spec) continue;
      if (per_schedule && a.schedule != b.schedule) continue;
      check_pair(entry["on"], better, worse, checks);
    }
  }
  if (checks.size() > before) return;
  CheckedExpectation& check = checks.emplace_back();
  check.subject = fmt::format("{} and {}", first, second);
  check.expected = "to be compared";
  check.found = "no problem with runs of both";
}

}  // namespace

double last_figure(const Trace& trace, const std::string& column) {
  const TraceColumn* figures = trace.find(column);
  if (!figures || figures->values.size() == 0) return kNaN;
  return figures->values[figures->values.size() - 1];
}

bool within_limits(const Json& entry, double value) {
  return !std::isnan(value) &&
         (!entry.contains("at_least") || value >= entry["at_least"].get<double>()) &&
         (!entry.contains("at_most") || value <= entry["at_most"].get<double>());
}

std::string limits_text(const Json& entry) {
  std::string text;
  if (entry.contains("at_least")) text = "at least " + entry["at_least"].dump();
  if (entry.contains("at_most")) {
    text += (text.empty() ? "at most " : " and at most ") + entry["at_most"].dump();
  }
  return text;
}

void check_groups(const Json& entry, const std::vector<const FinishedRun*>& runs, bool per_schedule,
                  std::vector<CheckedExpectation>& checks) {
  if (!entry.contains("median") && !entry.contains("better")) return;
  const std::vector<Seeds> groups = by_settings(runs);
  if (entry.contains("median")) {
    for (const Seeds& seeds : groups) check_median(entry, seeds, checks);
  }
  if (entry.contains("better")) compare_pairs(entry, groups, per_schedule, checks);
}

}  // namespace descend
