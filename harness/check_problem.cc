// The contract of a problem.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "descend/random.h"
#include "harness/allocation_count.h"
#include "harness/check.h"

namespace descend {
namespace {

/// The problem in one scalar, made and started.
template <typename Scalar>
class Instance {
 public:
  Instance(const ProgramRegistry& registry, const std::string& name, std::uint64_t seed = 3) {
    const Settings settings = registry.resolve(Kind::problem, Settings{name, {}}, name);
    made_ = registry.problem(name).make.template of<Scalar>()(settings, registry);
    start(seed);
  }

  Problem<Scalar>& operator*() const { return *made_.object; }
  Problem<Scalar>* operator->() const { return made_.object.get(); }

  /// The start, written over numbers that would show where it was not written.
  void start(std::uint64_t seed) {
    x0 = Vector<Scalar>::Constant(made_.object->layout().size(), Scalar(kNaN));
    made_.object->start(seed, x0);
  }

  Vector<Scalar> x0;

 private:
  Made<Problem<Scalar>> made_;
};

/// A point in the domain, or within a half of the start.
Vector<double> somewhere(const Instance<double>& problem, Random& random) {
  Vector<double> x = problem.x0;
  const Facts facts = problem->facts();
  for (Index i = 0; i < x.size(); ++i) {
    x[i] = facts.domain ? random.uniform(facts.domain->low, facts.domain->high)
                        : x[i] + random.uniform(-0.5, 0.5);
  }
  return x;
}

/// Coordinates to look at: all of few, some of many.
std::vector<Index> coordinates(Index n, Random& random) {
  constexpr Index kMost = 48;
  std::vector<Index> chosen(static_cast<std::size_t>(std::min(n, kMost)));
  std::iota(chosen.begin(), chosen.end(), 0);
  if (n > kMost) {
    for (Index& i : chosen) i = static_cast<Index>(random.below(static_cast<std::uint64_t>(n)));
  }
  return chosen;
}

/// The slope along coordinate i by central differences of the value: of fourth order, at a length
/// where truncation and rounding are of one size.
double difference(Problem<double>& problem, Vector<double> x, Index i, const Batch& batch) {
  const double at = x[i], h = 1e-4 * std::max(1e-2, std::abs(at));
  const auto value = [&](double shift) {
    x[i] = at + shift;
    return problem.value(x, batch);
  };
  const double inner = value(h) - value(-h), outer = value(2 * h) - value(-2 * h);
  return (8 * inner - outer) / (12 * h);
}

std::string layout_fits(const ProgramRegistry& registry, const std::string& name) {
  const Instance<double> problem(registry, name);
  const Layout& layout = problem->layout();
  if (layout.size() == 0) return "there is nothing to optimize";
  Index offset = 0;
  for (const Block& block : layout.blocks) {
    if (block.name.empty()) return "a block has no name";
    if (block.offset != offset) return fmt::format("{} begins at {}", block.name, block.offset);
    if (block.size() <= 0) return fmt::format("{} is empty", block.name);
    if (block.role == Role::vector && block.cols != 1) {
      return fmt::format("{} is a vector of {} columns", block.name, block.cols);
    }
    offset += block.size();
  }
  for (Index i = 0; i < problem.x0.size(); ++i) {
    if (!std::isfinite(problem.x0[i])) return fmt::format("start does not write x0[{}]", i);
  }
  return "";
}

template <typename Scalar>
std::string seeds_decide(const ProgramRegistry& registry, const std::string& name) {
  Instance<Scalar> one(registry, name, 11), other(registry, name, 12);
  other.start(11);
  if (one.x0 != other.x0) return "two starts differ";
  Vector<Scalar> a(one.x0.size()), b(one.x0.size());
  if (one->value_and_gradient(one.x0, {}, a) != other->value_and_gradient(one.x0, {}, b)) {
    return "two values differ";
  }
  return a == b ? "" : "two gradients differ";
}

std::string gradient_is_derivative(const ProgramRegistry& registry, const std::string& name) {
  const Instance<double> problem(registry, name);
  Random random(1, "check");
  const Index n = problem.x0.size();
  int missed = 0, looked_at = 0;
  std::string worst;
  for (int point = 0; point < 4; ++point) {
    const Vector<double> x = point == 0 ? problem.x0 : somewhere(problem, random);
    Vector<double> gradient = Vector<double>::Constant(n, kNaN);
    const double value = problem->value_and_gradient(x, {}, gradient);
    if (problem->value(x, {}) != value) return "value and value_and_gradient give different values";
    double largest = 0;
    for (Index i = 0; i < n; ++i) {
      if (std::isnan(gradient[i])) return fmt::format("gradient[{}] is not written, or NaN", i);
      largest = std::max(largest, std::abs(gradient[i]));
    }
    for (const Index i : coordinates(n, random)) {
      ++looked_at;
      const double expected = difference(*problem, x, i, {});
      if (std::abs(gradient[i] - expected) <= 1e-6 * (largest + std::abs(value) * 1e-3)) continue;
      ++missed;
      worst = fmt::format("gradient[{}] is {:.9g}, differences of the value say {:.9g}", i,
                          gradient[i], expected);
    }
  }
  // A kink (of a ReLU, of an absolute value) within the difference's reach is no error.
  return missed * 50 > looked_at ? worst : "";
}

std::string float_near_double(const ProgramRegistry& registry, const std::string& name) {
  const Instance<float> in_float(registry, name);
  const Instance<double> in_double(registry, name);
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

std::string batches_are_means(const ProgramRegistry& registry, const std::string& name) {
  const Instance<double> problem(registry, name);
  const Index count = problem->sample_count(), n = problem.x0.size();
  const auto evaluate = [&](const std::vector<Index>& samples, Vector<double>& gradient) {
    return problem->value_and_gradient(problem.x0, Batch{samples, 1}, gradient);
  };
  const auto compare = [&](const std::vector<Index>& whole, const char* what) -> std::string {
    Vector<double> expected = Vector<double>::Zero(n), gradient(n);
    double mean = 0;
    for (const Index sample : whole) {
      mean += evaluate({sample}, gradient) / static_cast<double>(whole.size());
      expected += gradient / static_cast<double>(whole.size());
    }
    const double value = evaluate(whole, gradient);
    if (std::abs(value - mean) > 1e-9 * (1 + std::abs(mean))) {
      return fmt::format("the loss of {} is {}, the mean over its samples {}", what, value, mean);
    }
    const double gap = (gradient - expected).cwiseAbs().maxCoeff();
    return gap <= 1e-9 * (1 + expected.cwiseAbs().maxCoeff())
               ? ""
               : fmt::format("the gradient of {} is not the mean over its samples", what);
  };
  // A sample twice counts twice.
  std::string wrong = compare({0, count / 2, count - 1, count / 3, count / 2}, "a batch");
  if (!wrong.empty() || count > 2000) return wrong;
  std::vector<Index> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), 0);
  wrong = compare(all, "all samples");
  if (!wrong.empty()) return wrong;
  Vector<double> listed(n), empty(n);
  const double gap = evaluate(all, listed) - evaluate({}, empty);
  return std::abs(gap) <= 1e-9 && (listed - empty).cwiseAbs().maxCoeff() <= 1e-9
             ? ""
             : "an empty batch is not all samples";
}

std::string minima_are_minima(const ProgramRegistry& registry, const std::string& name) {
  const Instance<double> problem(registry, name);
  const Facts facts = problem->facts();
  Random random(2, "check");
  const Index n = problem.x0.size();
  double least = kInfinity;
  for (std::size_t k = 0; k < facts.minima.size(); ++k) {
    const Minimum& minimum = facts.minima[k];
    if (static_cast<Index>(minimum.x.size()) != n) return fmt::format("minimum {} is short", k);
    const Vector<double> x = Eigen::Map<const Vector<double>>(minimum.x.data(), n);
    Vector<double> gradient(n);
    const double loss = problem->value_and_gradient(x, {}, gradient);
    const double size = 1 + std::abs(loss);
    if (std::abs(loss - minimum.loss) > 1e-9 * size) {
      return fmt::format("at minimum {} the loss is {}, not {}", k, loss, minimum.loss);
    }
    for (int i = 0; i < 200; ++i) {
      Vector<double> near = x;
      for (Index j = 0; j < n; ++j) near[j] += 1e-4 * random.normal();
      if (facts.domain &&
          (near.minCoeff() < facts.domain->low || near.maxCoeff() > facts.domain->high)) {
        continue;
      }
      const double there = problem->value(near, {});
      if (there < loss - 1e-12 * size) {
        return fmt::format("beside minimum {} the loss is lower by {:.2g}", k, loss - there);
      }
    }
    least = std::min(least, minimum.loss);
  }
  for (int i = 0; i < 2000; ++i) {
    const double there = problem->value(somewhere(problem, random), {});
    if (there < least - 1e-9 * (1 + std::abs(least))) {
      return fmt::format("somewhere the loss is {}, below the global minimum's {}", there, least);
    }
  }
  return "";
}

std::string metrics_are_numbers(const ProgramRegistry& registry, const std::string& name) {
  const Instance<double> problem(registry, name);
  const std::vector<std::string> names = problem->metric_names();
  std::vector<double> values(names.size(), kNaN);
  problem->metrics(problem.x0, values);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!std::isfinite(values[i])) return fmt::format("{} at the start is no number", names[i]);
  }
  return "";
}

