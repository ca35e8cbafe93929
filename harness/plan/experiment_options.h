/// The options of an experiment: how long its runs go on, with which seeds and in which arithmetic,
/// and what is recorded of them. They stand in one table, by which suites are read and commands
/// have their flags.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/settings/json_checks.h"
#include "results/record/run_settings.h"

namespace descend {

/// A suite has at most this many runs.
inline constexpr std::int64_t kMaxRuns = 10'000'000;

/// What holds for an experiment: its defaults, until something is read.
struct ExperimentOptions {
  /// Empty: the problem's own.
  Budget budget;
  std::int64_t repetitions = 1;
  std::int64_t seed = 0;
  RecordRule record;
  /// None: all samples.
  std::optional<Index> batch_size;
  /// None of these three: the problem's own, and no target.
  std::optional<Precision> precision;
  std::optional<double> loss_bound;
  std::optional<double> target_loss;

  /// Takes over what is in a suite's `defaults`, or in one of its experiments. Throws BadInput that
  /// begins with `where` and the key.
  void read(const Json& json, const std::string& where);
  /// Takes over what the command line says, in the same form, with the texts of flags for values;
  /// a key with a dot in it may also stand for itself.
  /// Throws BadInput that begins with the flag.
  void read_flags(const Json& json);
};

/// Throws BadInput, which begins with `where`, for values that reading would have refused.
void check_options(const ExperimentOptions& options, const std::string& where);

struct ExperimentOption {
  /// In a suite; behind a dot inside another, as in "budget.steps".
  std::string_view key;
  /// On the command line, how help calls its value, and what it means; null: only in suites, and
  /// without a value a flag, which says true.
  const char* flag;
  const char* value_name;
  const char* help;
  /// Throws BadInput where the value is not allowed.
  void (*read)(const GivenValue& given, ExperimentOptions& to);
};

/// All of them, in the order in which help lists them.
std::span<const ExperimentOption> experiment_options();

/// The keys that a suite's `defaults` and experiments may have.
std::vector<std::string> experiment_option_keys();

}  // namespace descend
