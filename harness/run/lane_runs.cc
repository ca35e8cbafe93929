#include "harness/run/lane_runs.h"

#include <algorithm>

#include "harness/judge/judge.h"
#include "harness/run/counting_oracle.h"
#include "harness/run/runner.h"
#include "harness/run/state_bounds.h"

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

JudgeSettings judge_settings(const RunSettings& run, const Problem<Lanes>& problem) {
  JudgeSettings settings;
  settings.facts = problem.facts();
  settings.loss_bound = run.loss_bound;
  settings.target_loss = run.target_loss;
  settings.one_dimensional = problem.layout().size() == 1;
  return settings;
}

Made<Problem<Lanes>> started_problem(const RunSettings& run, const ProgramRegistry& registry) {
  auto made = registry.problem(run.problem.name).make.of<Lanes>()(run.problem, registry);
  Vector<Lanes> x = Vector<Lanes>::Zero(made.object->layout().size());
  made.object->start(static_cast<std::uint64_t>(run.seed), x);  // facts are valid from here on
  return made;
}

// The loop of `Running` in runner.cc, without what a map does not keep.
class Runs final : public LaneRuns {
 public:
  Runs(const RunSettings& run, const ProgramRegistry& registry, Made<Schedule> schedule)
      : run_(run),
        problem_(started_problem(run, registry)),
        optimizer_(
            registry.optimizer(run.optimizer.name).make.of<Lanes>()(run.optimizer, registry)),
        schedule_(std::move(schedule)),
        judge_(judge_settings(run, *problem_.object)),
        domain_(problem_.object->facts().domain) {
    const Index n = problem_.object->layout().size();
    x_ = start_ = previous_ = scratch_ = Vector<Lanes>::Zero(n);
    most_steps_ = most_steps(run.budget, 1);
    most_evaluations_ = run.budget.evaluations.value_or(std::numeric_limits<Index>::max());
    info_.seed = run.optimizer_seed;
    info_.steps = run.budget.steps || run.budget.epochs ? most_steps_ : 0;
    info_.schedule = schedule_.object.get();
  }

  bool takes_rates() { return optimizer_.object->set_learning_rates(Lanes(1.0)); }

  bool run(std::span<const double> learning_rates, std::span<CellOutcome> outcomes) override {
    Lanes rates;
    for (int lane = 0; lane < Lanes::kCount; ++lane) {
      // Lanes that nobody asked for repeat the last one.
      rates[lane] = learning_rates[std::min<std::size_t>(lane, learning_rates.size() - 1)];
    }
    start(rates);
    CountingOracle<Lanes> oracle(*problem_.object);
    oracle.start(x_, batch_);
    LanesMask running = Lanes(0.0) <= Lanes(0.0);
    Lanes moved = 0.0;
    for (Index k = 0;; ++k) {
      const Evaluations& spent = oracle.evaluations();
      const bool last = k == most_steps_ || spent.gradient + spent.value >= most_evaluations_;
      keep_state();
      if (!last && !step(k, oracle)) return false;
      if (last || !oracle.seen())
        oracle.look(previous_, last ? Batch{.exact = true} : batch_, scratch_);
      const Evaluated<Lanes>& here = oracle.evaluated();
      const StateBounds<Lanes> x = bounds(moved);
      const LanesMask ended = judge_.observe({here.loss, here.gradient_norm, x.low, x.high});
      if (last || any(ended)) [[unlikely]] {
        const LanesMask over = last ? running : ended & running;
        for (int lane = 0; lane < static_cast<int>(outcomes.size()); ++lane) {
          if (over[lane]) outcomes[static_cast<std::size_t>(lane)] = outcome(lane, k);
        }
        running = running & !over;
        if (!any(running)) return true;
        rest(!running, rates);
      }
      if (x_.size() > 1) moved = select(running, distance(), 0.0);
    }
  }

 private:
  void start(const Lanes& rates) {
    problem_.object->start(static_cast<std::uint64_t>(run_.seed), start_);
    x_ = start_;
    schedule_.object->start(info_);
    optimizer_.object->set_learning_rates(rates);
    optimizer_.object->start(problem_.object->layout(), start_, info_);
    judge_.start();
  }

  // The state that x holds becomes the one being judged.
  void keep_state() {
    elementwise([](const Lanes& x, Lanes& previous) { previous = x; }, std::as_const(x_),
                previous_);
  }

  bool step(Index k, CountingOracle<Lanes>& oracle) {
    batch_.draw = static_cast<std::uint64_t>(k);
    oracle.begin_step(false);
    return optimizer_.object->step(oracle, x_).code == StepStatus::ok;
  }

  Lanes distance() const {
    return sqrt(
        reduce([](const Lanes& p, const Lanes& q) { return (p - q) * (p - q); }, x_, previous_));
  }

  // `moved`: how far the update has that led to the state; in one dimension x itself tells enough.
  StateBounds<Lanes> bounds(const Lanes& moved) const {
    const StateBounds<Lanes> bounds = state_bounds(previous_, domain_);
    if (previous_.size() == 1) return bounds;
    const LanesMask finite = isfinite(moved);
    return {select(finite, bounds.low, kNaN), select(finite, bounds.high, kNaN)};
  }

  CellOutcome outcome(int lane, Index k) {
    const Finding finding = judge_.find(lane);
    const Index minimum = finding.dwells ? finding.minimum.value_or(-1) : -1;
    return {judge_.loss(lane), k, static_cast<std::int32_t>(minimum), finding.verdict};
  }

  // Puts the lanes whose runs are over back to the start, where nothing moves them.
  void rest(const LanesMask& over, const Lanes& rates) {
    for (Index i = 0; i < x_.size(); ++i) x_[i] = select(over, start_[i], x_[i]);
    ZeroLanes zero(over);
    optimizer_.object->state(zero);
    optimizer_.object->set_learning_rates(select(over, 0.0, rates));
  }

  const RunSettings run_;
  Made<Problem<Lanes>> problem_;
  Made<Optimizer<Lanes>> optimizer_;
  Made<Schedule> schedule_;
  Judge<Lanes> judge_;
  std::vector<Interval> domain_;
  RunInfo info_;
  Index most_steps_, most_evaluations_;
  Batch batch_;
  Vector<Lanes> start_, x_, previous_, scratch_;
};

}  // namespace

std::unique_ptr<LaneRuns> LaneRuns::make(const RunSettings& run, const ProgramRegistry& registry) {
  const auto& problem = registry.problem(run.problem.name).make.of<Lanes>();
  if (run.precision == Precision::float32 || run.batch_size || !run.changes.empty() || !problem ||
      !registry.optimizer(run.optimizer.name).make.of<Lanes>()) {
    return nullptr;
  }
  Made<Schedule> schedule = registry.schedule(run.schedule.name).make(run.schedule, registry);
  if (schedule.object->adaptive()) return nullptr;
  auto runs = std::make_unique<Runs>(run, registry, std::move(schedule));
  return runs->takes_rates() ? std::move(runs) : nullptr;
}

}  // namespace descend
