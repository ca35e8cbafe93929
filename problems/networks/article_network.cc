#include "problems/networks/article_network.h"

#include <algorithm>

#include "problems/networks/article_elementary.h"

namespace descend {
namespace {

constexpr float kSmallestProbability = 1e-7f, kLargestProbability = 1 - 1e-7;

/// Float32 numbers kept as float64, as the products take them: a row for each sample.
using Numbers = Vector<double>;

class ArticleNetwork final : public Classifier<float> {
 public:
  ArticleNetwork(const LayerSizes& sizes, Index largest_batch, const Kernels<double>& kernels)
      : sizes_(sizes), layers_(sizes.size() - 1), kernels_(kernels) {
    for (const Block& block : dense_layout(sizes).blocks) offsets_.push_back(block.offset);
    for (Index size : sizes) {
      row_.push_back((size + 7) / 8 * 8);  // whole packs of any instruction set
      activations_.push_back(Numbers::Zero(largest_batch * row_.back()));
    }
    const Index widest = *std::max_element(row_.begin(), row_.end());
    Index largest_layer = 0;
    for (std::size_t layer = 0; layer < layers_; ++layer) {
      weights_.push_back(Numbers::Zero(sizes[layer] * row_[layer + 1]));
      largest_layer = std::max(largest_layer, weights_.back().size());
      transposed_weights_.push_back(Numbers::Zero(layer > 0 ? sizes[layer + 1] * row_[layer] : 0));
    }
    weight_gradient_.resize(largest_layer);
    delta_ = next_delta_ = Numbers::Zero(largest_batch * widest);
    scores_.resize(widest);
    losses_.resize(largest_batch);
    classes_.resize(largest_batch);
  }

  double loss(const float* parameters, const Samples<float>& samples,
              std::span<const Index> batch) override {
    forward(parameters, samples, batch);
    return mean_loss();
  }

  double loss_and_gradient(const float* parameters, const Samples<float>& samples,
                           std::span<const Index> batch, float* gradient) override {
    forward(parameters, samples, batch);
    const double loss = mean_loss();
    backward(gradient);
    return loss;
  }

  double accuracy(const float* parameters, const Samples<float>& samples) override {
    forward(parameters, samples, {});
    Index right = 0;
    for (Index s = 0; s < count_; ++s) {
      const double* row = activations_.back().data() + s * row_.back();
      right += std::max_element(row, row + sizes_.back()) - row == classes_[s];
    }
    return static_cast<double>(right) / static_cast<double>(count_);
  }

  Index firing_units(const float* parameters, const Samples<float>& samples) override {
    forward(parameters, samples, {});
    Index firing = 0;
    for (std::size_t layer = 1; layer < layers_; ++layer) {
      std::vector<bool> fires(static_cast<std::size_t>(sizes_[layer]));
      mark_positive(activations_[layer].data(), row_[layer], count_, fires);
      firing += std::count(fires.begin(), fires.end(), true);
    }
    return firing;
  }

 private:
  void gather(const Samples<float>& samples, std::span<const Index> batch) {
    const Index inputs = samples.inputs;
    for (Index s = 0; s < count_; ++s) {
      const Index sample = batch.empty() ? s : batch[s];
      std::copy_n(samples.x.data() + sample * inputs, inputs, activations_[0].data() + s * row_[0]);
      classes_[s] = samples.classes[sample];
    }
  }

  void widen_weights(const float* parameters) {
    for (std::size_t layer = 0; layer < layers_; ++layer) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1], row = row_[layer + 1];
      double* weights = weights_[layer].data();
      for (Index k = 0; k < inputs; ++k) {
        std::copy_n(parameters + offsets_[2 * layer] + k * outputs, outputs, weights + k * row);
      }
      if (layer == 0) continue;
      kernels_.transpose(weights, row, inputs, outputs, transposed_weights_[layer].data(),
                         row_[layer]);
    }
  }

  void forward(const float* parameters, const Samples<float>& samples,
               std::span<const Index> batch) {
    count_ = batch.empty() ? samples.count() : static_cast<Index>(batch.size());
    gather(samples, batch);
    widen_weights(parameters);
    for (std::size_t layer = 0; layer < layers_; ++layer) {
      const Index outputs = sizes_[layer + 1], row = row_[layer + 1];
      const float* biases = parameters + offsets_[2 * layer + 1];
      double* out = activations_[layer + 1].data();
      kernels_.multiply({.rows = count_,
                         .columns = outputs,
                         .depth = sizes_[layer],
                         .a = activations_[layer].data(),
                         .a_row = row_[layer],
                         .a_column = 1,
                         .b = weights_[layer].data(),
                         .b_row = row,
                         .c = out,
                         .c_row = row});
      for (Index s = 0; s < count_; ++s, out += row) {
        if (layer + 1 == layers_) {
          softmax(out, biases);
          continue;
        }
        for (Index o = 0; o < outputs; ++o) {
          const float sum = static_cast<float>(out[o]) + biases[o];
          out[o] = sum <= 0 ? 0.0f : sum;
        }
      }
    }
  }

