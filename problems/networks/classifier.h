/// A network that sorts samples into classes: what a problem asks of it, whatever its arithmetic.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "descend/types.h"

namespace descend {

/// Inputs with the class that each belongs to.
template <typename Scalar>
struct Samples {
  Index inputs = 0;
  /// Sample after sample, `inputs` numbers each.
  std::vector<Scalar> x;
  /// One a sample, from 0.
  std::vector<int> classes;

  Index count() const { return static_cast<Index>(classes.size()); }
};

/// Dense layers with ReLU between them and softmax at the end; the loss is the mean cross-entropy.
/// `parameters` is laid out by `dense_layout`.
template <typename Scalar>
class Classifier {
 public:
  virtual ~Classifier() = default;

  /// The mean loss over `batch`; empty: over all of `samples`.
  virtual double loss(const Scalar* parameters, const Samples<Scalar>& samples,
                      std::span<const Index> batch) = 0;

  /// The same, and the gradient written over `gradient`. Does not allocate.
  virtual double loss_and_gradient(const Scalar* parameters, const Samples<Scalar>& samples,
                                   std::span<const Index> batch, Scalar* gradient) = 0;

  /// How many hidden units are above 0 for one sample or more.
  virtual Index firing_units(const Scalar* parameters, const Samples<Scalar>& samples) = 0;

  /// The share of all samples whose most probable class is the right one; the first wins a tie.
  virtual double accuracy(const Scalar* parameters, const Samples<Scalar>& samples) = 0;
};

/// Numbers of units from the inputs to the classes.
using LayerSizes = std::vector<Index>;

inline LayerSizes layer_sizes(Index inputs, const std::vector<std::int64_t>& hidden,
                              Index classes) {
  LayerSizes sizes{inputs};
  sizes.insert(sizes.end(), hidden.begin(), hidden.end());
  sizes.push_back(classes);
  return sizes;
}

/// Marks the units that are above 0 for one of `count` samples, whose activations are rows of
/// length `row`.
template <typename Number>
void mark_positive(const Number* activations, Index row, Index count, std::vector<bool>& units) {
  for (Index s = 0; s < count; ++s) {
    for (std::size_t u = 0; u < units.size(); ++u) {
      if (activations[s * row + static_cast<Index>(u)] > 0) units[u] = true;
    }
  }
}

/// "3 of 64 hidden units still fire"; empty where there are none.
template <typename Scalar>
std::string firing_text(Classifier<Scalar>& network, const LayerSizes& sizes,
                        const Scalar* parameters, const Samples<Scalar>& samples) {
  Index units = 0;
  for (std::size_t layer = 1; layer + 1 < sizes.size(); ++layer) units += sizes[layer];
  if (units == 0) return {};
  return std::to_string(network.firing_units(parameters, samples)) + " of " +
         std::to_string(units) + " hidden units still fire";
}

/// weights1 (rows = units, cols = inputs), biases1, weights2, biases2, …
inline Layout dense_layout(const LayerSizes& sizes) {
  Layout layout;
  for (std::size_t layer = 1; layer < sizes.size(); ++layer) {
    const std::string number = std::to_string(layer);
    layout.add("weights" + number, sizes[layer], sizes[layer - 1], Role::matrix);
    layout.add("biases" + number, sizes[layer]);
  }
  return layout;
}

}  // namespace descend
