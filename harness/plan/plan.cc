#include "harness/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <unordered_map>

#include "harness/plan/changes.h"
#include "harness/plan/expect.h"
#include "harness/plan/experiment_options.h"
#include "harness/registry/plugins.h"
#include "harness/settings/json_checks.h"
#include "results/files/hash.h"

namespace descend {
namespace {

// What a rule's random numbers may depend on, and nothing that merely says how long a run goes on
// or what is written down of it.
std::uint64_t optimizer_seed(const RunSettings& settings) {
  const Json all = to_json(settings);
  Json json;
  for (const char* key :
       {"problem", "optimizer", "schedule", "changes", "seed", "precision", "batch_size"}) {
    json[key] = all[key];
  }
  const std::string hash = Hash().add(json.dump()).hex();
  return std::stoull(hash.substr(0, 16), nullptr, 16) % (std::uint64_t{1} << 53);
}

// Neither the label nor the spelling of the request determines the result. Plugins do. What follows
// from other settings is left out.
std::string run_id(const Run& run) {
  Json json = to_json(run.settings);
  for (const char* key : {"label", "problem_spec", "optimizer_spec"}) json[key] = "";
  json.erase("optimizer_seed");
  Hash hash;
  hash.add(json.dump());
  for (const std::string& build : run.plugin_builds) hash.add(build);
  return "run-" + hash.hex();
}

class Planner {
 public:
  Planner(const ProgramRegistry& registry, const Json& overrides)
      : registry_(registry), overrides_(overrides) {}

  Plan make(const Json& suite, const std::string& where) {
    check_keys(suite, where, {"schema", "name", "about", "defaults", "experiments"});
    if (suite.value("schema", "") != "descend.suite/1") {
      refuse(where + ".schema", "expected \"descend.suite/1\"");
    }
    plan_.name = text_at(suite, "name", where);
    plan_.about = text_at(suite, "about", where);
    const Json defaults = suite.value("defaults", Json::object());
    check_keys(defaults, where + ".defaults", experiment_option_keys());
    const Json& experiments = list_at(suite, "experiments", where);
    if (experiments.empty())
      refuse(where + ".experiments", "a suite needs at least one experiment");
    for (std::size_t i = 0; i < experiments.size(); ++i) {
      const std::string place =
          where == overrides_where_ ? where : fmt::format("{}.experiments[{}]", where, i);
      add_experiment(experiments[i], place, defaults, where + ".defaults");
    }
    return std::move(plan_);
  }

 private:
  // An optimizer with its schedule taken apart.
  struct Rule {
    Settings optimizer;
    Settings schedule;
    std::string spec;
  };

  void add_experiment(const Json& json, const std::string& where, const Json& defaults,
                      const std::string& defaults_where) {
    std::vector<std::string> known = experiment_option_keys();
    known.insert(known.end(), {"section", "label", "about", "try", "beat", "problems", "optimizers",
                               "schedules", "changes", "expect"});
    check_keys(json, where, known);
    ExperimentOptions options;
    options.read(defaults, defaults_where);
    options.read(json, where);
    options.read_flags(overrides_);
    Experiment experiment = described(json, where);

    const auto& [optimizers, optimizers_where] = replaceable(json, "optimizers", where);
    const auto& [schedules, schedules_where] = replaceable(json, "schedules", where);
    const std::vector<Settings> problems =
        expand_all(list_at(json, "problems", where), where + ".problems", Kind::problem);
    if (problems.empty()) refuse(where + ".problems", "at least one problem is needed");
    const std::vector<Rule> rules =
        make_rules(optimizers, optimizers_where, schedules, schedules_where);
    const double count = static_cast<double>(problems.size()) * static_cast<double>(rules.size()) *
                         static_cast<double>(options.repetitions);
    if (count > static_cast<double>(kMaxRuns)) {
      refuse(where, fmt::format("{:.0f} runs are more than the {} that a suite may have", count,
                                kMaxRuns));
    }
    for (const Settings& problem : problems) {
      for (const Rule& rule : rules) {
        Run run = described(problem, rule, experiment.label, where);
        const auto& [changes, changes_where] = replaceable(json, "changes", where);
        run.settings.changes = read_changes(changes, changes_where, rule.optimizer, registry_);
        apply(options, run.settings, where);
        add_repetitions(run, options, where, experiment);
      }
    }
    plan_.experiments.push_back(std::move(experiment));
  }

  Experiment described(const Json& json, const std::string& where) const {
    Experiment experiment;
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
    return experiment;
  }

  Run described(const Settings& problem, const Rule& rule, const std::string& label,
                const std::string& where) const {
    Run run;
    RunSettings& settings = run.settings;
    settings.label = label;
    settings.problem_spec = to_text(problem);
    settings.problem = registry_.resolve(Kind::problem, problem, where);
    settings.optimizer_spec = rule.spec;
    settings.optimizer = rule.optimizer;
    settings.schedule = rule.schedule;
    run.plugin_builds =
        plugin_builds(registry_, {&settings.problem, &settings.optimizer, &settings.schedule});
    return run;
  }

  void add_repetitions(Run& run, const ExperimentOptions& options, const std::string& where,
                       Experiment& experiment) {
    for (std::int64_t k = 0; k < options.repetitions; ++k) {
      run.settings.seed = options.seed + k;
      if (run.settings.seed >= kIntegerLimit) refuse(where, "seeds must stay below 2^53");
      finish(run);
      experiment.runs.push_back(keep(run));
    }
  }

  std::pair<const Json&, std::string> replaceable(const Json& json, const char* key,
                                                  const std::string& where) const {
    if (overrides_.contains(key)) return {overrides_[key], overrides_where_};
    return {list_at(json, key, where), where + "." + key};
  }

