#include "results/record/outcome.h"

#include <algorithm>
#include <array>

namespace descend {
namespace {

constexpr std::array<std::string_view, 7> kStatusNames = {
    "budget_exhausted", "target_reached", "converged", "diverged", "skipped", "failed", "timeout"};

constexpr std::array<std::string_view, 8> kVerdictNames = {
    "global_minimum", "local_minimum", "left_domain", "oscillating",
    "stalled",        "descending",    "diverged",    "unknown"};

template <typename Code>
std::optional<Code> code_named(std::string_view name, std::span<const std::string_view> names) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return {};
  return static_cast<Code>(found - names.begin());
}

}  // namespace

std::span<const std::string_view> status_names() { return kStatusNames; }
std::span<const std::string_view> verdict_names() { return kVerdictNames; }

std::string_view name_of(Status status) {
  return kStatusNames.at(static_cast<std::size_t>(status));
}
std::string_view name_of(Verdict verdict) {
  return kVerdictNames.at(static_cast<std::size_t>(verdict));
}

std::optional<Status> status_named(std::string_view name) {
  return code_named<Status>(name, kStatusNames);
}
std::optional<Verdict> verdict_named(std::string_view name) {
  return code_named<Verdict>(name, kVerdictNames);
}

}  // namespace descend
