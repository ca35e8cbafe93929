#include "harness/plan/run_id.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "results/record/settings_json.h"

namespace descend {
namespace {

const std::string kPrefix = "run-";

// The keys of a run's settings when ids were first given: always hashed. Later ones are hashed
// where they differ from what RunSettings begins with.
constexpr std::string_view kFirstKeys[] = {"problem",   "optimizer",    "schedule",       "changes",
                                           "label",     "problem_spec", "optimizer_spec", "seed",
                                           "precision", "batch_size",   "regime",         "budget",
                                           "record",    "loss_bound",   "target_loss"};

// They change no result: an empty text is hashed for each.
constexpr const char* kTexts[] = {"label", "problem_spec", "optimizer_spec"};

// They follow from the others, or change no result.
constexpr const char* kNeverInIds[] = {"optimizer_seed"};

// What the random numbers of a rule may depend on.
constexpr const char* kSeedKeys[] = {"problem", "optimizer", "schedule",  "changes",
                                     "seed",    "precision", "batch_size"};

bool is_in(std::string_view key, const auto& keys) {
  return std::ranges::find(keys, key, [](std::string_view k) { return k; }) != std::end(keys);
}

bool is_default(const OptionInfo& option, const Value& value, const ProgramRegistry& registry) {
  const auto* nested = std::get_if<Settings>(&option.default_value.data);
  if (!nested) return value == option.default_value;
  return value == Value{registry.resolve(option.kind, *nested, option.name)};
}

// Takes options out of a plugin's settings that were added since and have their default value.
void leave_out_defaults(Kind kind, const Settings& settings, const ProgramRegistry& registry,
                        Json& json) {
  const std::vector<OptionInfo>& options = registry.info(kind, settings.name).options;
  for (const Setting& setting : settings.values) {
    const OptionInfo& option = *std::ranges::find(options, setting.key, &OptionInfo::name);
    if (!is_always_in_ids(settings.name, option.name) &&
        is_default(option, setting.value, registry)) {
      json.erase(option.name);
    } else if (const auto* nested = std::get_if<Settings>(&setting.value.data)) {
      leave_out_defaults(option.kind, *nested, registry, json[option.name]);
    }
  }
}

// The keys that came later, with what they are by default.
std::vector<std::pair<std::string, Json>> later_keys() {
  std::vector<std::pair<std::string, Json>> later;
  const Json defaults = to_json(RunSettings());
  for (const auto& [key, value] : defaults.items()) {
    if (!is_in(key, kFirstKeys) && !is_in(key, kNeverInIds)) later.emplace_back(key, value);
  }
  return later;
}

Json hashed_settings(const RunSettings& settings, const ProgramRegistry& registry) {
  Json json = to_json(settings);
  leave_out_defaults(Kind::problem, settings.problem, registry, json["problem"]);
  leave_out_defaults(Kind::optimizer, settings.optimizer, registry, json["optimizer"]);
  leave_out_defaults(Kind::schedule, settings.schedule, registry, json["schedule"]);
  for (const char* key : kTexts) json[key] = "";
  for (const char* key : kNeverInIds) json.erase(key);
  static const std::vector<std::pair<std::string, Json>> later = later_keys();
  for (const auto& [key, value] : later) {
    if (json[key] == value) json.erase(key);
  }
  return json;
}

}  // namespace

Identity identity_of(const RunSettings& settings, const std::vector<std::string>& plugin_builds,
                     const ProgramRegistry& registry) {
  Json json = hashed_settings(settings, registry);
  Hash hash;
  hash.add(json.dump());
  for (const std::string& build : plugin_builds) hash.add(build);

  Json seed_json;
  for (const char* key : kSeedKeys) {
    if (const auto found = json.find(key); found != json.end()) seed_json[key] = std::move(*found);
  }
  const std::uint64_t seed = Hash().add(seed_json.dump()).digest().high;
  return {hash.digest(), seed % (std::uint64_t{1} << 53)};
}

std::string run_id(const Digest& digest) { return kPrefix + digest.hex(); }

std::optional<Digest> digest_in_id(std::string_view id) {
  if (!id.starts_with(kPrefix)) return {};
  return digest_of(id.substr(kPrefix.size()));
}

}  // namespace descend
