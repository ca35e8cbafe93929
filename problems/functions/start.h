/// Where a run on a function begins: the option `start`, the same for every function.
#pragma once

#include <string>
#include <vector>

#include "descend/numerics/random.h"
#include "descend/options.h"
#include "descend/problem.h"

namespace descend {

/// Options of functions derive from it.
struct StartOptions {
  WordOrNumbers start = "standard";
};

template <typename Options>
Option<Options> start_option(const std::string& box) {
  return {"start",
          &Options::start,
          {"standard", "random"},
          "where the run begins: as the source has it, anywhere in " + box + " by seed, or a point",
          Fixed::yes};
}

/// Whether the seed decides where a run begins.
bool is_random(const StartOptions& options);

/// Throws BadInput where the start is a point of another length than x.
void check_start(const StartOptions& options, const std::string& problem, Index dimension);

/// Writes the start into x0: at random in `box` in every coordinate, the point of the options, or
/// what `standard` gives for a coordinate.
template <typename Scalar, typename Standard>
void write_start(const StartOptions& options, const Interval& box, Random& random,
                 const Standard& standard, VectorRef<Scalar> x0) {
  const auto* point = std::get_if<std::vector<double>>(&options.start);
  for (Index i = 0; i < x0.size(); ++i) {
    x0[i] = is_random(options) ? Scalar(random.uniform(box.low, box.high))
            : point            ? Scalar((*point)[static_cast<std::size_t>(i)])
                               : Scalar(standard(i));
  }
}

}  // namespace descend
