#include "harness/check/check_steps.h"

#include <fmt/format.h>

#include <stdexcept>

#include "harness/check/allocation_count.h"
#include "harness/check/check_state.h"
#include "harness/check/optimizer_trial.h"

namespace descend {
namespace {

/// The rules, each of which returns what is wrong, or nothing.
template <typename Scalar>
class Steps {
  using Run = Trial<Scalar>;

 public:
  Steps(const ProgramRegistry& registry, const Settings& given)
      : registry_(registry), given_(given), plugin_(registry.optimizer(given.name)) {}

  bool check(const std::string& scalar, ContractReport& report) const {
    const auto expect = [&](const char* rule, std::string (Steps::*trial)() const) {
      return report.expect(scalar + ": " + rule, [&] { return (this->*trial)(); });
    };
    if (!expect("state() names each vector of its state", &Steps::names_its_vectors)) return false;
    expect("start leaves x0 as it is", &Steps::start_leaves_x0);
    expect("a step writes x and nothing beside it", &Steps::writes_x_alone);
    expect("it moves", &Steps::moves);
    expect("the same seed gives the same bits", &Steps::same_seed_same_bits);
    expect("a seed that it does not use changes nothing", &Steps::unused_seed_changes_nothing);
    expect("it takes the schedule's rate, or says that it does not", &Steps::rate_is_taken_or_not);
    expect("starting twice is starting once", &Steps::second_start_forgets);
    expect("setting each option to what it is changes nothing", &Steps::options_can_be_set);
    expect("a gradient of zero makes no NaN", &Steps::no_slope_makes_no_nan);
    expect("an explosion ends as numbers or a status", &Steps::explosions_end);
    expect("the state keeps its size", &Steps::state_keeps_its_size);
    expect("a run goes on from its state", &Steps::goes_on);
    if (AllocationCount::works()) {
      expect("a step allocates nothing", &Steps::steps_allocate_nothing);
    } else {
      report.note(scalar + ": a step allocates nothing", ContractResult::skipped,
                  "this build of the program cannot count");
    }
    return true;
  }

 private:
  // What is not named there is never sized. (Whatever else a step throws, other rules meet.)
  std::string names_its_vectors() const {
    try {
      started().steps(1);
    } catch (const std::length_error& error) {
      return fmt::format(
          "in a step {}: a vector has no length unless state() (rule_state() where the rule "
          "derives from FirstOrder) names it",
          error.what());
    } catch (...) {
    }
    return "";
  }

  std::string start_leaves_x0() const {
    Run run = started();
    for (Index i = 0; i < run.x.size(); ++i) {
      if (!all(run.x[i] == run.first(i))) return fmt::format("start has changed x[{}]", i);
    }
    return "";
  }

  std::string writes_x_alone() const {
    Run run = started();
    run.steps(kTrialSteps);
    return run.intact() ? "" : "numbers beside x have changed";
  }

  std::string moves() const {
    Run run = started();
    const Vector<Scalar> before = run.x;
    const StepStatus status = run.steps(kTrialSteps);
    if (status.code == StepStatus::failed) return fmt::format("it failed: {}", status.reason);
    if (!all_finite(run.x)) return "x is not finite on a gentle bowl";
    return same_bits<Scalar>(run.x, before)
               ? fmt::format("x is where it was after {} steps", kTrialSteps)
               : "";
  }

  std::string same_seed_same_bits() const {
    Run one = started(), other = started();
    one.steps(kTrialSteps);
    other.steps(kTrialSteps);
    return same_bits<Scalar>(one.x, other.x) ? "" : "two runs differ";
  }

  std::string unused_seed_changes_nothing() const {
    Run one = started(), other = started();
    if (one.made.object->uses_seed()) return "";
    other.start(/*seed=*/6);
    one.steps(kTrialSteps);
    other.steps(kTrialSteps);
    return same_bits<Scalar>(one.x, other.x) ? ""
                                             : "uses_seed() is false, but two seeds lead apart";
  }

