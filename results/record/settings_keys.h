/// The keys of a run's settings in its line, for what writes and reads them.
#pragma once

#include <array>

#include "results/record/run_settings.h"

namespace descend {

inline constexpr std::array<const char*, 4> kRegimeNames = {"deterministic", "batch", "mini_batch",
                                                            "stochastic"};
inline constexpr std::array<const char*, 4> kSpacingNames = {"", "every", "linear", "log"};

// The keys of each object, in the order of the file. `keys` gets each with the member that it
// names.

inline void settings_keys(auto& keys, auto& settings) {
  keys.required("problem", settings.problem);
  keys.required("optimizer", settings.optimizer);
  keys.required("schedule", settings.schedule);
  keys.required("changes", settings.changes);
  keys.required("label", settings.label);
  keys.required("problem_spec", settings.problem_spec);
  keys.required("optimizer_spec", settings.optimizer_spec);
  keys.required("seed", settings.seed);
  keys.added("optimizer_seed", settings.optimizer_seed);
  keys.required("precision", settings.precision);
  keys.required("batch_size", settings.batch_size);
  keys.required("regime", settings.regime);
  keys.required("budget", settings.budget);
  keys.added("record", settings.record);
  keys.added("loss_bound", settings.loss_bound);
  keys.required("target_loss", settings.target_loss);
}

inline void budget_keys(auto& keys, auto& budget) {
  keys.required("steps", budget.steps);
  keys.required("epochs", budget.epochs);
  keys.required("evaluations", budget.evaluations);
}

inline void change_keys(auto& keys, auto& change) {
  keys.required("step", change.step);
  keys.required("option", change.option);
  keys.required("value", change.value);
}

// Neither is there in every rule.
inline constexpr const char* kParameters = "parameters";
inline constexpr const char* kParametersEvery = "parameters_every";

}  // namespace descend
