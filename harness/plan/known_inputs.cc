#include "harness/plan/known_inputs.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/settings/json_checks.h"
#include "harness/settings/settings.h"
#include "results/files/input_file.h"

namespace descend {
namespace {

template <typename Scalar>
ProblemTraits traits_of(const Settings& problem, const ProgramRegistry& registry) {
  const auto made = registry.problem(problem.name).make.template of<Scalar>()(problem, registry);
  return {made.object->sample_count(), made.object->uses_seed(), made.object->metric_names()};
}

}  // namespace

std::optional<ProblemTraits> KnownInputs::problem(const Settings& problem, Precision precision,
                                                  const ProgramRegistry& registry) {
  const Digest key = Hash().add(to_text(problem)).add(name_of(precision)).digest();
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = problems_.find(key); found != problems_.end()) return found->second;
  }
  std::optional<ProblemTraits> traits;
  try {
    traits = precision == Precision::float32 ? traits_of<float>(problem, registry)
                                             : traits_of<double>(problem, registry);
  } catch (const BadInput&) {
    throw;
  } catch (...) {
  }
  const std::lock_guard lock(mutex_);
  problems_.emplace(key, traits);
  return traits;
}

std::string KnownInputs::file_hash(const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (const auto found = files_.find(path); found != files_.end()) return found->second;
  return files_.emplace(path, Hash().add(read_input_file(path)).hex()).first->second;
}

std::vector<std::string> KnownInputs::file_hashes(Kind kind, const Settings& settings,
                                                  const std::string& where,
                                                  const ProgramRegistry& registry) {
  std::vector<std::string> hashes;
  const std::vector<OptionInfo>& options = registry.info(kind, settings.name).options;
  for (const Setting& setting : settings.values) {
    const OptionInfo& option = *std::ranges::find(options, setting.key, &OptionInfo::name);
    const auto* path = std::get_if<std::string>(&setting.value.data);
    if (option.type == OptionInfo::file && path) {
      try {
        hashes.push_back(file_hash(*path));
      } catch (const BadInput& error) {
        refuse(where, fmt::format("{}: {}: {}", settings.name, option.name, error.what()));
      }
    } else if (const auto* nested = std::get_if<Settings>(&setting.value.data)) {
      std::ranges::copy(file_hashes(option.kind, *nested, where, registry),
                        std::back_inserter(hashes));
    }
  }
  return hashes;
}

}  // namespace descend