  std::string rate_is_taken_or_not() const {
    Run plain(registry_, given_, layout_, {"constant", {}});
    Run falling(registry_, given_, layout_, {"inverse_time", {{"decay", Value{1.0}}}});
    plain.steps(kTrialSteps);
    falling.steps(kTrialSteps);
    const bool same = same_bits<Scalar>(plain.x, falling.x);
    if (same == !plugin_.takes_rate) return "";
    return same ? "a schedule changes no step: register it with takes_rate = false"
                : "it is registered with takes_rate = false, but a schedule changes its steps";
  }

  std::string second_start_forgets() const {
    Run fresh = started(), used = started();
    fresh.steps(kTrialSteps);
    used.steps(kTrialSteps / 2);
    used.start();
    used.steps(kTrialSteps);
    return same_bits<Scalar>(fresh.x, used.x)
               ? ""
               : "the second run differs from the first: state has outlived start";
  }

  std::string options_can_be_set() const {
    Run plain = started(), changed = started();
    plain.steps(kTrialSteps);
    changed.steps(kTrialSteps / 2);
    for (const OptionInfo& option : plugin_.info.options) {
      if (option.fixed) continue;
      changed.made.change(option.name, *changed.settings().find(option.name));
    }
    changed.steps(kTrialSteps - kTrialSteps / 2);
    return same_bits<Scalar>(plain.x, changed.x) ? "" : "the run differs from then on";
  }

  std::string no_slope_makes_no_nan() const {
    Run run = started();
    run.steps(kTrialSteps, Shape::flat);
    if (!all_finite(run.x)) return "x is not finite on a plain";
    run.start();
    run.steps(3);
    run.steps(kTrialSteps, Shape::flat);
    return all_finite(run.x) ? "" : "x is not finite where the slope ends";
  }

  std::string explosions_end() const {
    for (const Shape shape : {Shape::cliff, Shape::broken}) {
      Run run = started();
      const StepStatus status = run.steps(kTrialSteps, shape);
      if (status.code != StepStatus::ok && !status.reason) return "a status has no reason";
    }
    return "";
  }

  std::string state_keeps_its_size() const {
    Run run = started();
    const Index before = StateSize(*run.made.object).total();
    run.steps(kTrialSteps);
    const Index after = StateSize(*run.made.object).total();
    return before == after ? "" : fmt::format("{} numbers became {}", before, after);
  }

  std::string goes_on() const { return optimizer_goes_on<Scalar>(registry_, given_); }

  std::string steps_allocate_nothing() const {
    // Few steps with large matrices, and many with small ones: what is done once in a while counts.
    for (const auto& [layout, steps] : {std::pair{with_matrix(128, 128), 3}, {layout_, 100}}) {
      Run run(registry_, given_, layout);
      ShapeOracle<Scalar> oracle(Shape::bowl, run.x);
      for (int k = 1; k <= steps; ++k) {
        long count = 0;
        {
          const AllocationCount allocations;
          run.made.object->step(oracle, run.x);
          count = allocations.count();
        }
        if (count > 0) return fmt::format("step {} allocates {} times", k, count);
      }
    }
    return "";
  }

  Run started() const { return {registry_, given_, layout_}; }

  const ProgramRegistry& registry_;
  const Settings& given_;
  const OptimizerPlugin& plugin_;
  const Layout layout_ = with_matrix(5, 3);
};

}  // namespace

template <typename Scalar>
bool check_steps(const ProgramRegistry& registry, const Settings& given, const std::string& scalar,
                 ContractReport& report) {
  return Steps<Scalar>(registry, given).check(scalar, report);
}

template bool check_steps<float>(const ProgramRegistry&, const Settings&, const std::string&,
                                 ContractReport&);
template bool check_steps<double>(const ProgramRegistry&, const Settings&, const std::string&,
                                  ContractReport&);
template bool check_steps<Lanes>(const ProgramRegistry&, const Settings&, const std::string&,
                                 ContractReport&);

}  // namespace descend
