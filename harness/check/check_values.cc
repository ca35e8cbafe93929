// The part of a problem's contract that is about its numbers.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "descend/numerics/random.h"
#include "harness/check/check.h"
#include "harness/check/problem_instance.h"
#include "harness/run/problem_faults.h"

namespace descend {
namespace {

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
  if (std::string fault = facts_fault(facts, n); !fault.empty()) return fault;
  double least = kInfinity;
  for (std::size_t k = 0; k < facts.minima.size(); ++k) {
    const Minimum& minimum = facts.minima[k];
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

}  // namespace

void check_values(const ProgramRegistry& registry, const std::string& name, Findings& findings) {
  findings.expect("the gradient is the derivative of the value",
                  [&] { return gradient_is_derivative(registry, name); });
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
}

}  // namespace descend
