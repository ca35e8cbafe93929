// `descend show NAME`: everything about one optimizer, problem, schedule or suite.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/commands/command.h"
#include "harness/commands/facts_text.h"
#include "harness/commands/plugin_json.h"
#include "harness/commands/try_line.h"
#include "harness/plan/make_run.h"
#include "harness/registry/suites.h"
#include "harness/run/runner.h"
#include "harness/run/state_size.h"
#include "harness/settings/wording.h"
#include "harness/terminal/charts.h"
#include "harness/terminal/output.h"
#include "harness/terminal/style.h"
#include "harness/terminal/table.h"
#include "harness/terminal/text.h"
#include "harness/terminal/verdict_text.h"

namespace descend {
namespace {

// What a rule's registration says of schedules.
std::string schedule_text(const OptimizerPlugin& plugin) {
  if (!plugin.takes_rate) return "  No schedule changes its steps.\n\n";
  if (plugin.own_schedule.name.empty()) return "";
  return fmt::format("  Schedule: {} (its decay can be given as an option)\n\n",
                     to_text(plugin.own_schedule));
}

std::string state_text(const ProgramRegistry& registry, const std::string& rule) {
  const std::optional<double> bytes = state_bytes_per_parameter(registry, rule);
  if (!bytes) return "";
  const char* precision = registry.optimizer(rule).make.of<float>() ? "float32" : "float64";
  return fmt::format("  State: {:g} bytes a parameter, in {} and on a square matrix.\n\n", *bytes,
                     precision);
}

void print_plugin(const ProgramRegistry& registry, const PluginInfo& info, Kind kind) {
  const std::string kind_text = kind_name(kind);
  std::string family = info.family;
  std::ranges::replace(family, '_', ' ');
  print("{}  {}\n\n", styled(info.name, "1"),
        family == kind_text ? kind_text : family + " " + kind_text);
  print("{}\n", wrapped(info.summary, 2));
  std::string formula = "  " + info.formula;
  for (std::size_t at = 0; (at = formula.find('\n', at)) != std::string::npos; at += 3) {
    formula.replace(at, 1, "\n  ");
  }
  print("{}\n\n", styled(formula, "36"));
  print("{}\n", wrapped("Source: " + info.source, 2));
  if (!info.deviations.empty()) print("{}\n", wrapped("Deviations: " + info.deviations, 2));
  const PluginOrigin& origin = registry.origin(info.name);
  if (!origin.plugin.empty()) {
    print("  From the plugin {}, version {}.\n\n", origin.plugin, origin.version);
  }
  if (kind == Kind::optimizer) {
    print("{}{}", state_text(registry, info.name), schedule_text(registry.optimizer(info.name)));
  }
  if (kind == Kind::problem) print("{}\n", facts_text(plugin_json(registry, info, kind)));
  Table table({{"option"}, {"default"}, {"allowed"}, {"meaning"}});
  for (const OptionInfo& option : info.options) {
    table.add({option.name, to_text(option.default_value), allowed_text(option), option.help});
  }
  print("{}", table.empty() ? "  No options.\n" : table.text());
  for (const OptionRelation& relation : info.relations) {
    print("  {}: {}\n", relation_text(relation), relation.reason);
  }
  print("\n  Try: {}\n", try_line(registry, info, kind));
}

// What the rule does with its defaults on three problems, a line each.
void print_courses(const ProgramRegistry& registry, const std::string& name) {
  print("\n  With its defaults, 300 steps:\n");
  Table table({{"problem"}, {"loss over steps"}, {"verdict"}});
  for (const char* problem : {"article_landscape", "rosenbrock", "spiral"}) {
    RunRequest request(name);
    request.problem = {problem, {}};
    request.options.budget.steps = 300;
    Record record;
    try {
      request.set_optimizer({name, {}}, {}, registry);
      record = run_one(make_run(request, registry), registry);
    } catch (const BadInput& error) {  // a rule for one precision only
      table.add({problem, "", error.what()});
      continue;
    }
    const TraceColumn* losses = record.trace.find("loss");
    table.add({problem, losses ? sparkline(losses->values.numbers(), 40) : "",
               losses
                   ? verdict_text(name_of(record.outcome.verdict))
                   : fmt::format("{}: {}", name_of(record.outcome.status), record.outcome.reason)});
  }
  print("{}", table.text());
}

// The factor that the schedule puts on the learning rate, over the steps of a run.
void print_course(const ProgramRegistry& registry, const SchedulePlugin& plugin) {
  constexpr Index kSteps = 1000;
  const Made<Schedule> made = plugin.make(
      registry.resolve(Kind::schedule, {plugin.info.name, {}}, plugin.info.name), registry);
  RunInfo info;
  info.steps = kSteps;
  made.object->start(info);
  std::vector<double> factors;
  for (Index t = 0; t < kSteps; ++t) {
    factors.push_back(made.object->factor(t));
    // For schedules that follow the loss: it falls for a third of the run, then stays.
    made.object->observe(std::max(1.0, 2.0 - 3.0 * static_cast<double>(t) / kSteps));
  }
  print("\n  With its defaults, the factor on the learning rate over {} steps{}:\n{}", kSteps,
        made.object->adaptive() ? ", with a loss that falls until step 333 and then stays" : "",
        chart(factors, 72, 6));
}

void print_suite(const Json& suite) {
  print("{}  suite\n\n{}\n", styled(suite.value("name", ""), "1"),
        wrapped(suite.value("about", ""), 2));
  Table table({{"experiment"}, {"problems"}, {"optimizers"}});
  for (const Json& experiment : suite.at("experiments")) {
    auto names = [&](const char* key) {
      std::string text;
      for (const Json& entry : experiment.at(key)) {
        text +=
            (text.empty() ? "" : ", ") +
            (entry.is_string() ? entry.get<std::string>() : entry.at("name").get<std::string>());
      }
      return text.size() > 48 ? text.substr(0, 47) + "…" : text;
    };
    table.add({experiment.value("label", ""), names("problems"), names("optimizers")});
  }
  print("{}\n  Run it: descend run {}\n", table.text(), suite.value("name", ""));
}

class ShowCommand final : public Command {
 public:
  ShowCommand() : Command("show", "Formula, options and source of one name") {
    arguments.positional("NAME", name_, "An optimizer, problem, schedule or suite").required();
    arguments.flag("--json", json_, "For programs");
    arguments.plugins();
    examples =
        R"(  descend show adam                  formula, options, source, and what it does on three problems
  descend show rosenbrock            dimension, minima, a learning rate that works
  descend show spiral --json         for programs
  descend show article               what a suite holds)";
  }

