#include "harness/run/running.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "harness/judge/judge.h"
#include "harness/run/clock.h"
#include "harness/run/counting_oracle.h"
#include "harness/run/recorder.h"
#include "harness/run/run_parts.h"
#include "harness/run/state_bounds.h"
#include "harness/run/step_clock.h"
#include "harness/run/turns.h"

namespace descend {
namespace {

template <typename Scalar>
class RunningIn final : public Running {
 public:
  RunningIn(const RunSettings& run, const Registry& registry)
      : parts_(run, registry),
        oracle_(*parts_.problem.object, parts_.max_evaluations),
        recorder_(run.record, parts_.max_steps),
        steps_per_epoch_(parts_.batches.steps_per_epoch()),
        keeps_before_(run.record.parameters) {
    parts_.start_problem(x_);
    before_ = previous_ = scratch_ = x_;
    oracle_.start(x_, parts_.batches.newest());
    parts_.start_optimizer(before_);
    judge_.emplace(parts_.judge_settings());
    watches_turns_ = steps_per_epoch_ == 1 && !judge_->has_basins();
    recorder_.start(*parts_.problem.object, steps_per_epoch_ > 1);
  }

  void advance(Index steps) override {
    if (done()) return;
    const double cpu_start = thread_cpu_seconds();
    const Clock::time_point start = Clock::now();
    loop(step_ + std::min(steps, parts_.max_steps - step_));
    wall_seconds_ += seconds_since(start);
    cpu_seconds_ += thread_cpu_seconds() - cpu_start;
  }

  bool done() const override { return ending_ != Ending::none; }

  void finish(Record& record) override {
    record.timing = clock_.timing(wall_seconds_, cpu_seconds_);
    record.evaluations = evaluations_;
    record.outcome = judge_->finish(ending_, status_.reason ? status_.reason : "");
    recorder_.finish(record);
  }

  Index dimension() const override { return x_.size(); }
  bool uses_seed() const override { return parts_.problem.object->uses_seed(); }
  std::vector<Column> drawing() const override { return parts_.problem.object->drawing(); }

 private:
  // Judges states up to the end of the run, or up to state `stop`, which is left for the next call.
  void loop(Index stop) {
    Index k = step_;
    for (;; ++k) {
      // What has led to state k.
      const Evaluations spent = oracle_.evaluations();
      const double compute_seconds = clock_.compute_seconds();
      double rate = learning_rate();
      Ending ending = Ending::none;
      Evaluated<Scalar> here;
      bool exact = steps_per_epoch_ == 1;
      if (k == stop || evaluations_spent() || status_.code != StepStatus::ok) [[unlikely]] {
        ending = ending_before(k);
        if (ending == Ending::none) break;
        keep_state();
      } else {
        ending = take_step(k, here);
        if (k == 0) rate = learning_rate();
      }
      if (ending != Ending::none) [[unlikely]] {
        here = evaluate(previous_, kExact);
        exact = true;
      }
      const double batch_loss = exact ? kNaN : here.loss;
      const StateBounds<Scalar> x = state_bounds(previous_, parts_.domain, update_norm_);
      const bool judged = judge_->observe(
          {here.loss, here.gradient_norm, x.low, x.high, rate, parts_.batches.weight(), turn_});
      if (judged && ending == Ending::none) ending = Ending::judged;
      if (ending != Ending::none || recorder_.wants(k)) {
        if (!exact) here = evaluate(previous_, kExact);
        if (steps_per_epoch_ > 1) judge_->observe_all_samples(here.loss);
        write_down({.step = k,
                    .loss = here.loss,
                    .batch_loss = batch_loss,
                    .learning_rate = rate,
                    .gradient_norm = here.gradient_norm,
                    .update_norm = update_norm_,
                    .gradient_evaluations = spent.gradient,
                    .value_evaluations = spent.value,
                    .compute_seconds = compute_seconds},
                   ending != Ending::none);
      }
      if (ending != Ending::none) {
        if (steps_per_epoch_ > 1) judge_->reaches_target(here.loss);
        judge_->observe_last(recorder_.all_right(), parts_.problem.object->remark(previous_));
        ending_ = ending;
        evaluations_ = spent;
        break;
      }
      update_norm_ = distance(x_, previous_);
      turn_ = watches_turns_ ? turns_.add(k, x_, previous_) : 0.0;
    }
    step_ = k;
  }

  double learning_rate() const { return parts_.optimizer.object->learning_rate(); }
  bool evaluations_spent() const {
    const Evaluations& spent = oracle_.evaluations();
    return spent.gradient + spent.value >= parts_.max_evaluations;
  }

  static Ending ending_of(const StepStatus& status) {
    return status.code == StepStatus::converged ? Ending::converged : Ending::failed;
  }

