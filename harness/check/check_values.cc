// The part of a problem's contract that is about its numbers.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "descend/numerics/random.h"
#include "harness/check/check.h"
#include "harness/check/problem_instance.h"

namespace descend {
namespace {

/// Coordinates to look at: all of few, some of many.
std::vector<Index> coordinates(Index n, Random& random) {
  constexpr Index kLimit = 48;
  std::vector<Index> chosen(static_cast<std::size_t>(std::min(n, kLimit)));
  std::iota(chosen.begin(), chosen.end(), 0);
  if (n > kLimit) {
    for (Index& i : chosen) i = static_cast<Index>(random.below(static_cast<std::uint64_t>(n)));
  }
  return chosen;
}

/// The slope along coordinate i by central differences of the value: of fourth order, at a length
/// where truncation and rounding are of one size.
double difference(Problem<double>& problem, Vector<double> x, Index i) {
  const double at = x[i], h = 1e-4 * std::max(1e-2, std::abs(at));
  const auto value = [&](double shift) {
    x[i] = at + shift;
    return problem.value(x, kExact);
  };
  const double inner = value(h) - value(-h), outer = value(2 * h) - value(-2 * h);
  return (8 * inner - outer) / (12 * h);
}

std::string gradient_is_derivative(const ProgramRegistry& registry, const Settings& given) {
  const Instance<double> problem(registry, given);
  Random random(1, "check");
  const Index n = problem.x0.size();
  int missed = 0, looked_at = 0;
  std::string worst;
  for (int point = 0; point < 4; ++point) {
    const Vector<double> x = point == 0 ? problem.x0 : somewhere(problem, random);
    Vector<double> gradient = Vector<double>::Constant(n, kNaN);
    const double value = problem->value_and_gradient(x, kExact, gradient);
    if (problem->value(x, kExact) != value)
      return "value and value_and_gradient give different values";
    double largest = 0;
    for (Index i = 0; i < n; ++i) {
      if (std::isnan(gradient[i])) return fmt::format("gradient[{}] is not written, or NaN", i);
      largest = std::max(largest, std::abs(gradient[i]));
    }
    for (const Index i : coordinates(n, random)) {
      ++looked_at;
      const double expected = difference(*problem, x, i);
      if (std::abs(gradient[i] - expected) <= 1e-6 * (largest + std::abs(value) * 1e-3)) continue;
      ++missed;
      worst = fmt::format("gradient[{}] is {:.9g}, differences of the value say {:.9g}", i,
                          gradient[i], expected);
    }
  }
  // A kink (of a ReLU, of an absolute value) within the difference's reach is no error.
  return missed * 50 > looked_at ? worst : "";
}

std::string batches_are_means(const ProgramRegistry& registry, const Settings& given) {
  const Instance<double> problem(registry, given);
  const Index count = problem->sample_count(), n = problem.x0.size();
  const auto evaluate = [&](const std::vector<Index>& samples, Vector<double>& gradient) {
    return problem->value_and_gradient(problem.x0, Batch{samples, 1, /*exact=*/true}, gradient);
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

/// Noise is what the draw changes, and what an exact evaluation is without.
std::string noise_is_declared(const ProgramRegistry& registry, const Settings& given) {
  const Instance<double> problem(registry, given);
  Vector<double> x = problem.x0, a(x.size()), b(x.size());
  const auto differ = [&](const Batch& one, const Batch& other) {
    const double value = problem->value_and_gradient(x, one, a);
    return value != problem->value_and_gradient(x, other, b) || a != b;
  };
  if (differ({{}, 1, true}, {{}, 2, true})) return "the draw changes an exact evaluation";
  if (problem->noisy()) return "";
  return differ({{}, 1, false}, {{}, 2, true}) ? "noisy() is false, but exact evaluations differ"
                                               : "";
}

std::string metrics_are_numbers(const ProgramRegistry& registry, const Settings& given) {
  const Instance<double> problem(registry, given);
  const std::vector<std::string> names = problem->metric_names();
  std::vector<double> values(names.size(), kNaN);
  problem->metrics(problem.x0, values);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!std::isfinite(values[i])) return fmt::format("{} at the start is no number", names[i]);
  }
  return "";
}

}  // namespace

void check_values(const ProgramRegistry& registry, const Settings& given, ContractReport& report) {
  report.expect("the gradient is the derivative of the value",
                [&] { return gradient_is_derivative(registry, given); });
  const Instance<double> problem(registry, given);
  if (problem->sample_count() > 0) {
    report.expect("a batch is the mean over its samples",
                  [&] { return batches_are_means(registry, given); });
  }
  report.expect("noise is declared, and left out where it must be",
                [&] { return noise_is_declared(registry, given); });
  if (!problem->metric_names().empty()) {
    report.expect("its metrics are numbers", [&] { return metrics_are_numbers(registry, given); });
  }
}

}  // namespace descend
