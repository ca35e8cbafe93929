#include "harness/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <unordered_map>

#include "harness/plan/changes.h"
#include "harness/plan/expect.h"
#include "harness/plan/knobs.h"
#include "harness/registry/plugins.h"
#include "harness/settings/json_checks.h"
#include "results/files/hash.h"

namespace descend {
namespace {

Json number_or_null(const auto& optional) { return optional ? Json(*optional) : Json(nullptr); }

Json record_json(const RecordRule& rule) {
  Json json = Json::object();
  if (rule.spacing == RecordRule::every) json["every"] = rule.count;
  if (rule.spacing == RecordRule::linear) json["linear"] = rule.count;
  if (rule.spacing == RecordRule::log) json["log"] = rule.count;
  json["parameters"] = rule.parameters;
  if (rule.parameters) json["parameters_every"] = rule.parameters_every;
  return json;
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
    check_keys(defaults, where + ".defaults", kKnobs);
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
    std::vector<std::string> known = kKnobs;
    known.insert(known.end(), {"section", "label", "about", "try", "beat", "problems", "optimizers",
                               "schedules", "changes", "expect"});
    check_keys(json, where, known);
    Knobs knobs;
    knobs.read(defaults, defaults_where);
    knobs.read(json, where);
    knobs.read(overrides_, overrides_where_);

    Experiment experiment;
    experiment.section = text_at(json, "section", where);
    experiment.label = text_at(json, "label", where);
    experiment.about = text_at(json, "about", where);
    experiment.try_command = text_at(json, "try", where);
    experiment.result_to_beat = text_at(json, "beat", where);
    experiment.expect = list_at(json, "expect", where);
    validate_expectations(experiment.expect, where);

    const auto& [optimizers, optimizers_where] = replaceable(json, "optimizers", where);
    const auto& [schedules, schedules_where] = replaceable(json, "schedules", where);
    const auto& [changes_json, changes_where] = replaceable(json, "changes", where);
    const std::vector<Settings> problems =
        expand_all(list_at(json, "problems", where), where + ".problems", Kind::problem);
    if (problems.empty()) refuse(where + ".problems", "at least one problem is needed");
    const std::vector<Rule> rules =
        make_rules(optimizers, optimizers_where, schedules, schedules_where);
    // What is checked against the settings of the suite no longer holds for other ones.
    if (overrides_.contains("optimizers") || overrides_.contains("schedules") ||
        overrides_.contains("changes")) {
      experiment.expect = Json::array();
    }

    const double count = static_cast<double>(problems.size()) * static_cast<double>(rules.size()) *
                         static_cast<double>(knobs.repetitions);
    if (count > static_cast<double>(kMostRuns)) {
      refuse(where, fmt::format("{:.0f} runs are more than the {} that a suite may have", count,
                                kMostRuns));
    }
    for (const Settings& problem : problems) {
      for (const Rule& rule : rules) {
        Run run;
        run.label = experiment.label;
        run.problem_spec = to_text(problem);
        run.problem = registry_.resolve(Kind::problem, problem, where);
        run.optimizer_spec = rule.spec;
        run.optimizer = rule.optimizer;
        run.schedule = rule.schedule;
        run.changes = read_changes(changes_json, changes_where, rule.optimizer, registry_);
        run.plugin_builds = plugin_builds(registry_, {&run.problem, &run.optimizer, &run.schedule});
        apply(knobs, run, where);
        for (std::int64_t k = 0; k < knobs.repetitions; ++k) {
          run.seed = knobs.seed + k;
          if (run.seed >= kIntegerLimit) refuse(where, "seeds must stay below 2^53");
          finish(run);
          experiment.runs.push_back(keep(run));
        }
      }
    }
    plan_.experiments.push_back(std::move(experiment));
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

  void apply(const Knobs& knobs, Run& run, const std::string& where) {
    const ProblemPlugin& problem = registry_.problem(run.problem.name);
    run.budget = knobs.budget;
    if (run.budget.empty()) run.budget.steps = problem.default_steps;
    run.record = knobs.record;
    run.float32 = knobs.float32.value_or(problem.default_precision == "float32");
    run.target_loss = knobs.target_loss;
    run.loss_bound = knobs.loss_bound.value_or(problem.default_loss_bound);
    run.batch_size = knobs.batch_size;
    if (run.float32) {
      check<float>(run, where);
    } else {
      check<double>(run, where);
    }
  }

  // Makes the problem once, so that what its constructor refuses is bad input and not a failed run.
  template <typename Scalar>
  void check(Run& run, const std::string& where) {
    const char* precision = run.float32 ? "float32" : "float64";
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

  // The JSON of a run's settings and the id that follows from it.
  void finish(Run& run) {
    const Index samples =
        sample_counts_[to_text(run.problem) + (run.float32 ? "float32" : "float64")];
    Json changes = Json::array();
    for (const Change& change : run.changes) {
      changes.push_back(
          {{"step", change.step}, {"option", change.option}, {"value", to_json(change.value)}});
    }
    Json json;
    json["problem"] = to_json(run.problem);
    json["optimizer"] = to_json(run.optimizer);
    json["schedule"] = to_json(run.schedule);
    json["changes"] = changes;
    json["label"] = "";
    json["problem_spec"] = "";
    json["optimizer_spec"] = "";
    json["seed"] = run.seed;
    json["precision"] = run.float32 ? "float32" : "float64";
    json["batch_size"] = number_or_null(run.batch_size);
    json["regime"] = samples == 0                                    ? "deterministic"
                     : !run.batch_size || *run.batch_size == samples ? "batch"
                     : *run.batch_size == 1                          ? "stochastic"
                                                                     : "mini_batch";
    json["budget"] = {{"steps", number_or_null(run.budget.steps)},
                      {"epochs", number_or_null(run.budget.epochs)},
                      {"evaluations", number_or_null(run.budget.evaluations)}};
    json["record"] = record_json(run.record);
    json["loss_bound"] = run.loss_bound < kInfinity ? Json(run.loss_bound) : Json(nullptr);
    json["target_loss"] = number_or_null(run.target_loss);
    // Neither the label nor the spelling of the request determines the result. Plugins do.
    Hash hash;
    hash.add(json.dump());
    for (const std::string& build : run.plugin_builds) hash.add(build);
    run.id = "run-" + hash.hex();
    json["label"] = run.label;
    json["problem_spec"] = run.problem_spec;
    json["optimizer_spec"] = run.optimizer_spec;
    run.settings_json = json.dump();
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
