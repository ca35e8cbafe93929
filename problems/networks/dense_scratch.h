/// The memory that a dense network computes in.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "problems/networks/classifier.h"

namespace descend {

inline Index round_up(Index n, Index unit) { return (n + unit - 1) / unit * unit; }

/// Matrices with a row for each sample of a chunk or, at the end of the network, where the classes
/// are few, a column for each. Allocated once, for the largest chunk.
template <typename Scalar>
struct DenseScratch {
  using Numbers = Vector<Scalar>;
  /// Numbers in a cache line, which no instruction set's pack exceeds.
  static constexpr Index kLine = 64 / sizeof(Scalar);
  /// From at most so many inputs (as deep as the kernels' `stream` goes) a layer's outputs are
  /// faster computed twice, in rows and in columns, than transposed.
  static constexpr Index kFewInputs = 4;

  /// `lanes`: numbers in a pack.
  DenseScratch(const LayerSizes& sizes, Index largest_batch, Index lanes) {
    Index width = 0, widest = 0;
    for (Index size : sizes) {
      row.push_back(row_length(size + 1));  // and a one, for the gradient of the biases
      width += row.back();
      widest = std::max(widest, row.back());
    }
    // Of a small network as many samples as the first-level cache holds; of a large one so many
    // that reading and writing the whole gradient once a chunk costs little.
    const Index cached = Index{24576} / (width * static_cast<Index>(sizeof(Scalar)));
    chunk = cached < 48 ? 192 : std::min<Index>(cached / 48 * 48, 192);
    chunk = std::min(chunk, round_up(largest_batch, kLine));
    column = row_length(chunk);
    const std::size_t layers = sizes.size() - 1;
    for (std::size_t layer = 0; layer < layers; ++layer) {
      const Index inputs = sizes[layer], outputs = sizes[layer + 1];
      const bool last = layer + 1 == layers, ragged = outputs % lanes != 0;
      const Index padded = ragged ? (inputs + 1) * row[layer + 1] : 0;
      activations.push_back(zeros(chunk * row[layer]));
      for (Index s = 0; s < chunk; ++s) activations.back()[s * row[layer] + inputs] = 1;
      transposed_weights.push_back(zeros(layer > 0 ? outputs * row[layer] : 0));
      padded_weights.push_back(zeros(last ? 0 : padded));
      padded_gradient.push_back(zeros(last ? outputs * row[layer] : padded));
    }
    columns = zeros(row[layers - 1] * column);
    if (layers == 2 && sizes[0] <= kFewInputs) input_columns = zeros(sizes[0] * column);
    scores = zeros(sizes.back() * column);
    delta = next_delta = zeros(chunk * widest);
    classes = losses = zeros(column);
  }

  /// Copies `count` samples of the batch from `first` on.
  void gather(const Samples<Scalar>& samples, std::span<const Index> batch, Index first,
              Index count) {
    if (batch.empty()) {
      gather(samples, count, [first](Index s) { return first + s; });
    } else {
      gather(samples, count, [from = &batch[first]](Index s) { return from[s]; });
    }
  }

  template <typename Sample>
  void gather(const Samples<Scalar>& samples, Index count, const Sample& sample) {
    const Index inputs = samples.inputs, length = row[0];
    const Scalar* const from = samples.x.data();
    Scalar* to = activations[0].data();
    for (Index s = 0; s < count; ++s, to += length) {
      const Scalar* x = from + sample(s) * inputs;
      if (inputs < kLine) {  // std::copy_n is a call, which takes longer
        for (Index k = 0; k < inputs; ++k) to[k] = x[k];
      } else {
        std::copy_n(x, inputs, to);
      }
      classes[s] = static_cast<Scalar>(samples.classes[sample(s)]);
    }
    if (input_columns.size() == 0) return;
    for (Index k = 0; k < inputs; ++k) {
      Scalar* const in_column = input_columns.data() + k * column;
      for (Index s = 0; s < count; ++s) in_column[s] = from[sample(s) * inputs + k];
    }
  }

  static Numbers zeros(Index size) { return Numbers::Zero(size); }

  /// The length of a row of n numbers: an odd number of cache lines, so that entries of one column
  /// do not compete for few places of the cache.
  static Index row_length(Index n) { return (round_up(n, kLine) / kLine | 1) * kLine; }

  /// Distances in memory: between rows of a layer's units, and between rows of samples in matrices
  /// that have a column for each.
  std::vector<Index> row;
  Index column = 0;
  /// The largest number of samples in a chunk.
  Index chunk = 0;
  /// Of each layer: what enters it, with a one behind each sample; its weights transposed; its
  /// weights, and their gradient, with rows filled up to whole packs, empty where they are whole as
  /// they are. The last layer's gradient is transposed.
  std::vector<Numbers> activations, transposed_weights, padded_weights, padded_gradient;
  /// Of two layers, the first with few inputs: what enters it, with a column for each sample.
  Numbers input_columns;
  /// What enters the last layer, and its scores (then derivatives), with a column for each sample.
  Numbers columns, scores;
  /// The loss's derivative by what enters a layer's activation.
  Numbers delta, next_delta;
  /// Of each sample.
  Numbers classes, losses;
};

}  // namespace descend
