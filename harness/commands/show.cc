// `descend show NAME`: everything about one optimizer, problem, schedule or suite.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/commands/command.h"
#include "harness/plan/plan.h"
#include "harness/registry/suites.h"
#include "harness/run/runner.h"
#include "harness/settings/wording.h"
#include "harness/terminal/charts.h"
#include "harness/terminal/style.h"
#include "harness/terminal/table.h"
#include "harness/terminal/text.h"
#include "harness/terminal/verdict_text.h"

namespace descend {
namespace {

const char* type_name(OptionInfo::Type type) {
  switch (type) {
    case OptionInfo::number:
      return "number";
    case OptionInfo::integer:
      return "integer";
    case OptionInfo::boolean:
      return "boolean";
    case OptionInfo::word:
      return "word";
    case OptionInfo::integers:
      return "integers";
    case OptionInfo::numbers:
      return "numbers";
    case OptionInfo::plugin:
      return "plugin";
  }
  return "";
}

Json number_or_null(double value) { return std::abs(value) < kInfinity ? Json(value) : Json(); }

Json option_json(const OptionInfo& option) {
  Json json;
  json["name"] = option.name;
  json["type"] = type_name(option.type);
  json["optional"] = option.optional;
  json["default"] = to_json(option.default_value);
  json["range"] = nullptr;
  if (!option.words.empty()) {
    json["range"] = option.words;
  } else if (option.type == OptionInfo::number || option.type == OptionInfo::integer) {
    json["range"] = {{"low", number_or_null(option.range.low)},
                     {"high", number_or_null(option.range.high)},
                     {"low_open", option.range.low_open},
                     {"high_open", option.range.high_open}};
  }
  json["search"] = nullptr;
  if (option.search.scale != Search::none) {
    json["search"] = {{"scale", option.search.scale == Search::log ? "log" : "linear"},
                      {"low", option.search.low},
                      {"high", option.search.high}};
  }
  json["fixed"] = option.fixed;
  json["help"] = option.help;
  return json;
}

void print_plugin(const PluginInfo& info, Kind kind, const Settings& own_schedule,
                  const PluginOrigin& origin) {
  const std::string kind_text = kind_name(kind);
  fmt::print("{}  {}\n\n", styled(info.name, "1"),
             info.family == kind_text ? kind_text : info.family + " " + kind_text);
  fmt::print("{}\n", wrapped(info.summary, 2));
  std::string formula = "  " + info.formula;
  for (std::size_t at = 0; (at = formula.find('\n', at)) != std::string::npos; at += 3) {
    formula.replace(at, 1, "\n  ");
  }
  fmt::print("{}\n\n", styled(formula, "36"));
  fmt::print("{}\n", wrapped("Source: " + info.source, 2));
  if (!origin.plugin.empty()) {
    fmt::print("  From the plugin {}, version {}.\n\n", origin.plugin, origin.version);
  }
  if (!own_schedule.name.empty()) {
    fmt::print("  Schedule: {} (its decay can be given as an option)\n\n", to_text(own_schedule));
  }
  if (info.options.empty()) {
    fmt::print("  No options.\n");
    return;
  }
  Table table({{"option"}, {"default"}, {"allowed"}, {"meaning"}});
  for (const OptionInfo& option : info.options) {
    table.add({option.name, to_text(option.default_value), allowed_text(option), option.help});
  }
  fmt::print("{}", table.text());
  const std::string& first = info.options[0].name;
  const std::string example =
      fmt::format("{}:{}={}", info.name, first, to_text(info.options[0].default_value));
  const std::string line =
      // A landscape has no matrices, so rules for matrices are shown on a network.
      kind == Kind::optimizer
          ? fmt::format("descend run -p {} -o {}",
                        info.family == "matrix" ? "spiral" : "article_landscape", example)
      : kind == Kind::problem
          ? fmt::format("descend run -p {} -o sgd momentum", info.name)
          : fmt::format("descend run -p article_landscape -o sgd -s {}", info.name);
  fmt::print("\n  Try: {}\n", line);
}

// What the rule does with its defaults on three problems, a line each.
void print_courses(const ProgramRegistry& registry, const std::string& name) {
  fmt::print("\n  With its defaults, 300 steps:\n");
  Table table({{"problem"}, {"loss over steps"}, {"verdict"}});
  for (const char* problem : {"article_landscape", "rosenbrock", "spiral"}) {
    const Json suite = {
        {"schema", "descend.suite/1"},
        {"experiments",
         {{{"problems", {problem}}, {"optimizers", {name}}, {"budget", {{"steps", 300}}}}}}};
    Record record;
    try {
      record = run_one(make_plan(suite, name, Json::object(), registry).runs.at(0), registry);
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
  fmt::print("{}", table.text());
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
  fmt::print(
      "\n  With its defaults, the factor on the learning rate over {} steps{}:\n{}", kSteps,
      made.object->adaptive() ? ", with a loss that falls until step 333 and then stays" : "",
      chart(factors, 72, 6));
}

Json plugin_json(const PluginInfo& info, Kind kind, const Settings& own_schedule,
                 const PluginOrigin& origin) {
  Json json = {{"name", info.name},       {"kind", kind_name(kind)}, {"family", info.family},
               {"summary", info.summary}, {"formula", info.formula}, {"source", info.source},
               {"options", Json::array()}};
  for (const OptionInfo& option : info.options) json["options"].push_back(option_json(option));
  json["plugin"] = nullptr;
  if (!origin.plugin.empty()) {
    json["plugin"] = {{"name", origin.plugin}, {"version", origin.version}, {"hash", origin.hash}};
  }
  if (kind == Kind::optimizer) {
    json["schedule"] = own_schedule.name.empty() ? Json() : to_json(own_schedule);
  }
  return json;
}

void print_suite(const Json& suite) {
  fmt::print("{}  suite\n\n{}\n", styled(suite.value("name", ""), "1"),
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
  fmt::print("{}\n  Run it: descend run {}\n", table.text(), suite.value("name", ""));
}

class ShowCommand final : public Command {
 public:
  ShowCommand() : Command("show", "Formula, options and source of one name") {
    arguments.positional("NAME", name_, "An optimizer, problem, schedule or suite").required();
    arguments.flag("--json", json_, "For programs");
    arguments.plugins();
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
                               name_, did_you_mean(name_, known)));
  }

 private:
  void show_plugin(const ProgramRegistry& registry, Kind kind, const PluginInfo& info) const {
    const Settings own =
        kind == Kind::optimizer ? registry.optimizer(name_).own_schedule : Settings{};
    if (json_) {
      fmt::print("{}\n", plugin_json(info, kind, own, registry.origin(name_)).dump(2));
      return;
    }
    print_plugin(info, kind, own, registry.origin(name_));
    if (kind == Kind::optimizer) print_courses(registry, name_);
    if (kind == Kind::schedule) print_course(registry, registry.schedule(name_));
  }

  void show_suite(const ShippedSuite& suite) const {
    Json content = Json::parse(suite.text);
    if (json_) {
      content["kind"] = "suite";
      fmt::print("{}\n", content.dump(2));
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
