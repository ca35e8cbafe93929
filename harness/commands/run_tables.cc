#include "harness/commands/run_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/terminal/charts.h"
#include "harness/terminal/style.h"
#include "harness/terminal/table.h"
#include "harness/terminal/text.h"
#include "harness/terminal/units.h"
#include "harness/terminal/verdict_text.h"

namespace descend {
namespace {

// A table of a section shows at most this many rows.
constexpr std::size_t kMostRows = 40;

double number_at(const Json& object, const char* key) {
  return object.contains(key) && object[key].is_number() ? object[key].get<double>() : kNaN;
}

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

std::string what_ran(const FinishedRun& run, bool name_problem) {
  const Json& line = run.line;
  std::string text = line["optimizer_spec"];
  const Json& schedule = line["schedule"];
  if (schedule["name"] != "constant" && text.find("decay=") == std::string::npos) {
    text += fmt::format(" {}", schedule["name"].get<std::string>());
    const char* gap = ":";
    for (const auto& [key, value] : schedule.items()) {
      if (key == "name" || key == "per" || value.is_null()) continue;
      text += fmt::format("{}{}={}", gap, key, value.dump());
      gap = ",";
    }
  }
  for (const Json& change : line["changes"]) {
    text += fmt::format(" {}@{}={}", change["option"].get<std::string>(), change["step"].dump(),
                        change["value"].dump());
  }
  if (!line["batch_size"].is_null()) text += " batch " + line["batch_size"].dump();
  if (name_problem) text = line["problem_spec"].get<std::string>() + "  " + text;
  return text;
}

// Runs that differ in the seed alone, side by side in one row.
struct Group {
  std::string label;
  std::vector<const FinishedRun*> runs;
};

std::vector<Group> grouped(const std::vector<const Experiment*>& section, const Plan& plan,
                           const FinishedRuns& finished) {
  std::vector<Group> groups;
  std::map<std::string, std::size_t> index;
  for (const Experiment* experiment : section) {
    for (const std::size_t i : experiment->runs) {
      const Run& run = plan.runs[i];
      const auto found = finished.find(run.id);
      if (found == finished.end()) continue;
      Json settings = to_json(run.settings);
      settings.erase("seed");
      settings.erase("optimizer_seed");
      const auto [place, is_new] =
          index.emplace(experiment->label + settings.dump(), groups.size());
      if (is_new) groups.push_back({experiment->label, {}});
      groups[place->second].runs.push_back(&found->second);
    }
  }
  return groups;
}

std::string outcome_text(const Group& group) {
  if (group.runs.size() == 1) {
    const Json& outcome = group.runs[0]->line["outcome"];
    const std::string status = outcome["status"];
    if (status == "failed" || status == "skipped" || status == "timeout") {
      return styled(status, "31") + ": " + printable(outcome["reason"].get<std::string>());
    }
    return verdict_text(outcome["verdict"]);
  }
  std::map<std::string, std::size_t> counts;
  for (const FinishedRun* run : group.runs) {
    const Json& outcome = run->line["outcome"];
    ++counts[outcome["status"] == "failed" ? "failed" : outcome["verdict"].get<std::string>()];
  }
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [verdict, count] : counts) order.emplace_back(count, verdict);
  std::ranges::sort(order, std::greater<>());
  std::string text;
  for (const auto& [count, verdict] : order) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, verdict_text(verdict));
  }
  return text;
}

std::string loss_text(const std::vector<double>& losses) {
  if (losses.size() == 1) return figure_text(losses[0]);
  std::vector<double> finite = losses;
  std::erase_if(finite, [](double value) { return !std::isfinite(value); });
  if (finite.empty()) return "not finite";
  return fmt::format("{} [{} … {}]", figure_text(median(finite)),
                     figure_text(std::ranges::min(finite)), figure_text(std::ranges::max(finite)));
}

