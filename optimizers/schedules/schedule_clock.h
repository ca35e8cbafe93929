/// The unit in which a schedule counts: updates or epochs.
#pragma once

#include <cstdint>
#include <string>

#include "descend/options.h"
#include "descend/schedule.h"

namespace descend {

/// The option `per`, which most schedules have. A schedule's own options derive from this.
struct PerOptions {
  std::string per = "step";
};

/// A schedule's option table with the row `per` behind its own.
template <typename Options>
OptionTable<Options> per_options(OptionTable<Options> own) {
  own.push_back({"per",
                 &Options::per,
                 {"step", "epoch"},
                 "what t counts: updates, or epochs completed before the update",
                 fixed});
  return own;
}

/// Turns the number of an update into the t of a schedule's formula.
class ScheduleClock {
 public:
  void start(const PerOptions& options, const RunInfo& run) {
    updates_ = options.per == "epoch" ? run.steps_per_epoch : 1;
  }

  /// t of update number `update`, counted from 0.
  Index operator()(Index update) const { return updates_ == 1 ? update : update / updates_; }

 private:
  Index updates_ = 1;
};

}  // namespace descend
