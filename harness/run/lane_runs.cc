#include "harness/run/lane_runs.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "descend/numerics/elementwise.h"
#include "harness/judge/judge.h"
#include "harness/run/counting_oracle.h"
#include "harness/run/run_parts.h"
#include "harness/run/state_bounds.h"
#include "harness/run/turns.h"

namespace descend {
namespace {

// Zeroes the state of lanes whose runs are over: computing on with numbers that are not finite, or
// with large angles, would cost time.
class ZeroLanes final : public StateVisitor {
 public:
  explicit ZeroLanes(const LanesMask& over) : over_(over) {}

 private:
  void piece(std::string_view, StatePiece piece) override {
    if (piece.use == StatePiece::kept || piece.type != internal::element_type<Lanes>()) return;
    Lanes* const numbers = static_cast<Lanes*>(piece.data);
    for (Index i = 0; i < piece.size(); ++i) numbers[i] = select(over_, 0.0, numbers[i]);
  }

  LanesMask over_;
};

// The loop of `Running`, without what a map does not keep.
class Runs final : public LaneRuns {
 public:
  Runs(const RunSettings& run, const Registry& registry) : run_(run), parts_(run_, registry) {}

  // False: such runs have to be made one by one.
  bool start() {
    if (parts_.schedule.object->adaptive()) return false;
    if (!parts_.optimizer.object->set_learning_rates(Lanes(1.0))) return false;
    parts_.start_problem(start_);
    x_ = previous_ = scratch_ = start_;
    judge_.emplace(parts_.judge_settings());
    return true;
  }

  bool run(std::span<const double> learning_rates, std::span<CellOutcome> outcomes) override {
    Lanes rates;
    for (int lane = 0; lane < Lanes::kCount; ++lane) {
      // Lanes that nobody asked for repeat the last one.
      rates[lane] = learning_rates[std::min<std::size_t>(lane, learning_rates.size() - 1)];
    }
    start_again(rates);
    CountingOracle<Lanes> oracle(*parts_.problem.object, parts_.max_evaluations);
    oracle.start(x_, parts_.batches.newest());
    LanesMask running = Lanes(0.0) <= Lanes(0.0);
    Lanes turn = 0.0;
    for (Index k = 0;; ++k) {
      const Evaluations& spent = oracle.evaluations();
      bool last = k == parts_.max_steps || spent.gradient + spent.value >= parts_.max_evaluations;
      const Batch& batch = parts_.batches.at(k);
      keep_state();
      if (!last) {
        oracle.begin_step(false);
        try {
          if (parts_.optimizer.object->step(oracle, x_).code != StepStatus::ok) return false;
        } catch (const BudgetSpent&) {
          last = true;
        }
      }
      if (last || !oracle.seen()) {
        oracle.evaluate_uncounted(previous_, last ? kExact : batch, scratch_);
      }
      const Evaluated<Lanes>& here = oracle.evaluated();
      const StateBounds<Lanes> x = state_bounds(previous_, parts_.domain);
      const LanesMask ended =
          judge_->observe({here.loss, here.gradient_norm, x.low, x.high, kNaN, 1, turn});
      if (last || any(ended)) [[unlikely]] {
        const LanesMask over = last ? running : ended & running;
        for (int lane = 0; lane < static_cast<int>(outcomes.size()); ++lane) {
          if (over[lane]) outcomes[static_cast<std::size_t>(lane)] = outcome(lane, k);
        }
        running = running & !over;
        if (!any(running)) return true;
        rest(!running, rates);
      }
      if (!judge_->has_basins()) turn = turns_.add(k, x_, previous_);
    }
  }

 private:
  void start_again(const Lanes& rates) {
    parts_.problem.object->start(static_cast<std::uint64_t>(run_.seed), start_);
    x_ = start_;
    parts_.optimizer.object->set_learning_rates(rates);
    parts_.start_optimizer(start_);
    judge_->start();
  }

  // The state that x holds becomes the one being judged.
  void keep_state() {
    elementwise([](const Lanes& x, Lanes& previous) { previous = x; }, std::as_const(x_),
                previous_);
  }

  CellOutcome outcome(int lane, Index k) {
    const Finding finding = judge_->find(lane);
    const Index minimum = finding.dwells ? finding.minimum.value_or(-1) : -1;
    return {judge_->loss(lane), k, static_cast<std::int32_t>(minimum), finding.verdict};
  }

  // Puts the lanes whose runs are over back to the start, where nothing moves them.
  void rest(const LanesMask& over, const Lanes& rates) {
    for (Index i = 0; i < x_.size(); ++i) x_[i] = select(over, start_[i], x_[i]);
    ZeroLanes zero(over);
    parts_.optimizer.object->state(zero);
    parts_.optimizer.object->set_learning_rates(select(over, 0.0, rates));
  }

  const RunSettings run_;
  RunParts<Lanes> parts_;
  std::optional<Judge<Lanes>> judge_;
  Turns<Lanes> turns_;
  Vector<Lanes> start_, x_, previous_, scratch_;
};

}  // namespace

std::unique_ptr<LaneRuns> LaneRuns::make(const RunSettings& run, const Registry& registry) {
  if (run.precision == Precision::float32 || run.batch_size || !run.changes.empty() ||
      !registry.problem(run.problem.name).make.of<Lanes>() ||
      !registry.optimizer(run.optimizer.name).make.of<Lanes>()) {
    return nullptr;
  }
  auto runs = std::make_unique<Runs>(run, registry);
  return runs->start() ? std::move(runs) : nullptr;
}

}  // namespace descend
