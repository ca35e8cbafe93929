#include "harness/run/runner.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <memory>

#include "harness/judge/judge.h"
#include "harness/registry/keep_floating_point.h"
#include "harness/run/batches.h"
#include "harness/run/counting_oracle.h"
#include "harness/run/problem_faults.h"
#include "harness/run/recording.h"
#include "harness/run/state_bounds.h"
#include "harness/run/step_clock.h"

namespace descend {
namespace {

double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

template <typename Scalar>
double distance(const Vector<Scalar>& a, const Vector<Scalar>& b) {
  // One number needs no squares, which could overflow.
  if (a.size() == 1) return std::abs(static_cast<double>(a[0]) - static_cast<double>(b[0]));
  return std::sqrt(reduce([](double p, double q) { return (p - q) * (p - q); }, a, b));
}

// What a drawing may depend on, within one session: its plugin file is the same throughout.
std::string drawing_key(const RunSettings& run) {
  return fmt::format("{} {} {}", to_text(run.problem), run.seed, name_of(run.precision));
}

constexpr Index kReservedStates = 1 << 24;

// What is recorded beside the steps' own evaluations: all samples, no noise.
const Batch kExact{.exact = true};

// Ends a run whose problem says what cannot be true: it costs that run alone.
void require_none(const std::string& fault) {
  if (!fault.empty()) throw std::logic_error(fault);
}

template <typename Scalar>
class Running {
 public:
  Running(const RunSettings& run, const ProgramRegistry& registry)
      : run_(run),
        problem_(registry.problem(run.problem.name).make.of<Scalar>()(run.problem, registry)),
        optimizer_(
            registry.optimizer(run.optimizer.name).make.of<Scalar>()(run.optimizer, registry)),
        schedule_(registry.schedule(run.schedule.name).make(run.schedule, registry)),
        batches_(problem_.object->sample_count(), run.batch_size, run.seed),
        oracle_(*problem_.object),
        most_steps_(most_steps(run.budget, batches_.steps_per_epoch())),
        recorded_(run.record, most_steps_),
        full_(batches_.full()),
        steps_per_epoch_(batches_.steps_per_epoch()) {}

  void start() {
    const Layout& layout = problem_.object->layout();
    require_none(layout_fault(layout));
    x_.setZero(layout.size());
    before_ = previous_ = scratch_ = x_;
    problem_.object->start(static_cast<std::uint64_t>(run_.seed), x_);
    if (layout.size() != x_.size()) throw std::logic_error("start has changed the layout");
    require_none(facts_fault(problem_.object->facts(), x_.size()));
    RunInfo info;
    info.seed = run_.optimizer_seed;
    info.steps = run_.budget.steps || run_.budget.epochs ? most_steps_ : 0;
    info.steps_per_epoch = batches_.steps_per_epoch();
    info.deterministic = batches_.full();
    info.schedule = schedule_.object.get();
    oracle_.start(x_, batches_.newest());
    schedule_.object->start(info);
    before_ = x_;
    optimizer_.object->start(layout, before_, info);
    domain_ = problem_.object->facts().domain;
    const std::vector<std::string> metrics = problem_.object->metric_names();
    metrics_.resize(metrics.size());
    // A run may end early: beyond this many states the columns grow as they fill.
    const Index states = std::min<Index>(recorded_.count(most_steps_), kReservedStates) + 1;
    trace_ = std::make_unique<TraceBuilder>(metrics, !full_, layout.size(), states);
  }

