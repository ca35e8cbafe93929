/// Budget, record, batch, seeds and bounds of an experiment, read from JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/plan/plan.h"

namespace descend {

/// Their keys, in a suite's `defaults` and in its experiments.
extern const std::vector<std::string> kKnobs;

/// What holds for an experiment: command line over experiment over suite defaults.
struct Knobs {
  Budget budget;
  std::int64_t repetitions = 1;
  std::int64_t seed = 0;
  RecordRule record;
  std::optional<Index> batch_size;
  std::optional<Precision> precision;
  std::optional<double> target_loss;
  std::optional<double> loss_bound;

  /// Takes over what is there. Throws BadInput that begins with `where`.
  void read(const Json& json, const std::string& where);

 private:
  void read_budget(const Json& json, const std::string& where);
  void read_record(const Json& json, const std::string& where);
};

}  // namespace descend
