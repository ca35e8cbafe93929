/// A run under way, made as many steps at a time as one wants. It needs no JSON, no file and no
/// thread.
#pragma once

#include <memory>
#include <vector>

#include "descend/registry.h"
#include "results/record/record.h"

namespace descend {

class Running {
 public:
  /// Makes problem, optimizer and schedule, and starts them. `run` has every option present and
  /// outlives what is made. Throws Unsupported where the optimizer cannot work on the problem,
  /// std::logic_error where the problem says of itself what cannot be true, and what plugins throw.
  static std::unique_ptr<Running> start(const RunSettings& run, const Registry& registry);
  virtual ~Running() = default;

  /// Takes `steps` steps, fewer where the run ends before. However a run is divided into calls, its
  /// bits are the same. After an exception, which only plugins throw, it cannot go on.
  virtual void advance(Index steps) = 0;

  /// Whether it has ended, so that advance() does nothing more.
  virtual bool done() const = 0;

  /// Of a run that has ended: fills in outcome, evaluations, timing, trace and parameters.
  virtual void finish(Record& record) = 0;

  /// The problem's.
  virtual Index dimension() const = 0;
  virtual bool uses_seed() const = 0;
  virtual std::vector<Column> drawing() const = 0;
};

}  // namespace descend
