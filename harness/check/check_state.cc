#include "harness/check/check_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "harness/check/optimizer_trial.h"
#include "harness/check/problem_instance.h"
#include "harness/run/saved_state.h"

namespace descend {
namespace {

template <typename Number>
bool same_number(const Number& a, const Number& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

/// The state of `from` put into `to`; what is wrong with what the two show.
template <typename Object>
std::string hand_over(Object& from, Object& to) {
  const SavedState saved = save_state(from);
  std::set<std::string> names;
  for (const SavedPiece& piece : saved) {
    if (piece.name.empty() || piece.name.ends_with('.')) return "a piece of its state has no name";
    if (!names.insert(piece.name).second) {
      return fmt::format("two pieces of its state are called {}", piece.name);
    }
  }
  try {
    restore_state(to, saved);
  } catch (const std::logic_error& error) {
    return fmt::format("its state does not fit a new object: {}", error.what());
  }
  return "";
}

/// After the first step that led elsewhere: which piece of state tells why.
template <typename Object>
std::string forgotten(Object& original, Object& restored) {
  const SavedState a = save_state(original), b = save_state(restored);
  std::string names;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i] != b[i]) {
      return fmt::format(
          "{} is another one after it, so what it is computed from is missing in "
          "state()",
          a[i].name);
    }
    names += (names.empty() ? "" : ", ") + a[i].name;
  }
  return names.empty() ? "state() shows nothing, or is missing"
                       : fmt::format(
                             "all that state() shows is equal ({}): it leaves something out "
                             "(rule_state(), where the rule derives from FirstOrder)",
                             names);
}

/// The run goes on from its state after `saved` steps.
template <typename Scalar>
std::string goes_on_from(const ProgramRegistry& registry, const Settings& settings, int saved) {
  const auto started = [&] { return Trial<Scalar>(registry, settings, with_matrix(5, 3)); };
  Trial<Scalar> original = started(), other = started();
  original.steps(saved);
  std::string wrong = hand_over(*original.made.object, *other.made.object);
  if (!wrong.empty()) return wrong;
  other.x = original.x;
  const auto rate_is_same = [&] {
    const Real<Scalar> a = original.made.object->learning_rate();
    return same_number(a, other.made.object->learning_rate());
  };
  if (!rate_is_same()) return fmt::format("learning_rate() is lost after step {}", saved);
  for (int step = saved + 1; step <= kTrialSteps; ++step) {
    const StepStatus a = original.steps(1), b = other.steps(1);
    if (a.code == b.code && rate_is_same() && same_bits<Scalar>(original.x, other.x)) continue;
    return fmt::format("saved after step {} and restored, step {} leads elsewhere: {}", saved, step,
                       forgotten(*original.made.object, *other.made.object));
  }
  return "";
}

/// What a problem says at one evaluation of many, each of another kind.
template <typename Scalar>
struct Evaluation {
  double loss = 0;
  Vector<Scalar> gradient;

  Evaluation(const Instance<Scalar>& problem, int number)
      : gradient(Vector<Scalar>::Zero(problem.x0.size())) {
    Vector<Scalar> x = problem.x0;
    for (Index i = 0; i < x.size(); ++i) {
      x[i] += Scalar(0.01 * static_cast<double>((7 * number + 3 * i) % 5 - 2));
    }
    const Index count = problem->sample_count();
    std::vector<Index> samples;
    if (count > 0 && number % 3 != 0) samples = {number % count, (3 * number + 1) % count};
    const Batch batch{samples, static_cast<std::uint64_t>(number), number % 5 == 4};
    loss = number % 2 == 0 ? problem->value(x, batch)
                           : problem->value_and_gradient(x, batch, gradient);
  }

  bool operator==(const Evaluation& other) const {
    return same_number(loss, other.loss) && same_bits<Scalar>(gradient, other.gradient);
  }
};

}  // namespace

template <typename Scalar>
std::string optimizer_goes_on(const ProgramRegistry& registry, const Settings& settings) {
  for (int saved = 0; saved < kTrialSteps; ++saved) {
    std::string wrong = goes_on_from<Scalar>(registry, settings, saved);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

template <typename Scalar>
std::string problem_goes_on(const ProgramRegistry& registry, const Settings& settings) {
  constexpr int kEvaluations = 12;
  for (const int saved : {0, 1, 5, 8}) {
    const Instance<Scalar> original(registry, settings), other(registry, settings);
    for (int number = 0; number < saved; ++number) Evaluation(original, number);
    std::string wrong = hand_over(*original, *other);
    if (!wrong.empty()) return wrong;
    for (int number = saved; number < kEvaluations; ++number) {
      if (Evaluation(original, number) == Evaluation(other, number)) continue;
      return fmt::format("saved after {} evaluations and restored, evaluation {} differs: {}",
                         saved, number + 1, forgotten(*original, *other));
    }
  }
  return "";
}

std::string schedule_goes_on(const ProgramRegistry& registry, const Settings& settings) {
  constexpr Index kUpdates = 120;
  const Settings resolved = registry.resolve(Kind::schedule, settings, settings.name);
  RunInfo run;
  run.steps = kUpdates;
  const auto started = [&] {
    Made<Schedule> made = registry.schedule(resolved.name).make(resolved, registry);
    made.object->start(run);
    return made;
  };
  const auto advance = [](Schedule& schedule, Index t) {
    const double factor = schedule.factor(t);
    schedule.observe(std::max(1.0, 2.0 - 2.0 * static_cast<double>(t) / kUpdates));
    return factor;
  };
  for (Index saved = 0; saved < kUpdates; ++saved) {
    const Made<Schedule> original = started(), other = started();
    for (Index t = 0; t < saved; ++t) advance(*original.object, t);
    std::string wrong = hand_over(*original.object, *other.object);
    if (!wrong.empty()) return wrong;
    for (Index t = saved; t < kUpdates; ++t) {
      const double a = advance(*original.object, t), b = advance(*other.object, t);
      if (same_number(a, b)) continue;
      return fmt::format("saved after update {} and restored, the factor of update {} differs: {}",
                         saved, t + 1, forgotten(*original.object, *other.object));
    }
  }
  return "";
}

template std::string optimizer_goes_on<float>(const ProgramRegistry&, const Settings&);
template std::string optimizer_goes_on<double>(const ProgramRegistry&, const Settings&);
template std::string optimizer_goes_on<Lanes>(const ProgramRegistry&, const Settings&);
template std::string problem_goes_on<float>(const ProgramRegistry&, const Settings&);
template std::string problem_goes_on<double>(const ProgramRegistry&, const Settings&);

}  // namespace descend
