#include "problems/networks/dense_network.h"

#include <algorithm>

namespace descend {
namespace {

/// -log of the largest and the smallest probability that the loss lets through.
constexpr double kSmallestLoss = 1.00000005000000333e-7, kLargestLoss = 16.11809565095832;

/// Numbers on a whole number of cache lines.
template <typename Scalar>
using Scratch = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

Index round_up(Index n, Index unit) { return (n + unit - 1) / unit * unit; }

/// Samples pass through in chunks whose activations stay in the cache. A chunk's are matrices with
/// a row for each sample, except at the end of the network, where the classes are few: there each
/// sample is a column.
template <typename Scalar>
class DenseNetwork final : public Classifier<Scalar> {
 public:
  DenseNetwork(const LayerSizes& sizes, Index largest_batch, const Kernels<Scalar>& kernels)
      : sizes_(sizes), layers_(sizes.size() - 1), kernels_(kernels) {
    for (const Block& block : dense_layout(sizes).blocks) offsets_.push_back(block.offset);
    Index width = 0, widest = 0;
    for (Index size : sizes) {
      row_.push_back(row_length(size + 1));  // and a one, for the gradient of the biases
      width += row_.back();
      widest = std::max(widest, row_.back());
    }
    // Small networks: what the first-level cache holds. Large ones: what makes up for reading and
    // writing all of the weights' gradient once a chunk.
    const Index cached = Index{24576} / (width * static_cast<Index>(sizeof(Scalar)));
    chunk_ = std::clamp<Index>(cached / 48 * 48, 96, 192);
    chunk_ = std::min(chunk_, round_up(largest_batch, kLine));
    column_ = row_length(chunk_);
    for (std::size_t layer = 0; layer < layers_; ++layer) {
      const Index inputs = sizes[layer], outputs = sizes[layer + 1], row = row_[layer + 1];
      activations_.push_back(zeros(chunk_ * row_[layer]));
      transposed_weights_.push_back(zeros(layer > 0 ? outputs * row_[layer] : 0));
      const bool last = layer + 1 == layers_, ragged = outputs % kernels.lanes != 0;
      padded_weights_.push_back(zeros(!last && ragged ? (inputs + 1) * row : 0));
      padded_gradient_.push_back(zeros(last     ? outputs * row_[layer]
                                       : ragged ? (inputs + 1) * row
                                                : 0));
    }
    columns_ = zeros(row_[layers_ - 1] * column_);
    scores_ = zeros(sizes.back() * column_);
    delta_ = next_delta_ = zeros(chunk_ * widest);
    classes_ = losses_ = zeros(column_);
  }

  double loss(const Scalar* parameters, const Samples<Scalar>& samples,
              std::span<const Index> batch) override {
    prepare(parameters, false);
    double total = 0;
    const Index count = batch.empty() ? samples.count() : static_cast<Index>(batch.size());
    for (Index first = 0; first < count; first += chunk_) {
      forward(parameters, samples, batch, first, std::min(chunk_, count - first));
      kernels_.softmax(scores(), Scalar(0), losses_.data());
      add_losses(total);
    }
    return total / static_cast<double>(count);
  }

  double loss_and_gradient(const Scalar* parameters, const Samples<Scalar>& samples,
                           std::span<const Index> batch, Scalar* gradient) override {
    prepare(parameters, true);
    double total = 0;
    const Index count = batch.empty() ? samples.count() : static_cast<Index>(batch.size());
    for (Index first = 0; first < count; first += chunk_) {
      forward(parameters, samples, batch, first, std::min(chunk_, count - first));
      kernels_.softmax(scores(), Scalar(1) / static_cast<Scalar>(count), losses_.data());
      add_losses(total);
      backward(gradient, first == 0);
    }
    finish(gradient);
    return total / static_cast<double>(count);
  }