  void loop(Record& record) {
    Judge<double> judge(judge_settings());
    judge.start();
    const double cpu_start = thread_cpu_seconds();
    const Clock::time_point start = Clock::now();
    auto change = run_.changes.begin();
    const auto last_change = run_.changes.end();
    double final_loss = kNaN;
    for (Index k = 0;; ++k) {
      // What has led to state k.
      const std::int64_t gradient_evaluations = oracle_.evaluations().gradient;
      const std::int64_t value_evaluations = oracle_.evaluations().value;
      const double compute_seconds = clock_.compute_seconds();
      double rate = learning_rate();
      Evaluated<Scalar> here;
      const bool last = k == most_steps_ || evaluations_spent() || stopped_;
      if (last) {
        keep_state();
        here = evaluate_full();
      } else {
        for (; change != last_change && change->step <= k; ++change) {
          optimizer_.change(change->option, change->value);
        }
        take_step(k, here);
        if (k == 0) rate = learning_rate();
        observe_epoch(k, here.loss);
      }
      const StateBounds<Scalar> x = bounds();
      bool end = judge.observe({here.loss, here.gradient_norm, x.low, x.high, rate});
      if (!full_ && reaches_target(k)) {
        end = true;
        stop_status_ = Status::target_reached;
        target_step_ = k;
      }
      if (status_.code != StepStatus::ok && !end && !last) {
        // The state that the step led to is the last one.
        stop_status_ = status_.code == StepStatus::converged ? Status::converged : Status::failed;
        stop_reason_ = status_.reason ? status_.reason : "";
        stopped_ = true;
      }
      if (last || end || recorded_.contains(k)) {
        const double batch_loss = last ? kNaN : here.loss;
        if (!full_) here = look_at_all_samples(k);
        write_down({.step = k,
                    .loss = here.loss,
                    .batch_loss = batch_loss,
                    .learning_rate = rate,
                    .gradient_norm = here.gradient_norm,
                    .update_norm = update_norm_,
                    .gradient_evaluations = gradient_evaluations,
                    .value_evaluations = value_evaluations,
                    .compute_seconds = compute_seconds},
                   record, last || end);
      }
      if (last || end) {
        final_loss = here.loss;  // over all samples, as written down
        break;
      }
      update_norm_ = distance(x_, previous_);
    }
    record.timing = clock_.timing(seconds_since(start), thread_cpu_seconds() - cpu_start);
    record.evaluations = oracle_.evaluations();
    record.outcome = judge.finish(stop_status_, stop_reason_, final_loss);
    if (target_step_) record.outcome.target_step = target_step_;
    if (!batches_.full()) {
      record.outcome.best_loss = best_loss_ < kInfinity ? best_loss_ : kNaN;
      record.outcome.best_step = best_step_;
    }
    record.trace = trace_->take();
  }

  // Pictures show paths in one or two dimensions, and networks where parameters were recorded.
  void draw(Record& record, const HasDrawing& has_drawing) {
    const bool path = has_drawing && x_.size() <= 2;
    if (!path && !record.parameters) return;
    std::string key = drawing_key(run_);
    if (record.parameters || !has_drawing(key)) record.drawing.columns = problem_.object->drawing();
    if (has_drawing) record.drawing.key = std::move(key);
  }

 private:
  StateBounds<Scalar> bounds() const {
    // Finite parameters move by a finite length.
    if (previous_.size() > 1 && !std::isfinite(update_norm_)) return {kNaN, kNaN};
    return state_bounds(previous_, domain_);
  }

  JudgeSettings judge_settings() const {
    JudgeSettings settings;
    settings.facts = problem_.object->facts();
    settings.loss_bound = run_.loss_bound;
    // Of a batch run the runner itself compares losses over all samples.
    if (batches_.full()) settings.target_loss = run_.target_loss;
    settings.steps_per_epoch = batches_.steps_per_epoch();
    settings.one_dimensional = x_.size() == 1;
    return settings;
  }

  double learning_rate() const { return optimizer_.object->learning_rate(); }

  bool evaluations_spent() const {
    const Evaluations& spent = oracle_.evaluations();
    return run_.budget.evaluations && spent.gradient + spent.value >= *run_.budget.evaluations;
  }

  // The state that x holds becomes the one being judged.
  void keep_state() {
    if (run_.record.parameters) std::swap(before_, previous_);
    if (x_.size() == 1) {
      previous_[0] = x_[0];
    } else {
      previous_ = x_;
    }
  }

