/// The unit in which a schedule counts: updates or epochs.
#pragma once

#include <cstdint>
#include <optional>
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
                 Fixed::yes});
  return own;
}

/// Turns the number of an update into the t of a schedule's formula.
class ScheduleClock {
 public:
  void start(const PerOptions& options, const RunInfo& run) {
    updates_ = options.per == "epoch" ? run.steps_per_epoch : 1;
    run_length_ = (run.steps + updates_ - 1) / updates_;
  }

  /// The length in t that an option gives, or that of the run. Throws Unsupported where neither is
  /// known: the option is null, and the run's budget counts no steps.
  double length(const std::optional<std::int64_t>& given, const char* option) const {
    if (!given && run_length_ == 0) {
      throw Unsupported(std::string("the schedule has to be told its length, ") + option +
                        "=…, where the budget counts no steps");
    }
    return static_cast<double>(given ? *given : run_length_);
  }

  /// t of update number `update`, counted from 0.
  double operator()(Index update) const {
    return static_cast<double>(updates_ == 1 ? update : update / updates_);
  }

 private:
  Index updates_ = 1;
  Index run_length_ = 0;
};

}  // namespace descend
