// A rate that falls in steps.
//
//   rate = learning_rate factor^floor(t / every),   t = 0 at the first update
//
// PyTorch's StepLR, whose gamma is `factor` and whose step_size is `every`.

#include <cmath>

#include "descend/numerics/elementary.h"
#include "optimizers/all.h"
#include "optimizers/schedules/schedule_clock.h"

namespace descend {
namespace {

struct StepDecayOptions : PerOptions {
  double factor = 0.5;
  std::int64_t every = 1000;
};

class StepDecay final : public Schedule {
 public:
  explicit StepDecay(const StepDecayOptions& options) : options_(options) {}

  void start(const RunInfo& run) override { clock_.start(options_, run); }

  double factor(Index update) override {
    return pow(options_.factor, std::floor(clock_(update) / static_cast<double>(options_.every)));
  }

 private:
  const StepDecayOptions& options_;
  ScheduleClock clock_;
};

}  // namespace

void add_step_decay(Registry& registry) {
  using Options = StepDecayOptions;
  add_schedule<StepDecay>(
      registry,
      {.info = {.name = "step_decay",
                .summary = "falls by a factor at regular intervals",
                .formula =
                    "rate = learning_rate factor^floor(t / every),   t = 0 at the first update",
                .source = "PyTorch 1.13, torch.optim.lr_scheduler.StepLR",
                .family = "schedule"}},
      per_options<Options>({{"factor", &Options::factor, Range{0, 1, true, false},
                             linear_search(0.1, 0.9), "what a fall multiplies the rate by"},
                            {"every", &Options::every, at_least(1), "t between two falls"}}));
}

}  // namespace descend
