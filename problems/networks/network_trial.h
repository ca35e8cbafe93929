/// For tests: a network at some point of its parameters, with data.
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

#include "descend/numerics/random.h"
#include "problems/networks/classifier.h"

namespace descend {

/// Data, a point and batches for a network of some sizes.
template <typename Scalar>
struct Trial {
  Trial(const LayerSizes& layer_sizes, Index count, double scale = 0.4) : sizes(layer_sizes) {
    Random random(static_cast<std::uint64_t>(count), "dense network test");
    samples.inputs = sizes[0];
    for (Index i = 0; i < count * sizes[0]; ++i) {
      samples.x.push_back(static_cast<Scalar>(random.normal()));
    }
    for (Index i = 0; i < count; ++i) {
      samples.classes.push_back(static_cast<int>((5 * i + i / 3) % sizes.back()));
    }
    x.resize(dense_layout(sizes).size());
    for (Scalar& number : x) number = static_cast<Scalar>(scale * random.normal());
    for (Index i = 0; i < count; i += 2) half.push_back((i * 13) % count);
    all.resize(count);
    std::iota(all.begin(), all.end(), 0);
  }

  LayerSizes sizes;
  Samples<Scalar> samples;
  std::vector<Scalar> x;
  std::vector<Index> half, all;
};

}  // namespace descend
