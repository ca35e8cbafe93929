// The part of a problem's contract that is about what it says of itself.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "descend/numerics/random.h"
#include "harness/check/check.h"
#include "harness/check/problem_instance.h"
#include "harness/run/problem_faults.h"

namespace descend {
namespace {

bool in_domain(const Vector<double>& x, const std::vector<Interval>& domain) {
  for (std::size_t i = 0; i < domain.size(); ++i) {
    if (!domain[i].contains(x[static_cast<Index>(i)])) return false;
  }
  return true;
}

std::string nowhere_below(const Instance<double>& problem, double bound, const char* what) {
  Random random(3, "check");
  for (int i = 0; i < 2000; ++i) {
    const double there = problem->value(somewhere(problem, random), kExact);
    if (there < bound - 1e-9 * (1 + std::abs(bound))) {
      return fmt::format("somewhere the loss is {}, below {} of {}", there, what, bound);
    }
  }
  return "";
}

std::string minima_are_minima(const ProgramRegistry& registry, const Settings& given) {
  const Instance<double> problem(registry, given);
  const Facts facts = problem->facts();
  Random random(2, "check");
  const Index n = problem.x0.size();
  double lowest = kInfinity;
  for (std::size_t k = 0; k < facts.minima.size(); ++k) {
    const Minimum& minimum = facts.minima[k];
    const Vector<double> x = Eigen::Map<const Vector<double>>(minimum.x.data(), n);
    Vector<double> gradient(n);
    const double loss = problem->value_and_gradient(x, kExact, gradient);
    const double size = 1 + std::abs(loss);
    Vector<double> slope(n);
    double steepest = 0;
    if (std::abs(loss - minimum.loss) > 1e-9 * size) {
      return fmt::format("at minimum {} the loss is {}, not {}", k, loss, minimum.loss);
    }
    for (int i = 0; i < 200; ++i) {
      Vector<double> near = x;
      for (Index j = 0; j < n; ++j) near[j] += 1e-4 * random.normal();
      if (!in_domain(near, facts.domain)) continue;
      const double there = problem->value_and_gradient(near, kExact, slope);
      steepest = std::max(steepest, slope.cwiseAbs().maxCoeff());
      if (there < loss - 1e-12 * size) {
        return fmt::format("beside minimum {} the loss is lower by {:.2g}", k, loss - there);
      }
    }
    for (Index i = 0; i < n && !minimum.kink; ++i) {
      const bool at_edge =
          !facts.domain.empty() && (x[i] == facts.domain[i].low || x[i] == facts.domain[i].high);
      // Beside a minimum that is known to a millionth the slope is a hundred times as steep.
      if (at_edge || std::abs(gradient[i]) <= 0.01 * steepest) continue;
      return fmt::format("at minimum {} gradient[{}] is {:.2g}, and it is no kink", k, i,
                         gradient[i]);
    }
    lowest = std::min(lowest, minimum.loss);
  }
  return nowhere_below(problem, lowest, "the global minimum");
}

/// A hundred steps of gradient descent from the start.
std::string rate_works(const ProgramRegistry& registry, const Settings& given) {
  const Instance<double> problem(registry, given);
  const double rate = *problem->facts().learning_rate;
  Vector<double> x = problem.x0, gradient(x.size());
  const double first = problem->value(x, kExact);
  for (int step = 1; step <= 100; ++step) {
    const double loss = problem->value_and_gradient(x, kExact, gradient);
    if (!(loss <= first + 1e-9 * (1 + std::abs(first)))) {
      return fmt::format("with the rate {} the loss is {} before step {}, {} at the start", rate,
                         loss, step, first);
    }
    x -= rate * gradient;
  }
  return problem->value(x, kExact) < first ? "" : "with its rate the loss does not fall";
}

}  // namespace

void check_facts(const ProgramRegistry& registry, const Settings& given, ContractReport& report) {
  const Instance<double> problem(registry, given);
  const Facts facts = problem->facts();
  if (!report.expect("its facts can be true",
                     [&] { return facts_fault(facts, problem.x0.size()); })) {
    return;
  }
  if (!facts.minima.empty()) {
    report.expect("its minima are minima, and the global one is the lowest",
                  [&] { return minima_are_minima(registry, given); });
  }
  if (facts.lower_bound) {
    report.expect("no loss is below its bound",
                  [&] { return nowhere_below(problem, *facts.lower_bound, "the bound"); });
  }
  if (facts.learning_rate) {
    report.expect("its learning rate works", [&] { return rate_works(registry, given); });
  }
}

}  // namespace descend
