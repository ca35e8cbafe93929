#include "harness/run/problem_faults.h"

#include <fmt/format.h>

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

std::string facts_fault(const Facts& facts, Index n) {
  double last = -kInfinity;
  for (std::size_t k = 0; k < facts.minima.size(); ++k) {
    const Minimum& minimum = facts.minima[k];
    if (static_cast<Index>(minimum.x.size()) != n) {
      return fmt::format("minimum {} has {} coordinates, not {}", k, minimum.x.size(), n);
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

}  // namespace descend