  int run(const Invocation& invocation) override {
    std::vector<std::string> known;
    for (const Kind kind : {Kind::optimizer, Kind::problem, Kind::schedule}) {
      for (const PluginInfo* info : invocation.registry.all(kind)) {
        known.push_back(info->name);
        if (info->name != name_) continue;
        show_plugin(invocation.registry, kind, *info);
        return kDone;
      }
    }
    for (const ShippedSuite& suite : shipped_suites()) {
      known.emplace_back(suite.name);
      if (suite.name != name_) continue;
      show_suite(suite);
      return kDone;
    }
    throw BadInput(fmt::format("there is nothing called '{}'{}; 'descend list' shows all names",
                               name_, invocation.registry.hint(name_, known)));
  }

 private:
  void show_plugin(const ProgramRegistry& registry, Kind kind, const PluginInfo& info) const {
    if (json_) {
      print_document(plugin_json(registry, info, kind).dump(2) + "\n");
      return;
    }
    print_plugin(registry, info, kind);
    if (kind == Kind::optimizer) print_courses(registry, name_);
    if (kind == Kind::schedule) print_course(registry, registry.schedule(name_));
  }

  void show_suite(const ShippedSuite& suite) const {
    Json content = Json::parse(suite.text);
    if (json_) {
      content["kind"] = "suite";
      print_document(content.dump(2) + "\n");
    } else {
      print_suite(content);
    }
  }

  std::string name_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> show_command() { return std::make_unique<ShowCommand>(); }

}  // namespace descend
