/// How a run ended and why, as every file says it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "descend/types.h"

namespace descend {

/// Why a run ended.
// clang-format off
enum class Status : std::uint8_t {
  budget_exhausted, target_reached, converged, diverged, skipped, failed, timeout,
};

/// What a run did, judged by its states. The rules stand in results/README.md. In the order of the
/// codes in map.json: new ones are appended, each with its row of `verdicts` in outcome.cc.
enum class Verdict : std::uint8_t {
  global_minimum, local_minimum, left_domain, oscillating, stalled, descending, diverged, unknown,
  stationary, fitted, diverging, worse_than_start,
};
// clang-format on

/// How a verdict is written and shown, wherever it is.
struct VerdictInfo {
  std::string_view name;
  /// A character for terminals.
  std::string_view mark;
  /// A place in the terminal's colours (harness/terminal/verdict_text.cc) and in the page's
  /// (results/viewer/source/drawing/colours.ts), both of `kVerdictColours`.
  std::size_t colour;
  /// What it says of a run. The page goes on with "; the last loss is …".
  std::string_view sentence;
};
inline constexpr std::size_t kVerdictColours = 12;

/// All verdicts, in the order of the enumeration.
std::span<const VerdictInfo> verdicts();
const VerdictInfo& info_of(Verdict verdict);

/// The names that files use, in the order of the enumeration.
std::span<const std::string_view> status_names();

std::string_view name_of(Status status);
std::string_view name_of(Verdict verdict);

/// The status or verdict of that name; nothing where there is none.
std::optional<Status> status_named(std::string_view name);
std::optional<Verdict> verdict_named(std::string_view name);

struct Outcome {
  Status status = Status::failed;
  Verdict verdict = Verdict::unknown;
  /// A sentence for people.
  std::string reason;
  Index steps = 0;
  double final_loss = kNaN;
  double best_loss = kNaN;
  Index best_step = 0;
  std::optional<Index> target_step;
  std::optional<Index> explosion_start_step;
  std::optional<Index> diverged_step;
  std::optional<Index> reached_minimum_index;
  std::optional<Index> reached_step;
  std::optional<Index> left_domain_step;
  /// From here on the run stayed at the minimum that it reached.
  std::optional<Index> settled_step;
};

/// What a map keeps of a run's outcome; there are millions of them.
struct CellOutcome {
  double final_loss = kNaN;
  Index steps = 0;
  /// The index of the minimum that was reached; -1: none.
  std::int32_t minimum = -1;
  Verdict verdict = Verdict::unknown;

  bool operator==(const CellOutcome&) const = default;
};

}  // namespace descend
