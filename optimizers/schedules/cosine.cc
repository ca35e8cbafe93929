// Cosine annealing, with warm restarts where a period is shorter than the run. I. Loshchilov and F.
// Hutter, SGDR: stochastic gradient descent with warm restarts, 2017, equation 5:
//
//   rate = learning_rate (min + (1 - min) (1 + cos(pi t_cur / t_i)) / 2)
//
// t_cur is what t has advanced since the last restart, at most t_i; t_0 = period, and each t_i is
// `stretch` times the one before (the paper's T_mult). min is a share of the learning rate.

#include <numbers>

#include "descend/numerics/elementary.h"
#include "optimizers/all.h"
#include "optimizers/schedules/schedule_clock.h"

namespace descend {
namespace {

struct CosineOptions : PerOptions {
  std::optional<std::int64_t> period;
  std::int64_t stretch = 1;
  double min = 0.0;
};

class Cosine final : public Schedule {
 public:
  explicit Cosine(const CosineOptions& options) : options_(options) {}

  void start(const RunInfo& run) override {
    clock_.start(options_, run);
    first_length_ = length_ = clock_.length(options_.period, "period");
    restart_ = 0;
  }

  double factor(Index update) override {
    const double t = clock_(update);
    if (t < restart_) {  // asked about an earlier update: begin again
      restart_ = 0;
      length_ = first_length_;
    }
    while (t >= restart_ + length_) {
      restart_ += length_;
      length_ *= static_cast<double>(options_.stretch);
    }
    const double wave = cos(std::numbers::pi * ((t - restart_) / length_));
    return options_.min + (1 - options_.min) * (1 + wave) / 2;
  }

  void state(StateVisitor& visit) override {
    visit.keep("restart", restart_);
    visit.keep("length", length_);
  }

 private:
  const CosineOptions& options_;
  ScheduleClock clock_;
  /// t of the last restart, and from there to the next one.
  double restart_ = 0;
  double length_ = 1;
  double first_length_ = 1;
};

}  // namespace

void add_cosine(Registry& registry) {
  using Options = CosineOptions;
  add_schedule<Cosine>(
      registry,
      {.info = {.name = "cosine",
                .summary = "falls along a cosine, and restarts after each period",
                .formula = "rate = learning_rate (min + (1 - min) (1 + cos(pi t_cur / t_i)) / 2)\n"
                           "t_cur: since the last restart; t_0 = period, t_(i+1) = stretch t_i",
                .source = "I. Loshchilov and F. Hutter, SGDR: stochastic gradient descent with "
                          "warm restarts, 2017, equation 5",
                .family = "schedule"}},
      per_options<Options>(
          {{"period", &Options::period, at_least(1),
            "t from the start to the first restart; null: the whole run, without restarts",
            Fixed::yes},
           {"stretch", &Options::stretch, at_least(1),
            "how much longer each period is than the one before", Fixed::yes},
           {"min", &Options::min, between(0, 1),
            "share of the learning rate at the end of a period"}}));
}

}  // namespace descend