  double accuracy(const Scalar* parameters, const Samples<Scalar>& samples) override {
    prepare(parameters, false);
    Index right = 0;
    for (Index first = 0; first < samples.count(); first += chunk_) {
      forward(parameters, samples, {}, first, std::min(chunk_, samples.count() - first));
      kernels_.most_probable(scores(), losses_.data());
      for (Index s = 0; s < count_; ++s) right += losses_[s] == classes_[s];
    }
    return static_cast<double>(right) / static_cast<double>(samples.count());
  }

 private:
  static constexpr Index kLine = 64 / sizeof(Scalar);

  static Scratch<Scalar> zeros(Index size) { return Scratch<Scalar>::Zero(size); }

  /// Room for n numbers in an odd number of cache lines: rows then share no places in the cache.
  static Index row_length(Index n) { return (round_up(n, kLine) / kLine | 1) * kLine; }

  bool last(std::size_t layer) const { return layer + 1 == layers_; }
  bool padded(std::size_t layer) const { return padded_weights_[layer].size() > 0; }
  Index packs(Index n) const { return round_up(n, kernels_.lanes); }

  Scores<Scalar> scores() {
    return {sizes_.back(), packs(count_), scores_.data(), column_, classes_.data()};
  }

  /// Copies of the weights: transposed for the way back, and with whole packs in a row.
  void prepare(const Scalar* parameters, bool for_gradient) {
    for (std::size_t layer = 0; layer < layers_; ++layer) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1];
      const Scalar* weights = parameters + offsets_[2 * layer];
      if (padded(layer)) {
        for (Index k = 0; k <= inputs; ++k) {
          std::copy_n(weights + k * outputs, outputs,
                      padded_weights_[layer].data() + k * row_[layer + 1]);
        }
      }
      if (for_gradient && layer > 0) {
        kernels_.transpose(weights, outputs, inputs, outputs, transposed_weights_[layer].data(),
                           row_[layer]);
      }
    }
  }

  void gather(const Samples<Scalar>& samples, std::span<const Index> batch, Index first) {
    const Index inputs = samples.inputs;
    for (Index s = 0; s < count_; ++s) {
      const Index sample = batch.empty() ? first + s : batch[first + s];
      Scalar* row = activations_[0].data() + s * row_[0];
      std::copy_n(samples.x.data() + sample * inputs, inputs, row);
      row[inputs] = 1;
      classes_[s] = static_cast<Scalar>(samples.classes[sample]);
    }
  }

