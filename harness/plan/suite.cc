#include "harness/plan/suite.h"

#include <fmt/format.h>

#include "harness/plan/changes.h"
#include "harness/plan/expect.h"
#include "harness/settings/json_checks.h"

namespace descend {
namespace {

const std::string kCommandLine = "command line";

// A list that the command line may replace, and where it was found.
struct Found {
  const Json& list;
  std::string where;
};

class ExperimentReader {
 public:
  ExperimentReader(const ExperimentOptions& defaults, const Json& overrides)
      : defaults_(defaults), overrides_(overrides) {}

  Experiment read(const Json& json, const std::string& where) const {
    std::vector<std::string> known = experiment_option_keys();
    known.insert(known.end(), {"section", "label", "about", "try", "beat", "problems", "optimizers",
                               "schedules", "changes", "expect"});
    check_keys(json, where, known);
    Experiment experiment;
    experiment.options = defaults_;
    experiment.options.read(json, where);
    experiment.options.read_flags(overrides_);
    read_texts(json, where, experiment);

    const Found optimizers = find(json, "optimizers", where);
    const Found schedules = find(json, "schedules", where);
    const Found changes = find(json, "changes", where);
    experiment.places = {where, optimizers.where, schedules.where, changes.where};
    experiment.problems =
        read_grids({list_at(json, "problems", where), where + ".problems"}, "problem");
    if (experiment.problems.size() == 0) {
      refuse(where + ".problems", "at least one problem is needed");
    }
    experiment.schedules = read_grids(schedules, "schedule");
    experiment.optimizers = read_grids(optimizers, "optimizer");
    if (experiment.optimizers.size() == 0) {
      refuse(optimizers.where, "at least one optimizer is needed");
    }
    experiment.changes = read_changes(changes.list, changes.where);
    check_count(experiment, where);
    return experiment;
  }

 private:
  void read_texts(const Json& json, const std::string& where, Experiment& experiment) const {
    experiment.section = text_at(json, "section", where);
    experiment.label = text_at(json, "label", where);
    experiment.about = text_at(json, "about", where);
    experiment.try_command = text_at(json, "try", where);
    experiment.result_to_beat = text_at(json, "beat", where);
    experiment.expect = list_at(json, "expect", where);
    validate_expectations(experiment.expect, where);
    // What is expected of the settings of the suite need not hold for other ones.
    for (const char* key : {"optimizers", "schedules", "changes"}) {
      if (overrides_.contains(key)) experiment.expect = Json::array();
    }
  }

  Found find(const Json& json, const char* key, const std::string& where) const {
    if (overrides_.contains(key)) return {overrides_[key], kCommandLine};
    return {list_at(json, key, where), where + "." + key};
  }

  static SettingsGrids read_grids(const Found& found, const char* kind) {
    SettingsGrids grids;
    for (std::size_t i = 0; i < found.list.size(); ++i) {
      grids.add(SettingsGrid(found.list[i], found.where == kCommandLine
                                                ? kind
                                                : fmt::format("{}[{}]", found.where, i)));
    }
    return grids;
  }

  static void check_count(const Experiment& experiment, const std::string& where) {
    double count = static_cast<double>(experiment.options.repetitions);
    for (const SettingsGrids* grids : {&experiment.problems, &experiment.optimizers}) {
      count *= static_cast<double>(grids->size());
    }
    if (experiment.schedules.size() > 0) count *= static_cast<double>(experiment.schedules.size());
    if (count > static_cast<double>(kMaxRuns)) {
      refuse(where, fmt::format("{:.0f} runs are more than the {} that a suite may have", count,
                                kMaxRuns));
    }
  }

  const ExperimentOptions& defaults_;
  const Json& overrides_;
};

}  // namespace

std::size_t Experiment::size() const {
  return problems.size() * optimizers.size() * std::max<std::size_t>(1, schedules.size()) *
         static_cast<std::size_t>(options.repetitions);
}

RunRequest Experiment::request_at(std::size_t index, const ProgramRegistry& registry) const {
  auto next = [&](std::size_t count) {
    const std::size_t digit = index % count;
    index /= count;
    return digit;
  };
  RunRequest request(places);
  request.options = options;
  request.first_seed = options.seed;
  request.options.seed += static_cast<Index>(next(static_cast<std::size_t>(options.repetitions)));
  std::optional<Settings> schedule;
  if (schedules.size() > 0) schedule = schedules.at(next(schedules.size()));
  request.set_optimizer(optimizers.at(next(optimizers.size())), schedule, registry);
  request.problem = problems.at(next(problems.size()));
  request.changes = changes;
  request.label = label;
  return request;
}

Suite read_suite(const Json& json, const std::string& where, const Json& overrides) {
  check_keys(json, where, {"schema", "name", "about", "defaults", "experiments"});
  if (json.value("schema", "") != "descend.suite/1") {
    refuse(where + ".schema", "expected \"descend.suite/1\"");
  }
  Suite suite;
  suite.name = text_at(json, "name", where);
  suite.about = text_at(json, "about", where);
  const Json defaults_json = json.value("defaults", Json::object());
  check_keys(defaults_json, where + ".defaults", experiment_option_keys());
  ExperimentOptions defaults;
  defaults.read(defaults_json, where + ".defaults");
  const Json& experiments = list_at(json, "experiments", where);
  if (experiments.empty()) refuse(where + ".experiments", "a suite needs at least one experiment");
  const ExperimentReader reader(defaults, overrides);
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    suite.experiments.push_back(
        reader.read(experiments[i], fmt::format("{}.experiments[{}]", where, i)));
  }
  return suite;
}

Suite read_command_line(const Json& problems, const Json& overrides) {
  const ExperimentOptions defaults;
  const ExperimentReader reader(defaults, overrides);
  return {"adhoc", "", {reader.read({{"problems", problems}}, kCommandLine)}};
}

}  // namespace descend