  // Moves x once; leaves the state that it started from in previous_.
  void take_step(Index k, Evaluated<Scalar>& here) {
    const Batch& batch = batches_.at(k);
    keep_state();
    const bool timed = clock_.timed(k);
    oracle_.begin_step(timed);
    StepStatus status;
    if (timed) [[unlikely]] {
      const Clock::time_point start = Clock::now();
      status = optimizer_.object->step(oracle_, x_);
      clock_.add(k, seconds_since(start), oracle_.problem_seconds(), oracle_.own_seconds());
    } else {
      status = optimizer_.object->step(oracle_, x_);
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
    oracle_.look(previous_, batch, scratch_);
    clock_.add_evaluation(seconds_since(start));
    return oracle_.evaluated();
  }

  Evaluated<Scalar> evaluate_full() { return evaluate(kExact); }

  // A single batch says little, so a batch run looks at all samples after each epoch.
  bool reaches_target(Index k) {
    if (!run_.target_loss || k % steps_per_epoch_ != 0) return false;
    return evaluate_full().loss <= *run_.target_loss;
  }

  void observe_epoch(Index k, double loss) {
    if (steps_per_epoch_ == 1) {
      schedule_.object->observe(loss);
      return;
    }
    epoch_loss_ += loss;
    if ((k + 1) % steps_per_epoch_ != 0) return;
    schedule_.object->observe(epoch_loss_ / static_cast<double>(steps_per_epoch_));
    epoch_loss_ = 0;
  }

  // The judge has seen losses of batches; the best loss over all samples is known here alone.
  Evaluated<Scalar> look_at_all_samples(Index k) {
    const Evaluated<Scalar> all = evaluate_full();
    if (all.loss < best_loss_) {
      best_loss_ = all.loss;
      best_step_ = k;
    }
    return all;
  }

  void write_down(const State& state, Record& record, bool at_end) {
    const bool timed = clock_.recording_timed();
    const Clock::time_point start = timed ? Clock::now() : Clock::time_point();
    if (!metrics_.empty()) problem_.object->metrics(previous_, metrics_);
    std::array<double, TraceBuilder::kMaxCoordinates> x;
    const auto coordinates = static_cast<std::size_t>(trace_->coordinates());
    for (std::size_t i = 0; i < coordinates; ++i) x[i] = previous_[static_cast<Index>(i)];
    trace_->add(state, metrics_, std::span(x).first(coordinates));
    if (run_.record.parameters && (at_end || state.step % run_.record.parameters_every == 0)) {
      keep_parameters(state, record);
    }
    if (timed) clock_.add_recording(seconds_since(start));
  }

  void keep_parameters(const State& state, Record& record) {
    if (!record.parameters) {
      record.parameters.emplace();
      record.parameters->blocks = problem_.object->layout().blocks;
    }
    problem_.object->value_and_gradient(previous_, kExact, scratch_);
    auto numbers = [](const Vector<Scalar>& v) { return std::vector<double>(v.begin(), v.end()); };
    RecordedParameters& kept = *record.parameters;
    kept.steps.push_back(state.step);
    kept.parameters.push_back(numbers(previous_));
    kept.gradients.push_back(numbers(scratch_));
    // The update that led to this state.
    std::vector<double> update(static_cast<std::size_t>(previous_.size()), 0.0);
    for (std::size_t i = 0; state.step > 0 && i < update.size(); ++i) {
      update[i] = static_cast<double>(previous_[static_cast<Index>(i)]) -
                  static_cast<double>(before_[static_cast<Index>(i)]);
    }
    kept.updates.push_back(std::move(update));
  }

  const RunSettings& run_;
  Made<Problem<Scalar>> problem_;
  Made<Optimizer<Scalar>> optimizer_;
  Made<Schedule> schedule_;
  Batches batches_;
  CountingOracle<Scalar> oracle_;
  Index most_steps_;
  RecordedSteps recorded_;
  bool full_;
  Index steps_per_epoch_;
  StepClock clock_;
  // The next state, the state being judged, and the one before it.
  Vector<Scalar> x_, previous_, before_;
  Vector<Scalar> scratch_;
  std::unique_ptr<TraceBuilder> trace_;
  std::vector<double> metrics_;
  std::vector<Interval> domain_;
  // Of the update that led to the state being judged.
  double update_norm_ = 0;
  double epoch_loss_ = 0;
  double best_loss_ = kInfinity;
  Index best_step_ = 0;
  StepStatus status_;
  bool stopped_ = false;
  Status stop_status_ = Status::budget_exhausted;
  std::string stop_reason_;
  std::optional<Index> target_step_;
};

template <typename Scalar>
void run_in(const RunSettings& run, const ProgramRegistry& registry, const HasDrawing& has_drawing,
            Record& record) {
  Running<Scalar> running(run, registry);
  running.start();
  running.loop(record);
  running.draw(record, has_drawing);
}

}  // namespace

Index most_steps(const Budget& budget, Index steps_per_epoch) {
  Index steps = std::numeric_limits<Index>::max();
  if (budget.steps) steps = std::min(steps, *budget.steps);
  if (budget.epochs) steps = std::min(steps, *budget.epochs * steps_per_epoch);
  // Every step evaluates at least once.
  if (budget.evaluations) steps = std::min(steps, *budget.evaluations);
  return steps;
}

Record run_one(const Run& run, const ProgramRegistry& registry, const HasDrawing& has_drawing) {
  const KeepFloatingPoint keep;  // a plugin that switches it costs its own run
  Record record;
  record.id = run.id;
  record.settings = run.settings;
  auto give_up = [&](Status status, const std::string& reason) {
    record.trace = {};
    record.parameters.reset();
    record.drawing = {};
    record.outcome = {};
    record.outcome.status = status;
    record.outcome.reason = reason;
  };
  try {
    if (run.settings.precision == Precision::float32) {
      run_in<float>(run.settings, registry, has_drawing, record);
    } else {
      run_in<double>(run.settings, registry, has_drawing, record);
    }
  } catch (const Unsupported& reason) {
    give_up(Status::skipped, reason.what());
  } catch (const std::exception& error) {
    give_up(Status::failed, error.what());
  } catch (...) {
    give_up(Status::failed, "an exception of unknown type");
  }
  return record;
}

}  // namespace descend
