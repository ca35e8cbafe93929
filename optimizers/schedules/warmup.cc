// A rise before any other schedule. P. Goyal et al., Accurate, large minibatch SGD: training
// ImageNet in 1 hour, 2017, section 2.2 (gradual warmup):
//
//   t < steps:   from + (1 - from) (t + 1) / steps,   t = 0 at the first update
//   otherwise:   the schedule `then`, which begins at its own t = 0 and lasts for what is left of
//                the run

#include <algorithm>

#include "optimizers/all.h"
#include "optimizers/schedules/schedule_clock.h"

namespace descend {
namespace {

struct WarmupOptions : PerOptions {
  std::int64_t steps = 100;
  double from = 0.0;
  Settings then{"constant", {}};
};

class Warmup final : public Schedule {
 public:
  Warmup(const WarmupOptions& options, const Registry& registry)
      : options_(options),
        then_(registry.schedule(options.then.name).make(options.then, registry)) {}

  void start(const RunInfo& run) override {
    clock_.start(options_, run);
    steps_ = static_cast<double>(options_.steps);
    updates_ = options_.steps * (options_.per == "epoch" ? run.steps_per_epoch : 1);
    risen_ = false;
    RunInfo rest = run;
    rest.steps = run.steps == 0 ? 0 : std::max<Index>(run.steps - updates_, 1);
    then_.object->start(rest);
  }

  double factor(Index update) override {
    const double t = clock_(update);
    if (t < steps_) return options_.from + (1 - options_.from) * ((t + 1) / steps_);
    risen_ = true;
    return then_.object->factor(update - updates_);
  }

  void observe(double epoch_loss) override {
    if (risen_) then_.object->observe(epoch_loss);
  }

  bool adaptive() const override { return then_.object->adaptive(); }

  void state(StateVisitor& visit) override {
    visit.keep("risen", risen_);
    visit.keep("then", *then_.object);
  }

 private:
  const WarmupOptions& options_;
  Made<Schedule> then_;
  ScheduleClock clock_;
  double steps_ = 1;
  /// The length of the rise in updates.
  Index updates_ = 0;
  /// Whether it is over.
  bool risen_ = false;
};

}  // namespace

void add_warmup(Registry& registry) {
  using Options = WarmupOptions;
  add_schedule<Warmup>(
      registry,
      {.info =
           {.name = "warmup",
            .summary = "rises to the learning rate, then follows another schedule",
            .formula =
                "t < steps:   from + (1 - from) (t + 1) / steps,   t = 0 at the first update\n"
                "otherwise:   the schedule `then`, from its own t = 0, for what is left of the run",
            .source = "P. Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 "
                      "hour, 2017, section 2.2",
            .family = "schedule"}},
      per_options<Options>(
          {{"steps", &Options::steps, at_least(0), "t at which the rise is over; 0: there is none",
            Fixed::yes},
           {"from", &Options::from, between(0, 1),
            "share of the learning rate where the rise begins"},
           {"then", &Options::then, Kind::schedule, "the schedule after the rise"}}));
}

}  // namespace descend
