#include "harness/commands/plugin_json.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "harness/run/problem_faults.h"
#include "harness/run/state_size.h"

namespace descend {
namespace {

// In the order of OptionRelation::Order.
constexpr std::array<const char*, 3> kRelationNames = {"less", "at_most", "shares"};

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
    case OptionInfo::file:
      return "file";
    case OptionInfo::numbers:
      return "numbers";
    case OptionInfo::integers:
      return "integers";
    case OptionInfo::words:
      return "words";
    case OptionInfo::word_or_numbers:
      return "word or numbers";
    case OptionInfo::plugin:
      return "plugin";
  }
  return "";
}

Json or_null(double number) { return std::isfinite(number) ? Json(number) : Json(); }
Json or_null(const std::optional<double>& number) { return number ? Json(*number) : Json(); }

Json option_json(const OptionInfo& option) {
  Json json;
  json["name"] = option.name;
  json["type"] = type_name(option.type);
  json["optional"] = option.optional;
  json["default"] = to_json(option.default_value);
  json["kind"] = option.type == OptionInfo::plugin ? Json(kind_name(option.kind)) : Json();
  json["range"] = nullptr;
  if (!option.choices.empty()) {
    json["range"] = option.choices;
  } else if (option.type == OptionInfo::number || option.type == OptionInfo::integer) {
    json["range"] = {{"low", or_null(option.range.low)},
                     {"high", or_null(option.range.high)},
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

Json domain_json(const std::vector<Interval>& domain) {
  if (domain.empty()) return nullptr;
  Json intervals = Json::array();
  for (const Interval& interval : domain) {
    intervals.push_back({or_null(interval.low), or_null(interval.high)});
  }
  return intervals;
}

// Points of more numbers than this are left out.
constexpr std::size_t kMaxPoint = 10;

Json point_json(const std::vector<double>& x) { return x.size() > kMaxPoint ? Json() : Json(x); }

Json minima_json(const std::vector<Minimum>& minima) {
  Json list = Json::array();
  for (const Minimum& minimum : minima) {
    list.push_back({{"x", point_json(minimum.x)},
                    {"loss", minimum.loss},
                    {"basin", {or_null(minimum.basin.low), or_null(minimum.basin.high)}},
                    {"kink", minimum.kink}});
  }
  return list;
}

struct Known {
  std::vector<double> start;
  bool uses_seed;
  Facts facts;
};

template <typename Scalar>
Known ask(const ProgramRegistry& registry, const std::string& name) {
  const Settings settings = registry.resolve(Kind::problem, Settings{name, {}}, name);
  const auto made = registry.problem(name).make.of<Scalar>()(settings, registry);
  Vector<Scalar> x0 = Vector<Scalar>::Zero(made.object->layout().size());
  made.object->start(0, x0);
  return {{x0.begin(), x0.end()}, made.object->uses_seed(), made.object->facts()};
}

std::optional<Known> known(const ProgramRegistry& registry, const std::string& name) {
  try {
    return registry.problem(name).make.of<double>() ? ask<double>(registry, name)
                                                    : ask<float>(registry, name);
  } catch (...) {
    return {};  // it needs options, or it fails, which `run` and `check` report
  }
}

// With default options and seed 0; all null where those are not enough to make it.
Json facts_json(const ProgramRegistry& registry, const std::string& problem) {
  Json json;
  for (const char* key : {"uses_seed", "dimension", "start", "domain", "minima", "tolerance",
                          "target_loss", "lower_bound", "learning_rate"}) {
    json[key] = nullptr;
  }
  json["loss_bound"] = or_null(registry.problem(problem).default_loss_bound);
  const std::optional<Known> of = known(registry, problem);
  if (!of) return json;
  const auto dimension = static_cast<Index>(of->start.size());
  if (std::string fault = facts_fault(of->facts, dimension); !fault.empty()) {
    throw BadInput(fmt::format("{}: {}", problem, fault));
  }
  json["uses_seed"] = of->uses_seed;
  json["dimension"] = dimension;
  json["start"] = point_json(of->start);
  json["domain"] = domain_json(of->facts.domain);
  json["minima"] = minima_json(of->facts.minima);
  if (!of->facts.minima.empty()) json["tolerance"] = of->facts.tolerance;
  json["target_loss"] = or_null(of->facts.target_loss);
  json["lower_bound"] = or_null(of->facts.lower_bound);
  json["learning_rate"] = or_null(of->facts.learning_rate);
  return json;
}

}  // namespace

Json plugin_json(const ProgramRegistry& registry, const PluginInfo& info, Kind kind) {
  Json json = {{"name", info.name},
               {"kind", kind_name(kind)},
               {"family", info.family},
               {"summary", info.summary},
               {"formula", info.formula},
               {"source", info.source},
               {"deviations", info.deviations},
               {"options", Json::array()},
               {"relations", Json::array()}};
  for (const OptionInfo& option : info.options) json["options"].push_back(option_json(option));
  json["plugin"] = nullptr;
  const PluginOrigin& origin = registry.origin(info.name);
  if (!origin.plugin.empty()) {
    json["plugin"] = {{"name", origin.plugin}, {"version", origin.version}, {"hash", origin.hash}};
  }
  for (const OptionRelation& relation : info.relations) {
    json["relations"].push_back({{"first", relation.first},
                                 {"relation", kRelationNames.at(relation.order)},
                                 {"second", relation.second},
                                 {"reason", relation.reason}});
  }
  if (kind == Kind::optimizer) {
    const OptimizerPlugin& plugin = registry.optimizer(info.name);
    json["schedule"] = plugin.own_schedule.name.empty() ? Json() : to_json(plugin.own_schedule);
    json["takes_rate"] = plugin.takes_rate;
    json["state_bytes_per_parameter"] = or_null(state_bytes_per_parameter(registry, info.name));
  }
  if (kind == Kind::problem) json.update(facts_json(registry, info.name));
  return json;
}

}  // namespace descend
