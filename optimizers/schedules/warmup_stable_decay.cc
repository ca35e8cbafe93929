// Warmup, a plateau, and a fall at the end. S. Hu et al., MiniCPM: unveiling the potential of small
// language models with scalable training strategies, 2024, section 4; the fall of shape 1 - sqrt:
// A. Haegele, E. Bakouch, A. Kosson, L. Ben Allal, L. Von Werra and M. Jaggi, Scaling laws and
// compute-optimal training beyond fixed training durations, 2024:
//
//   t < w = warmup total:           (t + 1) / w, at most 1
//   t < total - d, d = fall total:  1
//   otherwise:                      end + (1 - end) (1 - s),   s = (t - (total - d)) / d
//
// or 1 - sqrt(s) instead of 1 - s. t = 0 at the first update.
// Deviations from the paper: as `show` prints them, below.

#include <algorithm>
#include <cmath>

#include "optimizers/all.h"
#include "optimizers/schedules/schedule_clock.h"

namespace descend {
namespace {

struct WarmupStableDecayOptions : PerOptions {
  double warmup = 0.05;
  double fall = 0.2;
  double end = 0.0;
  std::string shape = "linear";
  std::optional<std::int64_t> total;
};

class WarmupStableDecay final : public Schedule {
 public:
  explicit WarmupStableDecay(const WarmupStableDecayOptions& options) : options_(options) {}

  void start(const RunInfo& run) override {
    clock_.start(options_, run);
    total_ = clock_.length(options_.total, "total");
  }

  double factor(Index update) override {
    const double t = clock_(update);
    const double warmup = options_.warmup * total_, fall = options_.fall * total_;
    if (t < warmup) return std::min((t + 1) / warmup, 1.0);
    if (t < total_ - fall) return 1.0;
    const double fallen = fall > 0 ? std::min((t - (total_ - fall)) / fall, 1.0) : 1.0;
    return options_.end +
           (1 - options_.end) * (1 - (options_.shape == "sqrt" ? std::sqrt(fallen) : fallen));
  }

 private:
  const WarmupStableDecayOptions& options_;
  ScheduleClock clock_;
  double total_ = 1;
};

}  // namespace

void add_warmup_stable_decay(Registry& registry) {
  using Options = WarmupStableDecayOptions;
  add_schedule<WarmupStableDecay>(
      registry,
      {.info =
           {.name = "warmup_stable_decay",
            .summary = "up, a plateau, and down at the end",
            .formula = "t < w = warmup total:           (t + 1) / w, at most 1\n"
                       "t < total - d, d = fall total:  1\n"
                       "otherwise:                      end + (1 - end) (1 - s),   s = (t - (total "
                       "- d)) / d;\n"
                       "                                or 1 - sqrt(s) instead of 1 - s",
            .source =
                "S. Hu et al., MiniCPM: unveiling the potential of small language models with "
                "scalable training strategies, 2024, section 4; A. Haegele et al., Scaling laws "
                "and compute-optimal training beyond fixed training durations, 2024",
            .family = "schedule",
            .deviations = "MiniCPM's fall is exponential."}},
      per_options<Options>(
          {{"warmup", &Options::warmup, between(0, 1), linear_search(0, 0.2),
            "share of the run that rises"},
           {"fall", &Options::fall, between(0, 1), linear_search(0.05, 0.5),
            "share of the run that falls"},
           {"end", &Options::end, between(0, 1), "share of the learning rate at the end"},
           {"shape", &Options::shape, {"linear", "sqrt"}, "of the fall", Fixed::yes},
           {"total", &Options::total, at_least(1),
            "t at which the schedule has ended; null: with the run", Fixed::yes}})
          .with(shares("warmup", "fall", "the fall begins after the rise")));
}

}  // namespace descend
