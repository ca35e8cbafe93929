// A rate that changes along a straight line.
//
//   rate = learning_rate (start + (end - start) min(t / total, 1)),   t = 0 at the first update
//
// PyTorch's LinearLR, whose start_factor, end_factor and total_iters are start, end and total.

#include <algorithm>

#include "optimizers/all.h"
#include "optimizers/schedules/schedule_clock.h"

namespace descend {
namespace {

struct LinearOptions : PerOptions {
  double start = 1.0;
  double end = 0.0;
  std::optional<std::int64_t> total;
};

class Linear final : public Schedule {
 public:
  explicit Linear(const LinearOptions& options) : options_(options) {}

  void start(const RunInfo& run) override {
    clock_.start(options_, run);
    total_ = clock_.length(options_.total, "total");
  }

  double factor(Index update) override {
    return options_.start +
           (options_.end - options_.start) * std::min(clock_(update) / total_, 1.0);
  }

 private:
  const LinearOptions& options_;
  ScheduleClock clock_;
  double total_ = 1;
};

}  // namespace

void add_linear(Registry& registry) {
  using Options = LinearOptions;
  add_schedule<Linear>(
      registry,
      {.info = {.name = "linear",
                .summary = "falls, or rises, along a straight line",
                .formula = "rate = learning_rate (start + (end - start) min(t / total, 1)),   t = "
                           "0 at the first update",
                .source = "PyTorch 1.13, torch.optim.lr_scheduler.LinearLR",
                .family = "schedule"}},
      per_options<Options>(
          {{"start", &Options::start, non_negative(), "factor of the first update"},
           {"end", &Options::end, non_negative(), "factor from t = total on"},
           {"total", &Options::total, at_least(1),
            "t at which the schedule has ended; null: with the run", Fixed::yes}}));
}

}  // namespace descend
