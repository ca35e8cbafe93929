#include "harness/commands/run_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "harness/settings/settings.h"
#include "results/record/settings_json.h"

namespace descend {
namespace {

// So many rows are read one by one.
constexpr std::size_t kFewGroups = 16;

// What a setting is judged by: a loss that was not kept counts for nothing.
double judged_loss(const RunGroup& group) {
  std::vector<double> losses;
  for (const FinishedRun* run : group.runs) {
    const Outcome& outcome = run->line.outcome;
    const bool counts = std::isfinite(outcome.final_loss) && !has_no_verdict(outcome.status) &&
                        outcome.verdict != Verdict::diverged &&
                        outcome.verdict != Verdict::left_domain;
    losses.push_back(counts ? outcome.final_loss : kInfinity);
  }
  std::ranges::sort(losses);
  return losses[(losses.size() - 1) / 2];
}

}  // namespace

bool has_no_verdict(Status status) {
  return status == Status::failed || status == Status::skipped || status == Status::timeout;
}

std::vector<RunGroup> grouped(const std::vector<const Experiment*>& experiments, const Plan& plan,
                              const FinishedRuns& finished) {
  std::vector<RunGroup> groups;
  std::map<std::string, std::size_t> index;
  for (const Experiment* experiment : experiments) {
    for (const std::size_t i : plan.runs_of(*experiment)) {
      const auto found = finished.find(plan.id_at(i));
      if (found == finished.end()) continue;
      // However its problem and its optimizer were spelled.
      RunSettings settings = found->second.line.settings;
      settings.label = experiment->label;
      settings.problem_spec = settings.optimizer_spec = "";
      const auto [place, is_new] = index.emplace(text_without_seeds(settings), groups.size());
      if (is_new) groups.push_back({experiment->label, {}});
      // Of equal results one counts: they are no sample.
      std::vector<const FinishedRun*>& runs = groups[place->second].runs;
      const std::string& hash = found->second.line.trace_hash;
      const bool known = std::ranges::any_of(
          runs, [&](const FinishedRun* run) { return run->line.trace_hash == hash; });
      if (!known) runs.push_back(&found->second);
    }
  }
  return groups;
}

std::vector<RunGroup> best_settings(const std::vector<RunGroup>& groups) {
  if (groups.size() <= kFewGroups) return groups;
  struct Best {
    RunGroup group;
    std::string problem;
    double loss;
  };
  std::vector<Best> all;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> index;
  for (const RunGroup& group : groups) {
    const RunSettings& run = group.runs[0]->line.settings;
    const std::string problem = to_text(run.problem);
    const double loss = judged_loss(group);
    const auto [place, is_new] =
        index.emplace(std::tuple(group.label, problem, run.optimizer.name), all.size());
    if (is_new) {
      all.push_back({group, problem, loss});
      continue;
    }
    Best& best = all[place->second];
    const std::size_t settings = best.group.settings + 1;
    if (loss < best.loss) best = {group, problem, loss};
    best.group.settings = settings;
  }
  // Where each stands for itself, the order of the plan says more.
  if (all.size() == groups.size()) return groups;
  std::map<std::string, std::size_t> problems;
  for (const Best& best : all) problems.emplace(best.problem, problems.size());
  std::ranges::stable_sort(all, [&](const Best& a, const Best& b) {
    return std::pair(problems[a.problem], a.loss) < std::pair(problems[b.problem], b.loss);
  });
  std::vector<RunGroup> best;
  for (Best& one : all) best.push_back(std::move(one.group));
  return best;
}

std::string what_ran(const FinishedRun& run) {
  const RunSettings& settings = run.line.settings;
  std::string text = printable(settings.optimizer_spec);
  const Settings& schedule = settings.schedule;
  if (schedule.name != "constant" && text.find("decay=") == std::string::npos) {
    text += fmt::format(" {}", schedule.name);
    const char* gap = ":";
    for (const auto& [key, value] : schedule.values) {
      if (key == "per" || value == Value{nullptr}) continue;
      text += fmt::format("{}{}={}", gap, key, to_json(value).dump());
      gap = ",";
    }
  }
  for (const Change& change : settings.changes) {
    text += fmt::format(" {}@{}={}", change.option, change.step, to_json(change.value).dump());
  }
  if (settings.batch_size) text += fmt::format(" batch {}", *settings.batch_size);
  return text;
}

}  // namespace descend
