// A rate that falls as 1 / t. H. Robbins and S. Monro, A stochastic approximation method, 1951; in
// the form of the article "Optimizers", whose `initial * (1. / (1. + decay * t))` it equals to the
// last bit:
//
//   rate = learning_rate (1 / (1 + decay t)),   t = 0 at the first update

#include "optimizers/all.h"
#include "optimizers/schedules/schedule_clock.h"

namespace descend {
namespace {

struct InverseTimeOptions : PerOptions {
  double decay = 1e-3;
};

class InverseTime final : public Schedule {
 public:
  explicit InverseTime(const InverseTimeOptions& options) : options_(options) {}

  void start(const RunInfo& run) override { clock_.start(options_, run); }

  double factor(Index update) override { return 1.0 / (1.0 + options_.decay * clock_(update)); }

 private:
  const InverseTimeOptions& options_;
  ScheduleClock clock_;
};

}  // namespace

void add_inverse_time(Registry& registry) {
  add_schedule<InverseTime>(
      registry,
      {.info = {.name = "inverse_time",
                .summary = "falls as 1 / t",
                .formula = "rate = learning_rate / (1 + decay t),   t = 0 at the first update",
                .source = "H. Robbins and S. Monro, A stochastic approximation method, 1951; the "
                          "article \"Optimizers\"",
                .family = "schedule"}},
      per_options<InverseTimeOptions>(
          {{"decay", &InverseTimeOptions::decay, non_negative(), log_search(1e-7, 1e-1),
            "1 / decay is the t at which half the rate is left"}}));
}

}  // namespace descend
