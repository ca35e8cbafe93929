// One cycle. L. N. Smith and N. Topin, Super-convergence: very fast training of neural networks
// using large learning rates, 2018; in the form of PyTorch's OneCycleLR with two phases.
// learning_rate is the peak:
//
//   t <= t_p = warmup total - 1:   from 1 / div up to 1
//   otherwise, until total - 1:    from 1 down to 1 / (div final_div)
//
// along half a cosine each, or a straight line. t = 0 at the first update.
// Deviations from the paper: as `show` prints them, below.

#include <algorithm>
#include <numbers>

#include "descend/numerics/elementary.h"
#include "optimizers/all.h"
#include "optimizers/schedules/schedule_clock.h"

namespace descend {
namespace {

struct OneCycleOptions : PerOptions {
  double warmup = 0.3;
  double div = 25.0;
  double final_div = 1e4;
  std::string shape = "cosine";
  std::optional<std::int64_t> total;
};

class OneCycle final : public Schedule {
 public:
  explicit OneCycle(const OneCycleOptions& options) : options_(options) {}

  void start(const RunInfo& run) override {
    clock_.start(options_, run);
    total_ = clock_.length(options_.total, "total");
  }

  double factor(Index update) override {
    const double t = clock_(update);
    const double peak = std::max(options_.warmup * total_ - 1, 0.0);
    const double low = 1 / options_.div;
    if (t < peak) return between(low, 1.0, t / peak);
    const double rest = total_ - 1 - peak;
    const double share = t == peak ? 0.0 : rest > 0 ? std::min((t - peak) / rest, 1.0) : 1.0;
    return between(1.0, low / options_.final_div, share);
  }

 private:
  /// From a to b as `share` goes from 0 to 1.
  double between(double a, double b, double share) const {
    if (options_.shape == "linear") return a + (b - a) * share;
    return b + (a - b) * (1 + cos(std::numbers::pi * share)) / 2;
  }

  const OneCycleOptions& options_;
  ScheduleClock clock_;
  double total_ = 1;
};

}  // namespace

void add_one_cycle(Registry& registry) {
  using Options = OneCycleOptions;
  add_schedule<OneCycle>(
      registry,
      {.info = {.name = "one_cycle",
                .summary = "up to the learning rate, then down to almost nothing",
                .formula = "learning_rate is the peak; t = 0 at the first update\n"
                           "t <= t_p = warmup total - 1:   from 1 / div up to 1\n"
                           "otherwise, until total - 1:    from 1 down to 1 / (div final_div)",
                .source = "L. N. Smith and N. Topin, Super-convergence: very fast training of "
                          "neural networks using large learning rates, 2018; PyTorch 1.13, "
                          "torch.optim.lr_scheduler.OneCycleLR",
                .family = "schedule",
                .deviations = "The momentum does not cycle against the rate."}},
      per_options<Options>(
          {{"warmup", &Options::warmup, descend::between(0, 1), linear_search(0.05, 0.5),
            "share of the cycle that rises"},
           {"div", &Options::div, at_least(1), "the peak over the first rate"},
           {"final_div", &Options::final_div, at_least(1), "the first rate over the last"},
           {"shape",
            &Options::shape,
            {"cosine", "linear"},
            "of the rise and of the fall",
            Fixed::yes},
           {"total", &Options::total, at_least(1),
            "t at which the schedule has ended; null: with the run", Fixed::yes}}));
}

}  // namespace descend
