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

namespace descend {
namespace {

template <typename Scalar>
class RunningIn final : public Running {
 public:
  RunningIn(const RunSettings& run, const Registry& registry)
      : parts_(run, registry),
        oracle_(*parts_.problem.object),
        recorder_(run.record, parts_.max_steps),
        steps_per_epoch_(parts_.batches.steps_per_epoch()),
        keeps_before_(run.record.parameters) {
    parts_.start_problem(x_);
    before_ = previous_ = scratch_ = x_;
    oracle_.start(x_, parts_.batches.newest());
    parts_.start_optimizer(before_);
    judge_.emplace(parts_.judge_settings());
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
    record.evaluations = oracle_.evaluations();
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
      const std::int64_t gradient_evaluations = oracle_.evaluations().gradient;
      const std::int64_t value_evaluations = oracle_.evaluations().value;
      const double compute_seconds = clock_.compute_seconds();
      double rate = learning_rate();
      Ending ending = Ending::none;
      Evaluated<Scalar> here;
      double batch_loss = kNaN;
      if (k == stop || evaluations_spent() || status_.code != StepStatus::ok) [[unlikely]] {
        ending = ending_before(k);
        if (ending == Ending::none) break;
        keep_state();
        here = evaluate(kExact);
      } else {
        change_options(k);
        take_step(k, here);
        batch_loss = here.loss;
        if (k == 0) rate = learning_rate();
        observe_epoch(k, here.loss);
      }
      const StateBounds<Scalar> x = state_bounds(previous_, parts_.domain, update_norm_);
      bool judged = judge_->observe(
          {here.loss, here.gradient_norm, x.low, x.high, rate, parts_.batches.weight()});
      if (steps_per_epoch_ > 1 && !judged) judged = reaches_target(k);
      if (judged && ending == Ending::none) ending = Ending::judged;
      if (ending != Ending::none || recorder_.wants(k)) {
        if (steps_per_epoch_ > 1) {
          here = evaluate(kExact);
          judge_->observe_all_samples(here.loss);
        }
        write_down({.step = k,
                    .loss = here.loss,
                    .batch_loss = batch_loss,
                    .learning_rate = rate,
                    .gradient_norm = here.gradient_norm,
                    .update_norm = update_norm_,
                    .gradient_evaluations = gradient_evaluations,
                    .value_evaluations = value_evaluations,
                    .compute_seconds = compute_seconds},
                   ending != Ending::none);
      }
      if (ending != Ending::none) {
        ending_ = ending;
        break;
      }
      update_norm_ = distance(x_, previous_);
    }
    step_ = k;
  }

  double learning_rate() const { return parts_.optimizer.object->learning_rate(); }

  bool evaluations_spent() const {
    const Evaluations& spent = oracle_.evaluations();
    return spent.gradient + spent.value >= parts_.max_evaluations;
  }

  // Why state k is the last one, as far as that is known before it is judged.
  Ending ending_before(Index k) const {
    if (status_.code == StepStatus::converged) return Ending::converged;
    if (status_.code == StepStatus::failed) return Ending::failed;
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

  // Moves x once; leaves the state that it started from in previous_.
  void take_step(Index k, Evaluated<Scalar>& here) {
    const Batch& batch = parts_.batches.at(k);
    keep_state();
    const bool timed = clock_.timed(k);
    oracle_.begin_step(timed);
    StepStatus status;
    if (timed) [[unlikely]] {
      const Clock::time_point start = Clock::now();
      status = parts_.optimizer.object->step(oracle_, x_);
      clock_.add(k, seconds_since(start), oracle_.problem_seconds(), oracle_.own_seconds());
    } else {
      status = parts_.optimizer.object->step(oracle_, x_);
    }
    if (oracle_.seen()) [[likely]] {
      here = oracle_.evaluated();
    } else {
      here = evaluate(batch);
    }
    // Seldom true: in one dimension it is the stores to memory that a step waits for.
    if (status.code != status_.code) status_ = status;
  }

  // At the state being judged, outside the counters; its time is recording's.
  Evaluated<Scalar> evaluate(const Batch& batch) {
    const Clock::time_point start = Clock::now();
    oracle_.evaluate_uncounted(previous_, batch, scratch_);
    clock_.add_evaluation(seconds_since(start));
    return oracle_.evaluated();
  }

  // A single batch says little: batches reach a target at the end of an epoch, with all samples.
  bool reaches_target(Index k) {
    if (!parts_.run.target_loss || k % steps_per_epoch_ != 0) return false;
    return judge_->reaches_target(evaluate(kExact).loss);
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
  Vector<Scalar> x_, previous_, before_;
  Vector<Scalar> scratch_;
  Index steps_per_epoch_;
  bool keeps_before_;
  // The first of the run's changes that has not been made.
  std::size_t next_change_ = 0;
  // How far the update went that has led to x.
  double update_norm_ = 0;
  // The sum of the losses of the epoch under way.
  EpochMean<double> epoch_loss_;
  // What the optimizer has said last.
  StepStatus status_;
  Ending ending_ = Ending::none;
};

}  // namespace

std::unique_ptr<Running> Running::start(const RunSettings& run, const Registry& registry) {
  if (run.precision == Precision::float32) return std::make_unique<RunningIn<float>>(run, registry);
  return std::make_unique<RunningIn<double>>(run, registry);
}

}  // namespace descend
