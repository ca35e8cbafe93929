#include "harness/plan/expect_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/settings/json_checks.h"
#include "harness/settings/settings.h"
#include "harness/settings/wording.h"
#include "results/record/figures.h"

namespace descend {
namespace {

std::string place_of(const Experiment& experiment, std::size_t entry, const char* key) {
  return fmt::format("{}.expect[{}].{}", experiment.places.run, entry, key);
}

// By name, and with their settings as text.
std::vector<std::string> optimizers_of(const Experiment& experiment) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < experiment.optimizers.size(); ++i) {
    const Settings optimizer = experiment.optimizers.at(i);
    names.insert(optimizer.name);
    names.insert(to_text(optimizer));
  }
  return {names.begin(), names.end()};
}

void require_one_of(const std::string& name, const std::vector<std::string>& known,
                    const std::string& where, const std::string& what) {
  if (std::ranges::find(known, name) != known.end()) return;
  refuse(where,
         fmt::format("\"{}\" is none of {}{}; there {} {}", name, what, did_you_mean(name, known),
                     known.size() == 1 ? "is" : "are", known.empty() ? "none" : listed(known)));
}

}  // namespace

void check_expected_optimizers(const Experiment& experiment) {
  for (std::size_t i = 0; i < experiment.expect.size(); ++i) {
    if (!experiment.expect[i].contains("better")) continue;
    const std::vector<std::string> known = optimizers_of(experiment);
    for (const Json& name : experiment.expect[i]["better"]) {
      require_one_of(name.get<std::string>(), known, place_of(experiment, i, "better"),
                     "the experiment's optimizers");
    }
  }
}

bool expects_figures(const Json& expect) {
  return std::ranges::any_of(expect, [](const Json& entry) {
    return entry.contains("metric") || entry.contains("median") || entry.contains("on");
  });
}

void check_expected_figures(const Experiment& experiment, const std::string& problem,
                            const std::vector<std::string>& metrics) {
  std::vector<std::string> figures;
  for (const OutcomeFigure& figure : outcome_figures()) figures.emplace_back(figure.name);
  figures.insert(figures.end(), metrics.begin(), metrics.end());
  for (std::size_t i = 0; i < experiment.expect.size(); ++i) {
    const Json& entry = experiment.expect[i];
    if (entry.contains("metric")) {
      require_one_of(entry["metric"].get<std::string>(), metrics, place_of(experiment, i, "metric"),
                     "the metrics of " + problem);
    }
    for (const char* key : {"median", "on"}) {
      if (!entry.contains(key)) continue;
      require_one_of(entry[key].get<std::string>(), figures, place_of(experiment, i, key),
                     "the figures of a run on " + problem);
    }
  }
}

}  // namespace descend