  // Why state k is the last one, as far as that is known before it is judged.
  Ending ending_before(Index k) const {
    if (status_.code != StepStatus::ok) return ending_of(status_);
    return k == parts_.max_steps || evaluations_spent() ? Ending::budget : Ending::none;
  }

  void change_options(Index k) {
    const std::vector<Change>& changes = parts_.run.changes;
    for (; next_change_ < changes.size() && changes[next_change_].step <= k; ++next_change_) {
      parts_.optimizer.change(changes[next_change_].option, changes[next_change_].value);
    }
  }

  // The state that x holds becomes the one being judged.
  void keep_state() {
    if (keeps_before_) std::swap(before_, previous_);
    if (x_.size() == 1) {
      previous_[0] = x_[0];
    } else {
      previous_ = x_;
    }
  }

  // Moves x once; leaves the state that it started from in previous_. Where the run ends at that
  // state: why.
  Ending take_step(Index k, Evaluated<Scalar>& here) {
    if (steps_per_epoch_ > 1 && reaches_target(k)) {
      keep_state();
      return Ending::judged;
    }
    change_options(k);
    const Batch& batch = parts_.batches.at(k);
    keep_state();
    const bool timed = clock_.timed(k);
    oracle_.begin_step(timed);
    StepStatus status;
    try {
      status = timed ? timed_step(k) : parts_.optimizer.object->step(oracle_, x_);
    } catch (const BudgetSpent&) {
      return Ending::budget;
    }
    // Seldom true: in one dimension it is the stores to memory that a step waits for.
    if (status.code != StepStatus::ok) [[unlikely]] {
      status_ = status;
      if (x_ == previous_) return ending_of(status);
    }
    if (oracle_.seen()) [[likely]] {
      here = oracle_.evaluated();
    } else {
      here = evaluate(previous_, batch);
    }
    observe_epoch(k, here.loss);
    return Ending::none;
  }

  [[gnu::noinline]] StepStatus timed_step(Index k) {
    const Clock::time_point start = Clock::now();
    const StepStatus status = parts_.optimizer.object->step(oracle_, x_);
    clock_.add(k, seconds_since(start), oracle_.problem_seconds(), oracle_.own_seconds());
    return status;
  }

  // Outside the counters; its time is recording's.
  Evaluated<Scalar> evaluate(const Vector<Scalar>& x, const Batch& batch) {
    const Clock::time_point start = Clock::now();
    oracle_.evaluate_uncounted(x, batch, scratch_);
    clock_.add_evaluation(seconds_since(start));
    return oracle_.evaluated();
  }

  // A single batch says little: batches reach a target at the end of an epoch, with all samples.
  bool reaches_target(Index k) {
    if (!parts_.run.target_loss || k % steps_per_epoch_ != 0) return false;
    return judge_->reaches_target(evaluate(x_, kExact).loss);
  }

  void observe_epoch(Index k, double loss) {
    Schedule& schedule = *parts_.schedule.object;
    if (steps_per_epoch_ == 1) {
      schedule.observe(loss);
      return;
    }
    epoch_loss_.add(loss, parts_.batches.weight());
    if ((k + 1) % steps_per_epoch_ == 0) schedule.observe(epoch_loss_.take());
  }

  void write_down(const State& state, bool last) {
    const bool timed = clock_.recording_timed();
    const Clock::time_point start = timed ? Clock::now() : Clock::time_point();
    recorder_.write(state, previous_, before_, last);
    if (timed) clock_.add_recording(seconds_since(start));
  }

  RunParts<Scalar> parts_;
  CountingOracle<Scalar> oracle_;
  Recorder<Scalar> recorder_;
  std::optional<Judge<double>> judge_;
  StepClock clock_;
  double wall_seconds_ = 0, cpu_seconds_ = 0;
  // The number of the next state to be judged.
  Index step_ = 0;
  // That state, the one judged last, and the one before it.
  Vector<Scalar> x_, previous_, before_, scratch_;
  Index steps_per_epoch_;
  bool keeps_before_;
  // The first of the run's changes that has not been made.
  std::size_t next_change_ = 0;
  // How far the update went that has led to x, and whether it reversed the one before.
  double update_norm_ = 0, turn_ = 0;
  bool watches_turns_;
  Turns<Scalar> turns_;
  EpochMean<double> epoch_loss_;
  // What the optimizer has said last, and what has led to the last state.
  StepStatus status_;
  Evaluations evaluations_;
  Ending ending_ = Ending::none;
};

}  // namespace

std::unique_ptr<Running> Running::start(const RunSettings& run, const Registry& registry) {
  if (run.precision == Precision::float32) return std::make_unique<RunningIn<float>>(run, registry);
  return std::make_unique<RunningIn<double>>(run, registry);
}

}  // namespace descend
