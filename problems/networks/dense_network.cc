#include "problems/networks/dense_network.h"

#include <algorithm>

#include "problems/networks/dense_scratch.h"

namespace descend {
namespace {

/// Samples pass through in chunks whose activations stay in the cache. A chunk's are matrices with
/// a row for each sample, except at the end of the network, where the classes are few: there each
/// sample is a column.
template <typename Scalar>
class DenseNetwork final : public Classifier<Scalar> {
 public:
  DenseNetwork(const LayerSizes& sizes, Index largest_batch, const Kernels<Scalar>& kernels)
      : sizes_(sizes),
        layers_(sizes.size() - 1),
        kernels_(kernels),
        memory_(sizes, largest_batch, kernels.lanes) {
    for (const Block& block : dense_layout(sizes).blocks) offsets_.push_back(block.offset);
  }

  double loss(const Scalar* parameters, const Samples<Scalar>& samples,
              std::span<const Index> batch) override {
    prepare(parameters, false);
    double total = 0;
    const Index count = batch.empty() ? samples.count() : static_cast<Index>(batch.size());
    for (Index first = 0; first < count; first += memory_.chunk) {
      forward(parameters, samples, batch, first, std::min(memory_.chunk, count - first));
      kernels_.softmax(scores(), Scalar(0), memory_.losses.data());
      add_losses(total);
    }
    return total / static_cast<double>(count);
  }

  double loss_and_gradient(const Scalar* parameters, const Samples<Scalar>& samples,
                           std::span<const Index> batch, Scalar* gradient) override {
    prepare(parameters, true);
    double total = 0;
    const Index count = batch.empty() ? samples.count() : static_cast<Index>(batch.size());
    for (Index first = 0; first < count; first += memory_.chunk) {
      forward(parameters, samples, batch, first, std::min(memory_.chunk, count - first));
      kernels_.softmax(scores(), Scalar(1) / static_cast<Scalar>(count), memory_.losses.data());
      add_losses(total);
      backward(gradient, first == 0);
    }
    finish(gradient);
    return total / static_cast<double>(count);
  }

  Index firing_units(const Scalar* parameters, const Samples<Scalar>& samples) override {
    prepare(parameters, false);
    std::vector<std::vector<bool>> fires(layers_);
    for (std::size_t layer = 1; layer < layers_; ++layer) {
      fires[layer].resize(static_cast<std::size_t>(sizes_[layer]));
    }
    for (Index first = 0; first < samples.count(); first += memory_.chunk) {
      forward(parameters, samples, {}, first, std::min(memory_.chunk, samples.count() - first));
      for (std::size_t layer = 1; layer < layers_; ++layer) {
        mark_positive(memory_.activations[layer].data(), memory_.row[layer], count_, fires[layer]);
      }
    }
    Index firing = 0;
    for (const auto& layer : fires) firing += std::count(layer.begin(), layer.end(), true);
    return firing;
  }

  double accuracy(const Scalar* parameters, const Samples<Scalar>& samples) override {
    prepare(parameters, false);
    Index right = 0;
    for (Index first = 0; first < samples.count(); first += memory_.chunk) {
      forward(parameters, samples, {}, first, std::min(memory_.chunk, samples.count() - first));
      kernels_.most_probable(scores(), memory_.losses.data());
      for (Index s = 0; s < count_; ++s) right += memory_.losses[s] == memory_.classes[s];
    }
    return static_cast<double>(right) / static_cast<double>(samples.count());
  }

 private:
  bool padded(std::size_t layer) const { return memory_.padded_weights[layer].size() > 0; }
  Index packs(Index n) const { return round_up(n, kernels_.lanes); }

  Scores<Scalar> scores() {
    return {sizes_.back(), packs(count_), memory_.scores.data(), memory_.column,
            memory_.classes.data()};
  }