void print_table(const std::vector<Group>& groups) {
  bool problems_differ = false, any_accuracy = false, any_label = false, any_validation = false;
  for (const Group& group : groups) {
    const FinishedRun& first = *group.runs[0];
    problems_differ =
        problems_differ || first.line["problem_spec"] != groups[0].runs[0]->line["problem_spec"];
    any_accuracy = any_accuracy || first.trace.find("accuracy");
    any_validation = any_validation || first.trace.find("validation_accuracy");
    any_label = any_label || !group.label.empty();
  }
  std::vector<Table::Heading> headings;
  if (any_label) headings.push_back({"label"});
  headings.insert(
      headings.end(),
      {{"optimizer"}, {"verdict"}, {"final loss", Table::right}, {"best loss", Table::right}});
  if (any_accuracy) headings.push_back({"accuracy", Table::right});
  if (any_validation) headings.push_back({"held out", Table::right});
  headings.insert(headings.end(),
                  {{"steps", Table::right}, {"time", Table::right}, {"loss over steps"}});
  Table table(headings);
  for (std::size_t i = 0; i < std::min(groups.size(), kMostRows); ++i) {
    const Group& group = groups[i];
    const FinishedRun& first = *group.runs[0];
    std::vector<double> final_losses, best_losses, accuracies, validations, steps, seconds;
    for (const FinishedRun* run : group.runs) {
      const Json& outcome = run->line["outcome"];
      final_losses.push_back(number_at(outcome, "final_loss"));
      best_losses.push_back(number_at(outcome, "best_loss"));
      accuracies.push_back(last_of(*run, "accuracy"));
      validations.push_back(last_of(*run, "validation_accuracy"));
      steps.push_back(number_at(outcome, "steps"));
      seconds.push_back(number_at(run->line["timing"], "wall_seconds"));
    }
    std::vector<std::string> cells;
    if (any_label) cells.push_back(printable(group.label));
    std::string name = what_ran(first, problems_differ);
    if (group.runs.size() > 1) name += fmt::format("  ({} seeds)", group.runs.size());
    cells.push_back(name);
    cells.push_back(outcome_text(group));
    const bool any_was_made = std::ranges::any_of(
        group.runs, [](const FinishedRun* run) { return !column(*run, "step").empty(); });
    cells.push_back(any_was_made ? loss_text(final_losses) : "");
    cells.push_back(any_was_made ? figure_text(median(best_losses)) : "");
    if (any_accuracy) cells.push_back(accuracy_text(median(accuracies)));
    if (any_validation) cells.push_back(accuracy_text(median(validations)));
    cells.push_back(fmt::format("{:.0f}", median(steps)));
    cells.push_back(seconds_text(median(seconds)));
    cells.push_back(sparkline(column(first, "loss")));
    table.add(std::move(cells));
  }
  fmt::print("{}", table.text());
  if (groups.size() > kMostRows) {
    fmt::print("  … and {} more rows\n", groups.size() - kMostRows);
  }
}

// What happened in each run, in words, where there are few enough to read.
void print_reasons(const std::vector<Group>& groups) {
  constexpr std::size_t kMostSentences = 12;
  if (groups.size() > kMostSentences) return;
  for (const Group& group : groups) {
    const std::string reason = group.runs[0]->line["outcome"]["reason"];
    if (group.runs.size() == 1 && !reason.empty()) {
      fmt::print("  {}: {}\n", styled(what_ran(*group.runs[0], false), "2"), printable(reason));
    }
  }
}

void print_rows(const std::vector<Check>& rows) {
  Table table({{"step", Table::right}, {"expected"}, {"found"}, {""}});
  for (const Check& row : rows) {
    table.add({row.what, row.expected, row.found,
               row.holds ? styled("✓", "32") : styled("✗ differs", "31")});
  }
  fmt::print("{}", table.text(4));
}

