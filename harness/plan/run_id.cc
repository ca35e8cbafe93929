#include "harness/plan/run_id.h"

#include <algorithm>
#include <iterator>

#include "results/files/json_writer.h"
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

// They follow from the others, or change no result.
constexpr std::string_view kNeverInIds[] = {"optimizer_seed"};

// What the random numbers of a rule may depend on.
constexpr std::string_view kSeedKeys[] = {"problem", "optimizer", "schedule",  "changes",
                                          "seed",    "precision", "batch_size"};

bool is_in(std::string_view key, const auto& keys) {
  return std::ranges::find(keys, key) != std::end(keys);
}

bool is_default(const OptionInfo& option, const Value& value, const ProgramRegistry& registry) {
  const auto* nested = std::get_if<Settings>(&option.default_value.data);
  if (!nested) return value == option.default_value;
  return value == Value{registry.resolve(option.kind, *nested, option.name)};
}

// Takes options out of a plugin's settings that were added since and have their default value.
void leave_out_defaults(Kind kind, Settings& settings, const ProgramRegistry& registry) {
  const std::vector<OptionInfo>& options = registry.info(kind, settings.name).options;
  std::erase_if(settings.values, [&](Setting& setting) {
    const OptionInfo& option = *std::ranges::find(options, setting.key, &OptionInfo::name);
    if (!is_always_in_ids(settings.name, option.name) &&
        is_default(option, setting.value, registry)) {
      return true;
    }
    if (auto* nested = std::get_if<Settings>(&setting.value.data)) {
      leave_out_defaults(option.kind, *nested, registry);
    }
    return false;
  });
}

// Members of a JSON object, one by one.
class ObjectText {
 public:
  void add(const SettingText& member) {
    append_string(text_ += text_.empty() ? '{' : ',', member.key);
    text_.append(1, ':').append(member.json);
  }
  std::string take() { return std::move(text_ += '}'); }

 private:
  std::string text_;
};

}  // namespace

Identity identity_of(const RunSettings& settings, const std::vector<std::string>& inputs,
                     const ProgramRegistry& registry) {
  // Texts change no result: an empty one is hashed for each.
  RunSettings hashed = settings;
  leave_out_defaults(Kind::problem, hashed.problem, registry);
  leave_out_defaults(Kind::optimizer, hashed.optimizer, registry);
  leave_out_defaults(Kind::schedule, hashed.schedule, registry);
  hashed.label = hashed.problem_spec = hashed.optimizer_spec = {};

  static const std::vector<SettingText> defaults = setting_texts(RunSettings());
  ObjectText all, of_optimizer_seed;
  for (std::size_t i = 0; const SettingText& setting : setting_texts(hashed)) {
    const bool is_later = !is_in(setting.key, kFirstKeys);
    const bool is_default = setting.json == defaults[i++].json;
    if (is_in(setting.key, kNeverInIds) || (is_later && is_default)) continue;
    all.add(setting);
    if (is_in(setting.key, kSeedKeys)) of_optimizer_seed.add(setting);
  }
  Hash hash;
  hash.add(all.take());
  for (const std::string& input : inputs) hash.add(input);
  const std::uint64_t seed = Hash().add(of_optimizer_seed.take()).digest().high;
  return {hash.digest(), seed % (std::uint64_t{1} << 53)};
}

std::string run_id(const Digest& digest) { return kPrefix + digest.hex(); }

std::optional<Digest> digest_in_id(std::string_view id) {
  if (!id.starts_with(kPrefix)) return {};
  return digest_of(id.substr(kPrefix.size()));
}

}  // namespace descend