  static void copy_rows(const Scalar* from, Index from_row, Index rows, Index columns, Scalar* to,
                        Index to_row) {
    for (Index i = 0; i < rows; ++i) std::copy_n(from + i * from_row, columns, to + i * to_row);
  }

  /// Copies the weights: transposed for the backward pass, and with rows filled up to whole packs.
  void prepare(const Scalar* parameters, bool for_gradient) {
    for (std::size_t layer = 0; layer < layers_; ++layer) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1];
      const Scalar* weights = parameters + offsets_[2 * layer];
      if (padded(layer)) {
        copy_rows(weights, outputs, inputs + 1, outputs, memory_.padded_weights[layer].data(),
                  memory_.row[layer + 1]);
      }
      if (for_gradient && layer > 0) {
        kernels_.transpose(weights, outputs, inputs, outputs,
                           memory_.transposed_weights[layer].data(), memory_.row[layer]);
      }
    }
  }

  /// Leaves the activations and the scores of `count` samples.
  void forward(const Scalar* parameters, const Samples<Scalar>& samples,
               std::span<const Index> batch, Index first, Index count) {
    count_ = count;
    memory_.gather(samples, batch, first, count);
    for (std::size_t layer = 0; layer + 1 < layers_; ++layer) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1], row = memory_.row[layer + 1];
      const Scalar* weights =
          padded(layer) ? memory_.padded_weights[layer].data() : parameters + offsets_[2 * layer];
      const Index weights_row = padded(layer) ? row : outputs;
      Scalar* out = memory_.activations[layer + 1].data();
      kernels_.multiply({.rows = count,
                         .columns = outputs,
                         .depth = inputs,
                         .a = memory_.activations[layer].data(),
                         .a_row = memory_.row[layer],
                         .a_column = 1,
                         .b = weights,
                         .b_row = weights_row,
                         .c = out,
                         .c_row = row,
                         .start = Start::column,
                         .start_values = weights + inputs * weights_row,
                         .finish = Finish::positive_part});
      if (padded(layer)) {  // the kernel writes whole packs, and so over the ones
        for (Index s = 0; s < count; ++s) out[s * row + outputs] = 1;
      }
    }
    find_columns(parameters, count);
    const Index inputs = sizes_[layers_ - 1], classes = sizes_[layers_];
    const Scalar* weights = parameters + offsets_[2 * layers_ - 2];
    kernels_.multiply({.rows = classes,
                       .columns = count,
                       .depth = inputs,
                       .a = weights,
                       .a_row = 1,
                       .a_column = classes,
                       .b = memory_.columns.data(),
                       .b_row = memory_.column,
                       .c = memory_.scores.data(),
                       .c_row = memory_.column,
                       .start = Start::row,
                       .start_values = weights + inputs * classes});
  }

  /// What enters the last layer, with a column for each of `count` samples.
  void find_columns(const Scalar* parameters, Index count) {
    const Index inputs = sizes_[layers_ - 1];
    if (memory_.input_columns.size() == 0) {
      kernels_.transpose(memory_.activations[layers_ - 1].data(), memory_.row[layers_ - 1],
                         std::min(memory_.chunk, packs(count)), packs(inputs),
                         memory_.columns.data(), memory_.column);
      return;
    }
    const Scalar* weights = parameters + offsets_[0];
    kernels_.multiply({.rows = inputs,
                       .columns = count,
                       .depth = sizes_[0],
                       .a = weights,
                       .a_row = 1,
                       .a_column = inputs,
                       .b = memory_.input_columns.data(),
                       .b_row = memory_.column,
                       .c = memory_.columns.data(),
                       .c_row = memory_.column,
                       .start = Start::row,
                       .start_values = weights + sizes_[0] * inputs,
                       .finish = Finish::positive_part});
  }

  void add_losses(double& total) const {
    for (Index s = 0; s < count_; ++s) total += static_cast<double>(memory_.losses[s]);
  }

  /// Adds the chunk's share of the gradient, or starts it.
  void backward(Scalar* gradient, bool first) {
    const Start start = first ? Start::zero : Start::c;
    const Index classes = sizes_.back(), inputs = sizes_[layers_ - 1];
    // The last layer's, class after class; a one ends each row of activations.
    kernels_.multiply({.rows = classes,
                       .columns = inputs + 1,
                       .depth = count_,
                       .a = memory_.scores.data(),
                       .a_row = memory_.column,
                       .a_column = 1,
                       .b = memory_.activations[layers_ - 1].data(),
                       .b_row = memory_.row[layers_ - 1],
                       .c = memory_.padded_gradient[layers_ - 1].data(),
                       .c_row = memory_.row[layers_ - 1],
                       .start = start});
    if (layers_ > 1) back_through(layers_ - 1, memory_.scores.data(), 1, memory_.column);
    for (std::size_t layer = layers_ - 1; layer-- > 0;) {
      const Index outputs = sizes_[layer + 1], row = memory_.row[layer + 1];
      kernels_.multiply({.rows = sizes_[layer] + 1,
                         .columns = outputs,
                         .depth = count_,
                         .a = memory_.activations[layer].data(),
                         .a_row = 1,
                         .a_column = memory_.row[layer],
                         .b = memory_.delta.data(),
                         .b_row = row,
                         .c = padded(layer) ? memory_.padded_gradient[layer].data()
                                            : gradient + offsets_[2 * layer],
                         .c_row = padded(layer) ? row : outputs,
                         .start = start});
      if (layer > 0) back_through(layer, memory_.delta.data(), row, 1);
    }
  }

  /// From the derivatives by a layer's outputs, in `next`, to those by its inputs.
  void back_through(std::size_t layer, const Scalar* next, Index next_row, Index next_column) {
    kernels_.multiply({.rows = count_,
                       .columns = sizes_[layer],
                       .depth = sizes_[layer + 1],
                       .a = next,
                       .a_row = next_row,
                       .a_column = next_column,
                       .b = memory_.transposed_weights[layer].data(),
                       .b_row = memory_.row[layer],
                       .c = memory_.next_delta.data(),
                       .c_row = memory_.row[layer],
                       .finish = Finish::where_positive,
                       .mask = memory_.activations[layer].data(),
                       .mask_row = memory_.row[layer]});
    memory_.delta.swap(memory_.next_delta);
  }

  /// Copies into the gradient what was computed in scratch memory.
  void finish(Scalar* gradient) {
    for (std::size_t layer = 0; layer < layers_; ++layer) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1];
      Scalar* to = gradient + offsets_[2 * layer];
      const Scalar* from = memory_.padded_gradient[layer].data();
      if (layer + 1 == layers_) {
        kernels_.transpose(from, memory_.row[layer], outputs, inputs + 1, to, outputs);
      } else if (padded(layer)) {
        copy_rows(from, memory_.row[layer + 1], inputs + 1, outputs, to, outputs);
      }
    }
  }

  LayerSizes sizes_;
  std::size_t layers_;
  const Kernels<Scalar>& kernels_;
  DenseScratch<Scalar> memory_;
  /// Of each block in the flat vector: weights and biases in turn, without a gap.
  std::vector<Index> offsets_;
  /// Samples in this chunk.
  Index count_ = 0;
};

}  // namespace

template <typename Scalar>
std::unique_ptr<Classifier<Scalar>> make_dense_network(const LayerSizes& sizes, Index largest_batch,
                                                       InstructionSet set) {
  return std::make_unique<DenseNetwork<Scalar>>(sizes, largest_batch, kernels<Scalar>(set));
}

template std::unique_ptr<Classifier<float>> make_dense_network(const LayerSizes&, Index,
                                                               InstructionSet);
template std::unique_ptr<Classifier<double>> make_dense_network(const LayerSizes&, Index,
                                                                InstructionSet);

}  // namespace descend
