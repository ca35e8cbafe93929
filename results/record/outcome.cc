#include "results/record/outcome.h"

#include <algorithm>
#include <array>

namespace descend {
namespace {

constexpr std::array<std::string_view, 7> kStatusNames = {
    "budget_exhausted", "target_reached", "converged", "diverged", "skipped", "failed", "timeout"};

// The first three colours differ in lightness, so that they can be told apart without their hue.
constexpr std::array kVerdicts = {
    VerdictInfo{"global_minimum", "●", 0, "Reached the global minimum"},
    VerdictInfo{"local_minimum", "◐", 1, "Ended in a local minimum"},
    VerdictInfo{"left_domain", "→", 6, "Left the domain"},
    VerdictInfo{"oscillating", "≈", 3, "Never came to rest"},
    VerdictInfo{"stalled", "–", 5, "Came to a standstill"},
    VerdictInfo{"descending", "↘", 4, "Was still descending at the end"},
    VerdictInfo{"diverged", "✗", 2, "Diverged"},
    VerdictInfo{"unknown", "?", 7, "Was too short to be judged"},
    VerdictInfo{"stationary", "□", 10, "Found a place where nothing moves it"},
    VerdictInfo{"fitted", "◎", 8, "Has every training sample right"},
    VerdictInfo{"diverging", "↗", 9, "Was rising without an end"},
    VerdictInfo{"worse_than_start", "▽", 11, "Ended worse than it began"},
};

}  // namespace

std::span<const VerdictInfo> verdicts() { return kVerdicts; }
const VerdictInfo& info_of(Verdict verdict) {
  return kVerdicts.at(static_cast<std::size_t>(verdict));
}

std::span<const std::string_view> status_names() { return kStatusNames; }

std::string_view name_of(Status status) {
  return kStatusNames.at(static_cast<std::size_t>(status));
}
std::string_view name_of(Verdict verdict) { return info_of(verdict).name; }

std::optional<Status> status_named(std::string_view name) {
  const auto found = std::ranges::find(kStatusNames, name);
  if (found == kStatusNames.end()) return {};
  return static_cast<Status>(found - kStatusNames.begin());
}
std::optional<Verdict> verdict_named(std::string_view name) {
  const auto found = std::ranges::find(kVerdicts, name, &VerdictInfo::name);
  if (found == kVerdicts.end()) return {};
  return static_cast<Verdict>(found - kVerdicts.begin());
}

}  // namespace descend