template <typename Scalar>
std::string nothing_allocated(const ProgramRegistry& registry, const std::string& name) {
  const Instance<Scalar> problem(registry, name);
  Vector<Scalar> gradient(problem.x0.size());
  const Batch batch;
  const AllocationCount allocations;
  problem->value_and_gradient(problem.x0, batch, gradient);
  problem->value(problem.x0, batch);
  const long count = allocations.count();
  return count == 0 ? "" : fmt::format("an evaluation allocates {} times", count);
}

}  // namespace

std::vector<ContractFinding> check_problem(const ProgramRegistry& registry,
                                           const std::string& name) {
  const ProblemPlugin& plugin = registry.problem(name);
  Findings findings;
  findings.add(check_options(registry, Kind::problem, name));
  if (!plugin.make.of<double>()) {
    findings.note("all rules of evaluation", ContractFinding::skipped,
                  "it has no version in float64");
    return std::move(findings).all();
  }
  findings.expect("its blocks follow each other, and start writes all of x0",
                  [&] { return layout_fits(registry, name); });
  findings.expect("the same seed gives the same bits",
                  [&] { return seeds_decide<double>(registry, name); });
  findings.expect("the gradient is the derivative of the value",
                  [&] { return gradient_is_derivative(registry, name); });
  if (plugin.make.of<float>()) {
    findings.expect("the same seed gives the same bits, float32",
                    [&] { return seeds_decide<float>(registry, name); });
    findings.expect("float32 is near float64", [&] { return float_near_double(registry, name); });
  }
  const Instance<double> problem(registry, name);
  if (problem->sample_count() > 0) {
    findings.expect("a batch is the mean over its samples",
                    [&] { return batches_are_means(registry, name); });
  }
  if (!problem->facts().minima.empty()) {
    findings.expect("its minima are minima, and the global one is the least",
                    [&] { return minima_are_minima(registry, name); });
  }
  if (!problem->metric_names().empty()) {
    findings.expect("its metrics are numbers", [&] { return metrics_are_numbers(registry, name); });
  }
  if (AllocationCount::works()) {
    findings.expect("an evaluation allocates nothing", [&] {
      return plugin.make.of<float>() ? nothing_allocated<float>(registry, name)
                                     : nothing_allocated<double>(registry, name);
    });
  } else {
    findings.note("an evaluation allocates nothing", ContractFinding::skipped,
                  "this build of the program cannot count");
  }
  return std::move(findings).all();
}

}  // namespace descend