  std::vector<Settings> expand_all(const Json& list, const std::string& where, Kind kind) const {
    std::vector<Settings> all;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string place = where == overrides_where_ ? std::string(kind_name(kind))
                                                          : fmt::format("{}[{}]", where, i);
      for (Settings& settings : expand(list[i], place)) all.push_back(std::move(settings));
    }
    return all;
  }

  std::vector<Rule> make_rules(const Json& optimizers, const std::string& where,
                               const Json& schedules, const std::string& schedules_where) const {
    const std::vector<Settings> given = expand_all(schedules, schedules_where, Kind::schedule);
    std::vector<Rule> rules;
    for (const Settings& settings : expand_all(optimizers, where, Kind::optimizer)) {
      const OptimizerPlugin& plugin = find_optimizer(settings.name, where);
      Settings own = plugin.own_schedule, rule_settings{settings.name, {}};
      for (const Setting& setting : settings.values) {
        const bool is_option = std::ranges::any_of(
            plugin.info.options, [&](const OptionInfo& o) { return o.name == setting.key; });
        if (setting.key != "decay" || is_option) {
          rule_settings.values.push_back(setting);
        } else {
          own = {"inverse_time", {setting}};
        }
      }
      if (!own.name.empty() && !given.empty()) {
        refuse(where, fmt::format("{} already has the schedule {}; it cannot be combined with "
                                  "another schedule",
                                  to_text(settings), to_text(own)));
      }
      const Settings resolved = registry_.resolve(Kind::optimizer, rule_settings, where);
      std::vector<Settings> schedules_of_rule = given;
      if (given.empty()) {
        schedules_of_rule.push_back(own.name.empty() ? Settings{"constant", {}} : own);
      }
      for (const Settings& schedule : schedules_of_rule) {
        rules.push_back({resolved, registry_.resolve(Kind::schedule, schedule, schedules_where),
                         to_text(settings)});
      }
    }
    if (rules.empty()) refuse(where, "at least one optimizer is needed");
    return rules;
  }

  const OptimizerPlugin& find_optimizer(const std::string& name, const std::string& where) const {
    try {
      return registry_.optimizer(name);
    } catch (const BadInput& error) {
      refuse(where, error.what());
    }
  }

  void apply(const ExperimentOptions& options, RunSettings& run, const std::string& where) {
    const ProblemPlugin& problem = registry_.problem(run.problem.name);
    run.budget = options.budget;
    if (run.budget.empty()) run.budget.steps = problem.default_steps;
    run.record = options.record;
    run.precision = options.precision.value_or(
        problem.default_precision == "float32" ? Precision::float32 : Precision::float64);
    run.target_loss = options.target_loss;
    run.loss_bound = options.loss_bound.value_or(problem.default_loss_bound);
    run.batch_size = options.batch_size;
    if (run.precision == Precision::float32) {
      check<float>(run, where);
    } else {
      check<double>(run, where);
    }
  }

  // Makes the problem once, so that what its constructor refuses is bad input and not a failed run.
  template <typename Scalar>
  void check(RunSettings& run, const std::string& where) {
    const char* precision = name_of(run.precision);
    const auto& make = registry_.problem(run.problem.name).make.template of<Scalar>();
    if (!make) refuse(where, fmt::format("{} has no {}", run.problem.name, precision));
    if (!registry_.optimizer(run.optimizer.name).make.template of<Scalar>()) {
      refuse(where, fmt::format("{} has no {}", run.optimizer.name, precision));
    }
    const std::string key = to_text(run.problem) + precision;
    auto known = sample_counts_.find(key);
    if (known == sample_counts_.end()) {
      try {
        const Index count = make(run.problem, registry_).object->sample_count();
        known = sample_counts_.emplace(key, count).first;
      } catch (const BadInput& error) {
        refuse(where, error.what());
      } catch (...) {
        return;  // a fault of the plugin's own, which the run will meet and record
      }
    }
    if (!run.batch_size) return;
    const Index samples = known->second;
    if (samples == 0) {
      refuse(where, fmt::format("batch_size: {} has no samples, so it takes no batch size",
                                run.problem.name));
    }
    if (*run.batch_size > samples) {
      refuse(where, fmt::format("batch_size: {} is more than the {} samples of {}", *run.batch_size,
                                samples, run.problem_spec));
    }
  }

  // What follows from the settings: regime, the optimizer's seed, the id.
  void finish(Run& run) {
    RunSettings& settings = run.settings;
    const Index samples = sample_counts_[to_text(settings.problem) + name_of(settings.precision)];
    settings.regime = samples == 0 ? Regime::deterministic
                      : !settings.batch_size || *settings.batch_size == samples ? Regime::batch
                      : *settings.batch_size == 1                               ? Regime::stochastic
                                                  : Regime::mini_batch;
    settings.optimizer_seed = optimizer_seed(settings);
    run.id = run_id(run);
  }

  std::size_t keep(const Run& run) {
    const auto [place, is_new] = index_.emplace(run.id, plan_.runs.size());
    if (is_new) plan_.runs.push_back(run);
    return place->second;
  }

  const ProgramRegistry& registry_;
  const Json& overrides_;
  const std::string overrides_where_ = "command line";
  Plan plan_;
  std::unordered_map<std::string, std::size_t> index_;
  std::unordered_map<std::string, Index> sample_counts_;
};

}  // namespace

Plan make_plan(const Json& suite, const std::string& where, const Json& overrides,
               const ProgramRegistry& registry) {
  return Planner(registry, overrides).make(suite, where);
}

}  // namespace descend