void count(const Check& check, Tally& tally) {
  Tally::Count& counted = check.kind == Check::row            ? tally.rows
                          : check.kind == Check::rate         ? tally.rates
                          : check.kind == Check::computed_row ? tally.computed_rows
                                                              : tally.behaviours;
  ++counted.total;
  counted.held += check.holds;
}

void print_checks(const Experiment& experiment, const std::vector<Check>& checks,
                  const std::vector<const FinishedRun*>& runs) {
  std::vector<Check> rows;
  std::string held;
  const std::string label = experiment.label.empty() && !runs.empty() ? what_ran(*runs[0], false)
                                                                      : printable(experiment.label);
  for (const Check& check : checks) {
    if (check.kind != Check::behaviour) {
      rows.push_back(check);
    } else if (!check.holds) {
      fmt::print("  {} {}: {} expected {}, found {}\n", styled("✗", "31"), label, check.what,
                 check.expected, check.found);
    } else {
      held += fmt::format("{}{} {}", held.empty() ? "" : ", ", check.what, check.found);
    }
  }
  if (!rows.empty()) print_rows(rows);
  if (!held.empty() && runs.size() == 1) {
    const std::string reason = runs[0]->line["outcome"]["reason"];
    fmt::print("  {} {}: {}\n", styled("✓", "32"), label,
               reason.empty() ? held : printable(reason));
  }
}

}  // namespace

Tally print_experiments(const Plan& plan, const FinishedRuns& finished, bool quiet) {
  Tally tally;
  for (std::size_t first = 0; first < plan.experiments.size();) {
    // Neighbours of the same section share a heading and a table.
    std::size_t end = first + 1;
    const std::string& title = plan.experiments[first].section;
    while (end < plan.experiments.size() && !title.empty() &&
           plan.experiments[end].section == title) {
      ++end;
    }
    std::vector<const Experiment*> section;
    for (std::size_t i = first; i < end; ++i) section.push_back(&plan.experiments[i]);
    if (!quiet) {
      fmt::print("\n");
      if (!title.empty()) fmt::print("{}\n", styled(title, "1"));
      for (const Experiment* experiment : section) {
        if (!experiment->about.empty()) fmt::print("{}", wrapped(experiment->about));
      }
      const std::vector<Group> groups = grouped(section, plan, finished);
      if (!groups.empty()) {
        fmt::print("\n");
        print_table(groups);
        // Where something is expected, what happened stands beside it.
        if (std::ranges::all_of(section, [](const auto* e) { return e->expect.empty(); })) {
          print_reasons(groups);
        }
      }
    }
    for (const Experiment* experiment : section) {
      std::vector<const FinishedRun*> runs;
      for (const std::size_t i : experiment->runs) {
        const auto found = finished.find(plan.runs[i].id);
        if (found != finished.end()) runs.push_back(&found->second);
      }
      const std::vector<Check> checks = check_expectations(experiment->expect, runs);
      for (const Check& check : checks) count(check, tally);
      if (!quiet) print_checks(*experiment, checks, runs);
    }
    for (const Experiment* experiment : section) {
      if (quiet) break;
      if (!experiment->try_command.empty()) {
        fmt::print("  {} {}\n", styled("Try:", "36"), experiment->try_command);
      }
      if (!experiment->result_to_beat.empty()) {
        fmt::print("  {} {}\n", styled("Beat:", "36"), experiment->result_to_beat);
      }
    }
    first = end;
  }
  return tally;
}

void print_tally(const Tally& tally) {
  auto line = [](const Tally::Count& counted, const char* what) {
    if (counted.total == 0) return;
    const bool all = counted.held == counted.total;
    fmt::print("{} {} of {} {}\n", all ? styled("✓", "32") : styled("✗", "31"), counted.held,
               counted.total, what);
  };
  line(tally.rows, "printed rows");
  line(tally.rates, "printed learning rates");
  line(tally.computed_rows, "rows as another program computes them");
  line(tally.behaviours, "behaviours as described");
}

}  // namespace descend
