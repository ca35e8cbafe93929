#include "results/report/report_plan.h"

#include <algorithm>
#include <numeric>
#include <unordered_set>

namespace descend {
namespace {

/// A report up to this size keeps every digit.
constexpr std::size_t kMaxBytesOfAllDigits = 6'000'000;

/// Name, braces and the words of a packed column.
constexpr std::size_t kColumnFrame = 72;
/// The longest number of a list, with its comma.
constexpr std::size_t kListedNumber = 25;

std::size_t total(std::span<const RunSize> runs, std::size_t max_states, Digits digits) {
  std::size_t sum = 0;
  for (const RunSize& run : runs) sum += run.bytes(max_states, digits);
  return sum;
}

}  // namespace

void RunSize::measure(const Trace& trace) {
  states = trace.states();
  constant_columns = even_columns = other_columns = 0;
  for (const TraceColumn& column : trace.columns) {
    switch (column_kind(column.values.numbers())) {
      case ColumnKind::constant:
        ++constant_columns;
        break;
      case ColumnKind::even:
        ++even_columns;
        break;
      case ColumnKind::other:
        ++other_columns;
    }
  }
}

std::size_t RunSize::bytes(std::size_t max_states, Digits digits) const {
  const std::size_t shown = std::min(states, max_states);
  const std::size_t columns = constant_columns + even_columns + other_columns;
  if (shown < kShortColumn) return head + columns * (kColumnFrame + shown * kListedNumber);
  const std::size_t number = digits == Digits::all ? 11 : 6;
  const std::size_t uneven = shown < states ? 6 * even_columns : 0;
  return head + columns * kColumnFrame + shown * (number * other_columns + uneven);
}

ReportPlan plan_report(std::span<const RunSize> runs, std::size_t max_bytes) {
  ReportPlan plan{Digits::all, kMaxStates, std::vector<bool>(runs.size(), true)};
  if (total(runs, kMaxStates, Digits::all) <= std::min(max_bytes, kMaxBytesOfAllDigits))
    return plan;
  plan.digits = Digits::seven;
  std::size_t fits = kMinStates, too_many = kMaxStates + 1;
  while (too_many - fits > 1) {
    const std::size_t middle = (fits + too_many) / 2;
    (total(runs, middle, plan.digits) <= max_bytes ? fits : too_many) = middle;
  }
  plan.max_states = fits;
  if (total(runs, fits, plan.digits) <= max_bytes) return plan;

  std::vector<std::size_t> order(runs.size()), rank(runs.size());
  std::unordered_set<std::size_t> settings;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const bool first = settings.insert(runs[i].settings).second;
    rank[i] = runs[i].parameters ? 0 : first ? 1 : 2;
  }
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rank[a] < rank[b]; });
  std::size_t used = 0;
  for (const std::size_t i : order) {
    used += runs[i].bytes(plan.max_states, plan.digits);
    plan.shown[i] = used <= max_bytes;
  }
  return plan;
}

}  // namespace descend
