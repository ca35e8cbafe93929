// A rate that falls along a power of the time that is left.
//
//   rate = learning_rate (end + (1 - end) (1 - min(t / total, 1))^power),   t = 0 at the first
//   update
//
// With end = 0 PyTorch's PolynomialLR, whose total_iters is total.

#include <algorithm>

#include "descend/numerics/elementary.h"
#include "optimizers/all.h"
#include "optimizers/schedules/schedule_clock.h"

namespace descend {
namespace {

struct PolynomialOptions : PerOptions {
  double power = 2.0;
  double end = 0.0;
  std::optional<std::int64_t> total;
};

class Polynomial final : public Schedule {
 public:
  explicit Polynomial(const PolynomialOptions& options) : options_(options) {}

  void start(const RunInfo& run) override {
    clock_.start(options_, run);
    total_ = clock_.length(options_.total, "total");
  }

  double factor(Index update) override {
    const double left = 1 - std::min(clock_(update) / total_, 1.0);
    if (left == 0) return options_.end;
    return options_.end + (1 - options_.end) * pow(left, options_.power);
  }

 private:
  const PolynomialOptions& options_;
  ScheduleClock clock_;
  double total_ = 1;
};

}  // namespace

void add_polynomial(Registry& registry) {
  using Options = PolynomialOptions;
  add_schedule<Polynomial>(
      registry,
      {.info = {.name = "polynomial",
                .summary = "falls along a power of the time that is left",
                .formula = "rate = learning_rate (end + (1 - end) (1 - min(t / total, 1))^power),  "
                           " t = 0 at the first update",
                .source = "PyTorch 1.13, torch.optim.lr_scheduler.PolynomialLR",
                .family = "schedule"}},
      per_options<Options>(
          {{"power", &Options::power, positive(), linear_search(0.5, 4),
            "1: a straight line; more: faster at first"},
           {"end", &Options::end, between(0, 1), "share of the learning rate at the end"},
           {"total", &Options::total, at_least(1),
            "t at which the schedule has ended; null: with the run", Fixed::yes}}));
}

}  // namespace descend
