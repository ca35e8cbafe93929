// The contract of a problem.

#include <fmt/format.h>

#include <cmath>

#include "harness/check/allocation_count.h"
#include "harness/check/check.h"
#include "harness/check/check_state.h"
#include "harness/check/guarded_vector.h"
#include "harness/check/problem_instance.h"
#include "harness/run/problem_faults.h"

namespace descend {
namespace {

/// Writes and reads what its layout says, and nothing beside it. To be asked first: a problem that
/// does not would spoil the memory of every other trial.
template <typename Scalar>
std::string keeps_to_layout(const ProgramRegistry& registry, const Settings& given) {
  const Settings settings = registry.resolve(Kind::problem, given, given.name);
  const Made<Problem<Scalar>> made =
      registry.problem(given.name).make.template of<Scalar>()(settings, registry);
  Problem<Scalar>& problem = *made.object;
  if (std::string fault = layout_fault(problem.layout()); !fault.empty()) return fault;
  const Index n = problem.layout().size();
  const std::string beyond = fmt::format(" beyond the {} parameters of the layout", n);
  GuardedVector<Scalar> x0(n), gradient(n);
  problem.start(3, x0.view());
  if (problem.layout().size() != n) {
    return fmt::format("the layout has {} parameters before start, {} after it", n,
                       problem.layout().size());
  }
  if (!x0.intact()) return "start writes x0" + beyond;
  for (Index i = 0; i < n; ++i) {
    if (!std::isfinite(x0.view()[i])) return fmt::format("start does not write x0[{}]", i);
  }
  const double value = problem.value_and_gradient(x0.view(), {}, gradient.view());
  if (!gradient.intact()) return "the gradient is written" + beyond;
  for (Index i = 0; i < n; ++i) {
    if (std::isnan(gradient.view()[i])) {
      return fmt::format("gradient[{}] is not written, or NaN", i);
    }
  }
  const Vector<Scalar> before = gradient.view();
  x0.surround_by(2.0);
  const double again = problem.value_and_gradient(x0.view(), {}, gradient.view());
  if (again != value || gradient.view() != before) return "it reads x" + beyond;
  return problem.sample_count() < 0 ? "it has a negative number of samples" : "";
}

template <typename Scalar>
std::string seeds_decide(const ProgramRegistry& registry, const Settings& given) {
  Instance<Scalar> one(registry, given, 11), other(registry, given, 12);
  other.start(11);
  if (one.x0 != other.x0) return "two starts differ";
  Vector<Scalar> a(one.x0.size()), b(one.x0.size());
  if (one->value_and_gradient(one.x0, {}, a) != other->value_and_gradient(one.x0, {}, b)) {
    return "two values differ";
  }
  return a == b ? "" : "two gradients differ";
}

std::string floats_near_doubles(const ProgramRegistry& registry, const Settings& given) {
  const Instance<float> in_float(registry, given);
  const Instance<double> in_double(registry, given);
  const Vector<double> x = in_float.x0.cast<double>();
  Vector<float> a(x.size());
  Vector<double> b(x.size());
  const double of_float = in_float->value_and_gradient(in_float.x0, {}, a);
  const double of_double = in_double->value_and_gradient(x, {}, b);
  if (std::abs(of_float - of_double) > 1e-4 * (1 + std::abs(of_double))) {
    return fmt::format("the loss at the start is {} and {}", of_float, of_double);
  }
  const double gap = (a.cast<double>() - b).cwiseAbs().maxCoeff();
  return gap <= 1e-3 * (1e-3 + b.cwiseAbs().maxCoeff())
             ? ""
             : fmt::format("the gradients at the start are {:.2g} apart", gap);
}

template <typename Scalar>
std::string unused_seed_changes_nothing(const ProgramRegistry& registry, const Settings& given) {
  const Instance<Scalar> one(registry, given, 11), other(registry, given, 12);
  if (one->uses_seed()) return "";
  Vector<Scalar> a(one.x0.size()), b(one.x0.size());
  const bool same = one.x0 == other.x0 && one->value_and_gradient(one.x0, {}, a) ==
                                              other->value_and_gradient(one.x0, {}, b);
  return same && a == b ? "" : "uses_seed() is false, but two seeds give two problems";
}

template <typename Scalar>
std::string nothing_allocated(const ProgramRegistry& registry, const Settings& given) {
  const Instance<Scalar> problem(registry, given);
  Vector<Scalar> gradient(problem.x0.size());
  const Batch batch;
  const AllocationCount allocations;
  problem->value_and_gradient(problem.x0, batch, gradient);
  problem->value(problem.x0, batch);
  const long count = allocations.count();
  return count == 0 ? "" : fmt::format("an evaluation allocates {} times", count);
}

template <typename Scalar>
void check_seeds_and_state(const ProgramRegistry& registry, const Settings& given,
                           const std::string& scalar, ContractReport& report) {
  report.expect(scalar + ": the same seed gives the same bits",
                [&] { return seeds_decide<Scalar>(registry, given); });
  report.expect(scalar + ": a seed that it does not use changes nothing",
                [&] { return unused_seed_changes_nothing<Scalar>(registry, given); });
  report.expect(scalar + ": a run goes on from its state",
                [&] { return problem_goes_on<Scalar>(registry, given); });
}

}  // namespace

std::vector<ContractResult> check_problem(const ProgramRegistry& registry, const Settings& given) {
  const ProblemPlugin& plugin = registry.problem(given.name);
  const bool has_float = bool(plugin.make.of<float>()), has_double = bool(plugin.make.of<double>());
  ContractReport report;
  report.add(check_options(registry, Kind::problem, given));
  report.expect("it works in float32 or float64", [&]() -> std::string {
    return has_float || has_double ? "" : "it has no version in either";
  });
  bool keeps = has_float || has_double;
  auto layout_rule = [&](const char* scalar, auto trial) {
    keeps = report.expect(fmt::format("{}: it keeps to its layout", scalar), trial) && keeps;
  };
  if (has_double) {
    layout_rule("float64", [&] { return keeps_to_layout<double>(registry, given); });
  }
  if (has_float) layout_rule("float32", [&] { return keeps_to_layout<float>(registry, given); });
  if (!keeps) {
    report.note("all other rules", ContractResult::skipped, "they take its layout at its word");
    return std::move(report).all();
  }
  if (has_double) {
    check_seeds_and_state<double>(registry, given, "float64", report);
    check_values(registry, given, report);
    check_facts(registry, given, report);
  } else {
    report.note("values, gradients and minima", ContractResult::skipped,
                "it has no version in float64");
  }
  if (has_float) check_seeds_and_state<float>(registry, given, "float32", report);
  if (has_float && has_double) {
    report.expect("float32 is near float64", [&] { return floats_near_doubles(registry, given); });
  }
  if (AllocationCount::works()) {
    report.expect("an evaluation allocates nothing", [&] {
      return has_float ? nothing_allocated<float>(registry, given)
                       : nothing_allocated<double>(registry, given);
    });
  } else {
    report.note("an evaluation allocates nothing", ContractResult::skipped,
                "this build of the program cannot count");
  }
  return std::move(report).all();
}

}  // namespace descend
