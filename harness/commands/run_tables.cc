#include "harness/commands/run_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "harness/terminal/charts.h"
#include "harness/terminal/output.h"
#include "harness/terminal/style.h"
#include "harness/terminal/table.h"
#include "harness/terminal/text.h"
#include "harness/terminal/units.h"
#include "harness/terminal/verdict_text.h"
#include "results/record/settings_json.h"

namespace descend {
namespace {

// A table has at most this many rows.
constexpr std::size_t kMaxRows = 40;

std::vector<double> column(const FinishedRun& run, const char* name) {
  const TraceColumn* found = run.trace.find(name);
  return found ? found->values.numbers() : std::vector<double>{};
}

double last_of(const FinishedRun& run, const char* name) {
  const std::vector<double> values = column(run, name);
  return values.empty() ? kNaN : values.back();
}

double median(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) return kNaN;
  std::ranges::sort(values);
  const std::size_t n = values.size();
  return n % 2 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

std::string accuracy_text(double value) {
  return std::isfinite(value) ? fmt::format("{:.3f}", value) : "";
}

// How a run ended: its verdict, or why there is none.
std::string ending_text(const FinishedRun& run) {
  const Outcome& outcome = run.line.outcome;
  if (!has_no_verdict(outcome.status)) return verdict_text(name_of(outcome.verdict));
  return styled(std::string(name_of(outcome.status)), "31") + ": " + printable(outcome.reason);
}

// How many of the runs ended in which way.
std::string endings_text(const std::vector<const FinishedRun*>& runs) {
  std::map<std::string, std::size_t> counts;
  for (const FinishedRun* run : runs) ++counts[ending_text(*run)];
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [ending, count] : counts) order.emplace_back(count, ending);
  std::ranges::sort(order, std::greater<>());
  std::string text;
  for (const auto& [count, ending] : order) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, ending);
  }
  return text;
}

std::string outcome_text(const RunGroup& group) {
  return group.runs.size() == 1 ? ending_text(*group.runs[0]) : endings_text(group.runs);
}

std::string loss_text(const std::vector<double>& losses) {
  if (losses.size() == 1) return figure_text(losses[0]);
  std::vector<double> finite = losses;
  std::erase_if(finite, [](double value) { return !std::isfinite(value); });
  if (finite.empty()) return "not finite";
  return fmt::format("{} [{} … {}]", figure_text(median(finite)),
                     figure_text(std::ranges::min(finite)), figure_text(std::ranges::max(finite)));
}

double final_loss(const FinishedRun& run) { return run.line.outcome.final_loss; }
double best_loss(const FinishedRun& run) { return run.line.outcome.best_loss; }
double steps(const FinishedRun& run) { return static_cast<double>(run.line.outcome.steps); }
double wall_seconds(const FinishedRun& run) { return run.line.timing.wall; }

// What `figure` gives for each run of the group.
template <typename Figure>
std::vector<double> figures(const RunGroup& group, Figure figure) {
  std::vector<double> all;
  for (const FinishedRun* run : group.runs) all.push_back(figure(*run));
  return all;
}

// Whether one of the runs has a state, and with it a loss.
bool has_loss(const RunGroup& group) {
  return std::ranges::any_of(group.runs,
                             [](const FinishedRun* run) { return run->trace.states() > 0; });
}

struct RunColumn {
  Table::Heading heading;
  std::function<std::string(const RunGroup&)> cell;
};

// The median of the last values of a column of the trace.
RunColumn accuracy_column(const char* heading, const char* name) {
  return {{heading, Table::right, true}, [name](const RunGroup& group) {
            return accuracy_text(
                median(figures(group, [&](const FinishedRun& run) { return last_of(run, name); })));
          }};
}

const std::string& problem_of(const RunGroup& group) {
  return group.runs[0]->line.settings.problem_spec;
}

std::string optimizer_text(const RunGroup& group) {
  std::string text = what_ran(*group.runs[0]);
  if (group.runs.size() > 1) text += fmt::format("  ({} seeds)", group.runs.size());
  return text;
}

