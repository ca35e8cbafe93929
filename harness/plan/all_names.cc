#include "harness/plan/all_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "harness/plan/make_run.h"
#include "harness/settings/grid.h"
#include "harness/settings/wording.h"

namespace descend {
namespace {

using Words = std::vector<std::string>;

bool stands_for_many(const std::string& word) { return word == "all" || word.ends_with('/'); }

// The first of the settings that a word describes.
Settings first_of(const std::string& word) {
  return SettingsGrid(Json(word), "command line").at(0);
}

class Expander {
 public:
  Expander(const ExperimentOptions& options, const ProgramRegistry& registry)
      : options_(options), registry_(registry) {}

  // `unfit` says why a name cannot run; empty: it can.
  template <typename Unfit>
  void expand(Words& words, Kind kind, Unfit unfit) {
    Words expanded;
    for (const std::string& word : words) {
      if (!stands_for_many(word)) {
        expanded.push_back(word);
        continue;
      }
      std::string reason;
      bool any = false;
      for (const std::string& name : names_of(word, kind)) {
        if (reason = unfit(name); !reason.empty()) {
          left_out.push_back(fmt::format("{} ({})", name, reason));
        } else if (std::ranges::find(expanded, name) == expanded.end()) {
          expanded.push_back(name);
          any = true;
        }
      }
      if (!any && !reason.empty()) {
        throw BadInput(fmt::format("{}: no {} fits: {}", word, kind_name(kind), left_out.back()));
      }
    }
    words = expanded;
  }

  // Why these cannot run together.
  std::string refusal(const std::string& problem, const std::string& optimizer,
                      const std::string& schedule) {
    try {
      RunRequest request("");
      request.options = options_;
      request.problem = first_of(problem);
      std::optional<Settings> given;
      if (!schedule.empty()) given = first_of(schedule);
      request.set_optimizer(first_of(optimizer), given, registry_);
      make_run(request, registry_, known_);
      return "";
    } catch (const BadInput& error) {
      const std::string reason = error.what();
      return reason.substr(reason.find_first_not_of(": "));
    }
  }

  std::vector<std::string> left_out;

 private:
  Words names_of(const std::string& word, Kind kind) const {
    const std::string family = word.substr(0, word.find('/'));
    Words names, families;
    for (const PluginInfo* info : registry_.all(kind)) {
      if (word == "all" || info->family == family) names.push_back(info->name);
      if (std::ranges::find(families, info->family) == families.end()) {
        families.push_back(info->family);
      }
    }
    if (!names.empty()) return names;
    throw BadInput(fmt::format("{}: there is no family '{}' of {}s{}; there are {}", word, family,
                               kind_name(kind), did_you_mean(family, families), listed(families)));
  }

  const ExperimentOptions& options_;
  const ProgramRegistry& registry_;
  KnownInputs known_;
};

}  // namespace

std::vector<std::string> expand_names(Names& names, const ExperimentOptions& options,
                                      const ProgramRegistry& registry) {
  // Any rule and any problem will do where there is nothing else to try a name with.
  constexpr const char *kRule = "sgd", *kProblem = "quadratic";
  Expander expander(options, registry);
  expander.expand(names.problems, Kind::problem,
                  [&](const std::string& name) { return expander.refusal(name, kRule, ""); });
  expander.expand(names.schedules, Kind::schedule,
                  [&](const std::string& name) { return expander.refusal(kProblem, kRule, name); });
  const auto or_else = [](const Words& words, const char* otherwise) {
    return words.empty() ? Words{otherwise} : words;
  };
  expander.expand(names.optimizers, Kind::optimizer, [&](const std::string& name) {
    for (const std::string& problem : or_else(names.problems, kProblem)) {
      for (const std::string& schedule : or_else(names.schedules, "")) {
        std::string reason = expander.refusal(problem, name, schedule);
        // What the problem itself refuses is no fault of the rule.
        if (!reason.empty() && expander.refusal(problem, kRule, schedule).empty()) return reason;
      }
    }
    return std::string();
  });
  return std::move(expander.left_out);
}

}  // namespace descend
