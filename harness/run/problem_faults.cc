#include "harness/run/problem_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace descend {

std::string layout_fault(const Layout& layout) {
  if (layout.size() <= 0) return "the layout has no parameters: there is nothing to optimize";
  Index offset = 0;
  for (const Block& block : layout.blocks) {
    if (block.name.empty()) return "a block of the layout has no name";
    if (block.offset != offset) {
      return fmt::format("block {} of the layout begins at {}, the one before it ends at {}",
                         block.name, block.offset, offset);
    }
    if (block.rows <= 0 || block.cols <= 0) {
      return fmt::format("block {} of the layout is empty", block.name);
    }
    if (block.role == Role::vector && block.cols != 1) {
      return fmt::format("block {} of the layout is a vector of {} columns", block.name,
                         block.cols);
    }
    offset += block.size();
  }
  return "";
}

namespace {

std::string domain_fault(const Facts& facts, Index n) {
  const auto count = static_cast<Index>(facts.domain.size());
  if (count != 0 && count != n) {
    return fmt::format("the domain has {} intervals for {} coordinates: give one for each, or none",
                       count, n);
  }
  for (std::size_t i = 0; i < facts.domain.size(); ++i) {
    const Interval& interval = facts.domain[i];
    if (interval.low < interval.high) continue;
    return fmt::format("the domain's interval {} from {} to {} is empty", i, interval.low,
                       interval.high);
  }
  return "";
}

std::string minima_fault(const Facts& facts, Index n) {
  double last = -kInfinity;
  for (std::size_t k = 0; k < facts.minima.size(); ++k) {
    const Minimum& minimum = facts.minima[k];
    if (static_cast<Index>(minimum.x.size()) != n) {
      return fmt::format("minimum {} has {} coordinates, not {}", k, minimum.x.size(), n);
    }
    for (std::size_t i = 0; i < facts.domain.size(); ++i) {
      if (facts.domain[i].contains(minimum.x[i])) continue;
      return fmt::format("minimum {} is outside the domain: x[{}] is {}, not in [{}, {}]", k, i,
                         minimum.x[i], facts.domain[i].low, facts.domain[i].high);
    }
    if (n != 1) continue;
    const Interval& basin = minimum.basin;
    if (!basin.contains(minimum.x[0])) {
      return fmt::format("minimum {} at {} is outside its basin [{}, {}]", k, minimum.x[0],
                         basin.low, basin.high);
    }
    if (basin.low < last) {
      return fmt::format("minimum {} has a basin that begins at {}, inside the one before", k,
                         basin.low);
    }
    last = basin.high;
  }
  return "";
}

std::string losses_fault(const Facts& facts) {
  const double target = facts.target_loss.value_or(0), bound = facts.lower_bound.value_or(0);
  if (!std::isfinite(target)) return fmt::format("the target loss is {}", target);
  if (!std::isfinite(bound)) return fmt::format("the lower bound is {}", bound);
  double lowest = facts.lower_bound.value_or(-kInfinity);
  if (!facts.minima.empty()) {
    const double minimum = std::ranges::min_element(facts.minima, {}, &Minimum::loss)->loss;
    if (minimum < lowest) return fmt::format("a minimum of {} is below the lower bound", minimum);
    lowest = minimum;
  }
  if (facts.target_loss && target < lowest) {
    return fmt::format("the target loss {} is below the lowest loss {}", target, lowest);
  }
  return "";
}

}  // namespace

std::string facts_fault(const Facts& facts, Index n) {
  for (std::string fault : {domain_fault(facts, n), minima_fault(facts, n), losses_fault(facts)}) {
    if (!fault.empty()) return fault;
  }
  if (!(facts.tolerance >= 0)) return fmt::format("the tolerance is {}", facts.tolerance);
  const double rate = facts.learning_rate.value_or(1);
  if (!(rate > 0 && rate < kInfinity)) return fmt::format("the learning rate is {}", rate);
  return "";
}

}  // namespace descend