// Those that mean something for these runs.
std::vector<RunColumn> columns_for(const std::vector<RunGroup>& groups) {
  const auto any_has = [&](const char* name) {
    return std::ranges::any_of(
        groups, [&](const RunGroup& group) { return group.runs[0]->trace.find(name); });
  };
  std::vector<RunColumn> columns;
  if (std::ranges::any_of(groups, [](const RunGroup& group) { return !group.label.empty(); })) {
    columns.push_back({{"label"}, [](const RunGroup& group) { return printable(group.label); }});
  }
  if (std::ranges::any_of(groups, [&](const RunGroup& group) {
        return problem_of(group) != problem_of(groups[0]);
      })) {
    columns.push_back({{"problem"}, problem_of});
  }
  columns.push_back({{"optimizer"}, optimizer_text});
  if (std::ranges::any_of(groups, [](const RunGroup& group) { return group.settings > 1; })) {
    columns.push_back({{"best of", Table::right},
                       [](const RunGroup& group) { return fmt::format("{}", group.settings); }});
  }
  columns.push_back({{"verdict"}, outcome_text});
  columns.push_back({{"final loss", Table::right}, [](const RunGroup& group) {
                       return has_loss(group) ? loss_text(figures(group, final_loss)) : "";
                     }});
  columns.push_back({{"best loss", Table::right, true}, [](const RunGroup& group) {
                       return has_loss(group) ? figure_text(median(figures(group, best_loss))) : "";
                     }});
  if (any_has("accuracy")) columns.push_back(accuracy_column("accuracy", "accuracy"));
  if (any_has("validation_accuracy")) {
    columns.push_back(accuracy_column("held out", "validation_accuracy"));
  }
  columns.push_back({{"steps", Table::right, true}, [](const RunGroup& group) {
                       return fmt::format("{:.0f}", median(figures(group, steps)));
                     }});
  columns.push_back({{"time", Table::right, true}, [](const RunGroup& group) {
                       return seconds_text(median(figures(group, wall_seconds)));
                     }});
  columns.push_back({{"loss over steps", Table::left, true}, [](const RunGroup& group) {
                       return sparkline(column(*group.runs[0], "loss"));
                     }});
  return columns;
}

}  // namespace

void print_run_table(const std::vector<RunGroup>& all) {
  const std::vector<RunGroup> groups = best_settings(all);
  const std::vector<RunColumn> columns = columns_for(groups);
  std::vector<Table::Heading> headings;
  for (const RunColumn& column : columns) headings.push_back(column.heading);
  Table table(headings);
  for (std::size_t i = 0; i < std::min(groups.size(), kMaxRows); ++i) {
    std::vector<std::string> cells;
    for (const RunColumn& column : columns) cells.push_back(column.cell(groups[i]));
    table.add(std::move(cells));
  }
  print("{}", table.text());
  if (groups.size() > kMaxRows) print("  … and {} more rows\n", groups.size() - kMaxRows);
  if (groups.size() == all.size()) return;
  std::vector<const FinishedRun*> others;
  for (const RunGroup& group : all) {
    const bool is_best = std::ranges::any_of(
        groups, [&](const RunGroup& best) { return best.runs[0] == group.runs[0]; });
    if (!is_best) others.insert(others.end(), group.runs.begin(), group.runs.end());
  }
  print("{}", wrapped(fmt::format("The other {} settings, {} runs: {}", all.size() - groups.size(),
                                  others.size(), endings_text(others)),
                      2));
}

void print_reasons(const std::vector<RunGroup>& groups) {
  constexpr std::size_t kMaxSentences = 12;
  if (groups.size() > kMaxSentences) return;
  for (const RunGroup& group : groups) {
    const std::string& reason = group.runs[0]->line.outcome.reason;
    if (group.runs.size() == 1 && !reason.empty()) {
      print("{}", wrapped(styled(what_ran(*group.runs[0]), "2") + ": " + printable(reason), 2));
    }
  }
}

}  // namespace descend
