// A rate that falls whenever the loss makes no progress, flat or bouncing.
//
// Epoch losses are cut into windows of `patience` epochs. With m the mean loss of a window and b
// that of the window before it, at the end of each window but the first:
//
//   factor <- max(min, reduction factor)   unless m < b - threshold |b|
//
// The means make it see both kinds of plateau: on a flat loss m stays at b, and on a bouncing loss
// m stays too, however deep single epochs dip. A run that was thrown uphill and now descends makes
// progress and is left alone.
//
// Deviations from the paper: as `show` prints them, below.

#include <algorithm>

#include "optimizers/all.h"

namespace descend {
namespace {

struct ReduceOnPlateauOptions {
  double factor = 0.1;
  std::int64_t patience = 10;
  double threshold = 1e-4;
  double min = 0.0;
};

class ReduceOnPlateau final : public Schedule {
 public:
  explicit ReduceOnPlateau(const ReduceOnPlateauOptions& options) : options_(options) {}

  void start(const RunInfo&) override {
    factor_ = 1.0;
    previous_mean_ = kInfinity;
    sum_ = 0.0;
    count_ = 0;
  }

  double factor(Index /*update*/) override { return factor_; }

  void observe(double epoch_loss) override {
    sum_ += epoch_loss;
    if (++count_ < options_.patience) return;
    const double mean = sum_ / static_cast<double>(count_);
    const bool first = previous_mean_ == kInfinity;
    const bool progress = mean < previous_mean_ - options_.threshold * std::abs(previous_mean_);
    if (!first && !progress) factor_ = std::max(options_.min, factor_ * options_.factor);
    previous_mean_ = mean;
    sum_ = 0.0;
    count_ = 0;
  }

  bool adaptive() const override { return true; }

  void state(StateVisitor& visit) override {
    visit.keep("factor", factor_);
    visit.keep("previous_mean", previous_mean_);
    visit.keep("sum", sum_);
    visit.keep("count", count_);
  }

 private:
  const ReduceOnPlateauOptions& options_;
  double factor_ = 1.0;
  /// Infinite until the first window has ended.
  double previous_mean_ = kInfinity;
  double sum_ = 0.0;
  Index count_ = 0;
};

}  // namespace

void add_reduce_on_plateau(Registry& registry) {
  using Options = ReduceOnPlateauOptions;
  add_schedule<ReduceOnPlateau>(
      registry,
      {.info = {.name = "reduce_on_plateau",
                .summary = "falls whenever the mean loss of some epochs is no better than before",
                .formula =
                    "m: mean loss of a window of `patience` epochs; b: of the window before\n"
                    "rate <- max(min learning_rate, factor rate)   unless m < b - "
                    "threshold |b|",
                .source = "the article \"Optimizers\"; compare PyTorch's ReduceLROnPlateau",
                .family = "schedule",
                .deviations =
                    "Unlike PyTorch's ReduceLROnPlateau, which compares each epoch with the "
                    "best epoch ever: there one lucky dip of a bouncing loss counts as "
                    "progress, and a descent from higher up does not."}},
      OptionTable<Options>{
          {"factor", &Options::factor, Range{0, 1, true, true}, linear_search(0.1, 0.9),
           "what a reduction multiplies the rate by"},
          {"patience", &Options::patience, at_least(1), "epochs in a window"},
          {"threshold", &Options::threshold, non_negative(),
           "relative improvement of the mean loss that counts as progress"},
          {"min", &Options::min, between(0, 1), "share of the learning rate that is always left"}});
}

}  // namespace descend