  /// From products with the last weights to probabilities.
  void softmax(double* row, const float* biases) {
    const std::span<float> scores(scores_.data(), static_cast<std::size_t>(sizes_.back()));
    for (std::size_t c = 0; c < scores.size(); ++c) {
      scores[c] = static_cast<float>(row[c]) + biases[c];
    }
    float largest = scores[0];
    for (float score : scores) largest = score > largest || score != score ? score : largest;
    for (float& score : scores) score = article_exp(score - largest);
    const float sum = article_sum(scores);
    for (std::size_t c = 0; c < scores.size(); ++c) row[c] = scores[c] / sum;
  }

  double mean_loss() {
    for (Index s = 0; s < count_; ++s) {
      const float p = static_cast<float>(activations_.back()[s * row_.back() + classes_[s]]);
      losses_[s] = p != p ? p
                          : -article_log(p < kSmallestProbability  ? kSmallestProbability
                                         : p > kLargestProbability ? kLargestProbability
                                                                   : p);
    }
    const float sum = article_sum({losses_.data(), static_cast<std::size_t>(count_)});
    return static_cast<float>(sum / static_cast<double>(count_));
  }

  void backward(float* gradient) {
    const Index row = row_.back();
    const float count = static_cast<float>(count_);
    for (Index s = 0; s < count_; ++s) {
      for (Index c = 0; c < sizes_.back(); ++c) {
        const float p = static_cast<float>(activations_.back()[s * row + c]);
        delta_[s * row + c] = (c == classes_[s] ? p - 1.0f : p) / count;
      }
    }
    for (std::size_t layer = layers_; layer-- > 0;) {
      layer_gradient(layer, gradient + offsets_[2 * layer], gradient + offsets_[2 * layer + 1]);
      if (layer > 0) back_through(layer);
    }
  }

  void layer_gradient(std::size_t layer, float* weights, float* biases) {
    const Index inputs = sizes_[layer], outputs = sizes_[layer + 1], row = row_[layer + 1];
    kernels_.multiply({.rows = inputs,
                       .columns = outputs,
                       .depth = count_,
                       .a = activations_[layer].data(),
                       .a_row = 1,
                       .a_column = row_[layer],
                       .b = delta_.data(),
                       .b_row = row,
                       .c = weight_gradient_.data(),
                       .c_row = row});
    for (Index k = 0; k < inputs; ++k) {
      for (Index o = 0; o < outputs; ++o) {
        weights[k * outputs + o] = static_cast<float>(weight_gradient_[k * row + o]);
      }
    }
    std::fill_n(biases, outputs, 0.0f);
    for (Index s = 0; s < count_; ++s) {
      const double* delta = delta_.data() + s * row;
      for (Index o = 0; o < outputs; ++o) biases[o] += static_cast<float>(delta[o]);
    }
  }

  /// From the derivatives by a layer's outputs to those by its inputs.
  void back_through(std::size_t layer) {
    const Index inputs = sizes_[layer], row = row_[layer];
    kernels_.multiply({.rows = count_,
                       .columns = inputs,
                       .depth = sizes_[layer + 1],
                       .a = delta_.data(),
                       .a_row = row_[layer + 1],
                       .a_column = 1,
                       .b = transposed_weights_[layer].data(),
                       .b_row = row,
                       .c = next_delta_.data(),
                       .c_row = row});
    delta_.swap(next_delta_);
    for (Index s = 0; s < count_; ++s) {
      const double* in = activations_[layer].data() + s * row;
      double* delta = delta_.data() + s * row;
      for (Index k = 0; k < inputs; ++k) {
        delta[k] = in[k] <= 0 ? 0.0 : static_cast<double>(static_cast<float>(delta[k]));
      }
    }
  }

  LayerSizes sizes_;
  std::size_t layers_;
  const Kernels<double>& kernels_;
  /// Of each block in the flat vector: weights and biases in turn.
  std::vector<Index> offsets_;
  /// From one sample's units to the next's.
  std::vector<Index> row_;
  /// Samples in this batch.
  Index count_ = 0;
  /// [layer] is what enters it; the last are the probabilities.
  std::vector<Numbers> activations_;
  std::vector<Numbers> weights_, transposed_weights_;
  Numbers weight_gradient_;
  /// The loss's derivative by what enters a layer's activation.
  Numbers delta_, next_delta_;
  std::vector<float> scores_, losses_;
  std::vector<int> classes_;
};

}  // namespace

std::unique_ptr<Classifier<float>> make_article_network(const LayerSizes& sizes,
                                                        Index largest_batch, InstructionSet set) {
  return std::make_unique<ArticleNetwork>(sizes, largest_batch, kernels<double>(set));
}

}  // namespace descend
