#include "harness/commands/experiment_flags.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/plan/experiment_options.h"

namespace descend {

void ExperimentFlags::declare(Arguments& arguments, const std::vector<std::string_view>& without) {
  texts_.resize(experiment_options().size());
  auto text = texts_.begin();
  for (const ExperimentOption& option : experiment_options()) {
    std::string& to = *text++;
    if (!option.flag || std::ranges::find(without, option.flag) != without.end()) continue;
    if (option.value_name) {
      arguments.option(option.flag, to, option.help).value(option.value_name);
    } else {
      arguments.flag(option.flag, flags_[option.key], option.help);
    }
  }
}

Json ExperimentFlags::as_json() const {
  Json json = Json::object();
  auto text = texts_.begin();
  for (const ExperimentOption& option : experiment_options()) {
    const std::string& given = *text++;
    if (given.empty()) continue;
    std::string key(option.key);
    // --record-every has made an object of it, which --record would replace.
    if (json.contains(key)) throw BadInput("--record and --record-every exclude each other");
    std::ranges::replace(key, '.', '/');
    json[Json::json_pointer("/" + key)] = given;
  }
  for (const auto& [key, given] : flags_) {
    if (given) json[std::string(key)] = "true";
  }
  return json;
}

}  // namespace descend
