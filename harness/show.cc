// `descend show NAME`: everything about one optimizer, problem, schedule or suite.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/commands.h"
#include "harness/suites.h"
#include "harness/table.h"

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

void print_plugin(const PluginInfo& info, Kind kind, const Settings& own_schedule) {
  fmt::print("{}  {} {}\n\n", styled(info.name, "1"), info.family, kind_name(kind));
  fmt::print("{}\n", wrapped(info.summary, 2));
  std::string formula = "  " + info.formula;
  for (std::size_t at = 0; (at = formula.find('\n', at)) != std::string::npos; at += 3) {
    formula.replace(at, 1, "\n  ");
  }
  fmt::print("{}\n\n", styled(formula, "36"));
  fmt::print("{}\n", wrapped("Source: " + info.source, 2));
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
  const std::string example = fmt::format("{}:{}={}", info.name, first,
                                          to_text(info.options[0].default_value));
  const std::string line =
      kind == Kind::optimizer ? fmt::format("descend run -p article_landscape -o {}", example)
      : kind == Kind::problem ? fmt::format("descend run -p {} -o sgd momentum", info.name)
                              : fmt::format("descend run -p article_landscape -o sgd -s {}", info.name);
  fmt::print("\n  Try: {}\n", line);
}

Json plugin_json(const PluginInfo& info, Kind kind, const Settings& own_schedule) {
  Json json = {{"name", info.name},       {"kind", kind_name(kind)},   {"family", info.family},
               {"summary", info.summary}, {"formula", info.formula}, {"source", info.source},
               {"options", Json::array()}};
  for (const OptionInfo& option : info.options) json["options"].push_back(option_json(option));
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
        text += (text.empty() ? "" : ", ") +
                (entry.is_string() ? entry.get<std::string>() : entry.at("name").get<std::string>());
      }
      return text.size() > 48 ? text.substr(0, 47) + "…" : text;
    };
    table.add({experiment.value("label", ""), names("problems"), names("optimizers")});
  }
  fmt::print("{}\n  Run it: descend run {}\n", table.text(), suite.value("name", ""));
}

}  // namespace

int show_command(const ProgramRegistry& registry, const std::string& name, bool json) {
  std::vector<std::string> known;
  for (const Kind kind : {Kind::optimizer, Kind::problem, Kind::schedule}) {
    for (const PluginInfo* info : registry.all(kind)) {
      known.push_back(info->name);
      if (info->name != name) continue;
      const Settings own =
          kind == Kind::optimizer ? registry.optimizer(name).own_schedule : Settings{};
      if (json) {
        fmt::print("{}\n", plugin_json(*info, kind, own).dump(2));
      } else {
        print_plugin(*info, kind, own);
      }
      return kDone;
    }
  }
  for (const ShippedSuite& suite : shipped_suites()) {
    known.emplace_back(suite.name);
    if (suite.name != name) continue;
    Json content = Json::parse(suite.text);
    if (json) {
      content["kind"] = "suite";
      fmt::print("{}\n", content.dump(2));
    } else {
      print_suite(content);
    }
    return kDone;
  }
  throw BadInput(fmt::format("there is nothing called '{}'{}; 'descend list' shows all names", name,
                             did_you_mean(name, known)));
}

}  // namespace descend