  /// Leaves the activations and the scores of `count` samples.
  void forward(const Scalar* parameters, const Samples<Scalar>& samples,
               std::span<const Index> batch, Index first, Index count) {
    count_ = count;
    gather(samples, batch, first);
    for (std::size_t layer = 0; layer + 1 < layers_; ++layer) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1], row = row_[layer + 1];
      const Scalar* weights =
          padded(layer) ? padded_weights_[layer].data() : parameters + offsets_[2 * layer];
      const Index weights_row = padded(layer) ? row : outputs;
      Scalar* out = activations_[layer + 1].data();
      kernels_.multiply({.rows = count,
                         .columns = outputs,
                         .depth = inputs,
                         .a = activations_[layer].data(),
                         .a_row = row_[layer],
                         .a_column = 1,
                         .b = weights,
                         .b_row = weights_row,
                         .c = out,
                         .c_row = row,
                         .start = Start::column,
                         .start_values = weights + inputs * weights_row,
                         .finish = Finish::positive_part});
      for (Index s = 0; s < count; ++s) out[s * row + outputs] = 1;
    }
    const Index inputs = sizes_[layers_ - 1], classes = sizes_[layers_];
    kernels_.transpose(activations_[layers_ - 1].data(), row_[layers_ - 1],
                       std::min(chunk_, packs(count)), packs(inputs), columns_.data(), column_);
    const Scalar* weights = parameters + offsets_[2 * layers_ - 2];
    kernels_.multiply({.rows = classes,
                       .columns = count,
                       .depth = inputs,
                       .a = weights,
                       .a_row = 1,
                       .a_column = classes,
                       .b = columns_.data(),
                       .b_row = column_,
                       .c = scores_.data(),
                       .c_row = column_,
                       .start = Start::row,
                       .start_values = weights + inputs * classes});
  }

  void add_losses(double& total) const {
    for (Index s = 0; s < count_; ++s) {
      const double loss = static_cast<double>(losses_[s]);
      total += loss < kSmallestLoss ? kSmallestLoss : loss > kLargestLoss ? kLargestLoss : loss;
    }
  }

  /// Adds the chunk's share of the gradient, or starts it.
  void backward(Scalar* gradient, bool first) {
    const Start start = first ? Start::zero : Start::c;
    const Index classes = sizes_.back(), inputs = sizes_[layers_ - 1];
    // The last layer's, class after class; a one ends each row of activations.
    kernels_.multiply({.rows = classes,
                       .columns = inputs + 1,
                       .depth = count_,
                       .a = scores_.data(),
                       .a_row = column_,
                       .a_column = 1,
                       .b = activations_[layers_ - 1].data(),
                       .b_row = row_[layers_ - 1],
                       .c = padded_gradient_[layers_ - 1].data(),
                       .c_row = row_[layers_ - 1],
                       .start = start});
    if (layers_ > 1) back_through(layers_ - 1, scores_.data(), 1, column_);
    for (std::size_t layer = layers_ - 1; layer-- > 0;) {
      const Index outputs = sizes_[layer + 1], row = row_[layer + 1];
      kernels_.multiply(
          {.rows = sizes_[layer] + 1,
           .columns = outputs,
           .depth = count_,
           .a = activations_[layer].data(),
           .a_row = 1,
           .a_column = row_[layer],
           .b = delta_.data(),
           .b_row = row,
           .c = padded(layer) ? padded_gradient_[layer].data() : gradient + offsets_[2 * layer],
           .c_row = padded(layer) ? row : outputs,
           .start = start});
      if (layer > 0) back_through(layer, delta_.data(), row, 1);
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
                       .b = transposed_weights_[layer].data(),
                       .b_row = row_[layer],
                       .c = next_delta_.data(),
                       .c_row = row_[layer],
                       .finish = Finish::where_positive,
                       .mask = activations_[layer].data(),
                       .mask_row = row_[layer]});
    delta_.swap(next_delta_);
  }

  /// Brings what was summed elsewhere into the gradient.
  void finish(Scalar* gradient) {
    for (std::size_t layer = 0; layer < layers_; ++layer) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1];
      Scalar* to = gradient + offsets_[2 * layer];
      const Scalar* from = padded_gradient_[layer].data();
      if (last(layer)) {
        kernels_.transpose(from, row_[layer], outputs, inputs + 1, to, outputs);
      } else if (padded(layer)) {
        for (Index k = 0; k <= inputs; ++k) {
          std::copy_n(from + k * row_[layer + 1], outputs, to + k * outputs);
        }
      }
    }
  }

  LayerSizes sizes_;
  std::size_t layers_;
  const Kernels<Scalar>& kernels_;
  /// Of each block in the flat vector: weights and biases in turn, without a gap.
  std::vector<Index> offsets_;
  /// From one row to the next: of a layer's units; and of columns, with a chunk's samples.
  std::vector<Index> row_;
  Index column_ = 0;
  /// The most samples in a chunk, and how many are in this one.
  Index chunk_ = 0, count_ = 0;
  /// [layer] is what enters it.
  std::vector<Scratch<Scalar>> activations_, transposed_weights_, padded_weights_, padded_gradient_;
  /// What enters the last layer, and its scores (then derivatives), with a column for each sample.
  Scratch<Scalar> columns_, scores_;
  /// The loss's derivative by what enters a layer's activation.
  Scratch<Scalar> delta_, next_delta_;
  Scratch<Scalar> classes_, losses_;
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
