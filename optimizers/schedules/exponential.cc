// A rate that falls by the same share at each step.
//
//   rate = learning_rate exp(-decay t),   t = 0 at the first update
//
// PyTorch's ExponentialLR has gamma = exp(-decay) instead.

#include "descend/numerics/elementary.h"
#include "optimizers/all.h"
#include "optimizers/schedules/schedule_clock.h"

namespace descend {
namespace {

struct ExponentialOptions : PerOptions {
  double decay = 1e-3;
};

class Exponential final : public Schedule {
 public:
  explicit Exponential(const ExponentialOptions& options) : options_(options) {}

  void start(const RunInfo& run) override { clock_.start(options_, run); }

  double factor(Index update) override { return exp(-options_.decay * clock_(update)); }

 private:
  const ExponentialOptions& options_;
  ScheduleClock clock_;
};

}  // namespace

void add_exponential(Registry& registry) {
  add_schedule<Exponential>(
      registry,
      {.info = {.name = "exponential",
                .summary = "falls by the same share at each step",
                .formula = "rate = learning_rate exp(-decay t),   t = 0 at the first update",
                .source = "the article \"Optimizers\"",
                .family = "schedule"}},
      per_options<ExponentialOptions>(
          {{"decay", &ExponentialOptions::decay, non_negative(), log_search(1e-7, 1e-1),
            "1 / decay is the t at which 1 / e of the rate is left"}}));
}

}  // namespace descend
