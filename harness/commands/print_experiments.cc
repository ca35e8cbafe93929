#include "harness/commands/print_experiments.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/commands/expectation.h"
#include "harness/commands/run_tables.h"
#include "harness/terminal/output.h"
#include "harness/terminal/style.h"
#include "harness/terminal/table.h"
#include "harness/terminal/text.h"

namespace descend {
namespace {

// Neighbours of the same section, which share a heading and a table.
using Section = std::vector<const Experiment*>;

std::vector<Section> sections_of(const Plan& plan) {
  std::vector<Section> sections;
  for (const Experiment& experiment : plan.suite().experiments) {
    const bool goes_on = !sections.empty() && !experiment.section.empty() &&
                         sections.back()[0]->section == experiment.section;
    if (!goes_on) sections.emplace_back();
    sections.back().push_back(&experiment);
  }
  return sections;
}

void print_rows(const std::vector<CheckedExpectation>& rows) {
  Table table({{"step", Table::right}, {"expected"}, {"found"}, {""}});
  for (const CheckedExpectation& row : rows) {
    table.add({row.what, row.expected, row.found,
               row.holds ? styled("✓", "32") : styled("✗ differs", "31")});
  }
  print("{}", table.text(4));
}

void count(const CheckedExpectation& check, Tally& tally) {
  Tally::Count& counted = check.kind == CheckedExpectation::row            ? tally.rows
                          : check.kind == CheckedExpectation::rate         ? tally.rates
                          : check.kind == CheckedExpectation::computed_row ? tally.computed_rows
                                                                           : tally.behaviours;
  ++counted.total;
  counted.held += check.holds;
}

// Adds what was found of an experiment, which is the suite's `number`th.
void add(const Experiment& experiment, std::size_t number,
         const std::vector<CheckedExpectation>& checks, Tally& tally) {
  const std::string name =
      experiment.label.empty() ? fmt::format("experiments[{}]", number) : experiment.label;
  for (const CheckedExpectation& check : checks) {
    tally.checks.push_back(
        {name, check.subject, check.expectation(), check.found, check.holds, check.run});
    count(check, tally);
  }
}

// Each by the run that it speaks of: an experiment may have thousands.
void print_missed(const Experiment& experiment, const std::vector<CheckedExpectation>& checks) {
  constexpr int kMost = 20;
  const std::string label =
      experiment.label.empty() ? "" : fmt::format("{}: ", printable(experiment.label));
  int missed = 0;
  for (const CheckedExpectation& check : checks) {
    if (check.holds || ++missed > kMost) continue;
    print("  {} {}{}: {}, found {}\n", styled("✗", "31"), label, printable(check.subject),
          check.expectation(), printable(check.found));
  }
  if (missed > kMost) {
    print("  {} and {} more: `checks` in manifest.json has all\n", styled("✗", "31"),
          missed - kMost);
  }
}

void print_checks(const Experiment& experiment, const std::vector<CheckedExpectation>& checks,
                  const std::vector<const FinishedRun*>& runs) {
  std::vector<CheckedExpectation> rows;
  std::string held;
  const bool nameless = experiment.label.empty() && !runs.empty() && runs[0];
  const std::string label = nameless ? what_ran(*runs[0]) : printable(experiment.label);
  for (const CheckedExpectation& check : checks) {
    if (check.kind != CheckedExpectation::behaviour) {
      rows.push_back(check);
    } else if (check.holds) {
      held += fmt::format("{}{} {}", held.empty() ? "" : ", ", check.what, check.found);
    }
  }
  if (!rows.empty()) print_rows(rows);
  if (!held.empty() && runs.size() == 1 && runs[0]) {
    const std::string& reason = runs[0]->line.outcome.reason;
    print("  {} {}: {}\n", styled("✓", "32"), label, reason.empty() ? held : printable(reason));
  }
}

void print_section(const Section& section, const Plan& plan, const FinishedRuns& finished) {
  print("\n");
  if (const std::string& title = section[0]->section; !title.empty()) {
    print("{}\n", styled(printable(title), "1"));
  }
  for (const Experiment* experiment : section) {
    if (!experiment->about.empty()) print("{}", wrapped(experiment->about));
  }
  const std::vector<RunGroup> groups = grouped(section, plan, finished);
  if (groups.empty()) return;
  print("\n");
  print_run_table(groups);
  // Where something is expected, what happened stands beside it.
  if (std::ranges::all_of(section, [](const auto* e) { return e->expect.empty(); })) {
    print_reasons(groups);
  }
}

// What the reader may do next.
void print_suggestions(const Section& section) {
  for (const Experiment* experiment : section) {
    if (!experiment->try_command.empty()) {
      print("  {} {}\n", styled("Try:", "36"), printable(experiment->try_command));
    }
    if (!experiment->result_to_beat.empty()) {
      print("  {} {}\n", styled("Beat:", "36"), printable(experiment->result_to_beat));
    }
  }
}

}  // namespace

Tally print_experiments(const Plan& plan, const FinishedRuns& finished, bool quiet) {
  Tally tally;
  std::size_t number = 0;
  for (const Section& section : sections_of(plan)) {
    if (!quiet) print_section(section, plan, finished);
    for (const Experiment* experiment : section) {
      std::vector<const FinishedRun*> runs;
      for (const std::size_t i : plan.runs_of(*experiment)) {
        const auto found = finished.find(plan.id_at(i));
        runs.push_back(found == finished.end() ? nullptr : &found->second);
      }
      const std::vector<CheckedExpectation> checks =
          check_expectations(experiment->expect, runs, experiment->schedules.size() > 0);
      add(*experiment, number++, checks, tally);
      if (!quiet) print_checks(*experiment, checks, runs);
      print_missed(*experiment, checks);
    }
    if (!quiet) print_suggestions(section);
  }
  return tally;
}

void print_tally(const Tally& tally) {
  auto line = [](const Tally::Count& counted, const char* what) {
    if (counted.total == 0) return;
    const bool all = counted.held == counted.total;
    print("{} {} of {} {}\n", all ? styled("✓", "32") : styled("✗", "31"), counted.held,
          counted.total, what);
  };
  line(tally.rows, "printed rows");
  line(tally.rates, "printed learning rates");
  line(tally.computed_rows, "rows as another program computes them");
  line(tally.behaviours, "behaviours as described");
}

}  // namespace descend
