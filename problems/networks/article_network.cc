#include "problems/networks/article_network.h"

#include <algorithm>

#include "problems/networks/article_elementary.h"

namespace descend {
namespace {

constexpr float kSmallestProbability = 1e-7f, kLargestProbability = 1 - 1e-7;

class ArticleNetwork final : public Classifier<float> {
 public:
  ArticleNetwork(const LayerSizes& sizes, Index largest_batch) : sizes_(sizes) {
    for (const Block& block : dense_layout(sizes).blocks) offsets_.push_back(block.offset);
    for (Index size : sizes) activations_.emplace_back(largest_batch * size);
    const Index widest = *std::max_element(sizes.begin(), sizes.end());
    delta_.resize(largest_batch * widest);
    next_delta_.resize(largest_batch * widest);
    sums_.resize(widest);
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
    backward(parameters, gradient);
    return loss;
  }

  double accuracy(const float* parameters, const Samples<float>& samples) override {
    forward(parameters, samples, {});
    const Index classes = sizes_.back();
    Index right = 0;
    for (Index s = 0; s < count_; ++s) {
      const float* row = activations_.back().data() + s * classes;
      right += std::max_element(row, row + classes) - row == classes_[s];
    }
    return static_cast<double>(right) / static_cast<double>(count_);
  }

 private:
  void gather(const Samples<float>& samples, std::span<const Index> batch) {
    const Index inputs = samples.inputs;
    for (Index s = 0; s < count_; ++s) {
      const Index sample = batch.empty() ? s : batch[s];
      std::copy_n(samples.x.data() + sample * inputs, inputs, activations_[0].data() + s * inputs);
      classes_[s] = samples.classes[sample];
    }
  }

  void forward(const float* parameters, const Samples<float>& samples,
               std::span<const Index> batch) {
    count_ = batch.empty() ? samples.count() : static_cast<Index>(batch.size());
    gather(samples, batch);
    const std::size_t layers = sizes_.size() - 1;
    for (std::size_t layer = 0; layer < layers; ++layer) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1];
      const float* weights = parameters + offsets_[2 * layer];
      const float* biases = parameters + offsets_[2 * layer + 1];
      for (Index s = 0; s < count_; ++s) {
        const float* in = activations_[layer].data() + s * inputs;
        float* out = activations_[layer + 1].data() + s * outputs;
        std::fill_n(sums_.data(), outputs, 0.0);
        for (Index k = 0; k < inputs; ++k) {
          const double factor = in[k];
          for (Index o = 0; o < outputs; ++o) sums_[o] += factor * weights[k * outputs + o];
        }
        for (Index o = 0; o < outputs; ++o) out[o] = static_cast<float>(sums_[o]) + biases[o];
        if (layer + 1 < layers) {
          for (Index o = 0; o < outputs; ++o) out[o] = out[o] <= 0 ? 0.0f : out[o];
        } else {
          softmax({out, static_cast<std::size_t>(outputs)});
        }
      }
    }
  }

  static void softmax(std::span<float> row) {
    float largest = row[0];
    for (float number : row) largest = number > largest || number != number ? number : largest;
    for (float& number : row) number = article_exp(number - largest);
    const float sum = article_sum(row);
    for (float& number : row) number /= sum;
  }

  double mean_loss() {
    const Index classes = sizes_.back();
    for (Index s = 0; s < count_; ++s) {
      const float p = activations_.back()[s * classes + classes_[s]];
      losses_[s] = p != p ? p
                          : -article_log(p < kSmallestProbability  ? kSmallestProbability
                                         : p > kLargestProbability ? kLargestProbability
                                                                   : p);
    }
    const float sum = article_sum({losses_.data(), static_cast<std::size_t>(count_)});
    return static_cast<float>(sum / static_cast<double>(count_));
  }

  void backward(const float* parameters, float* gradient) {
    const Index classes = sizes_.back();
    const float count = static_cast<float>(count_);
    for (Index s = 0; s < count_; ++s) {
      for (Index c = 0; c < classes; ++c) {
        const float p = activations_.back()[s * classes + c];
        delta_[s * classes + c] = (c == classes_[s] ? p - 1.0f : p) / count;
      }
    }
    for (std::size_t layer = sizes_.size() - 1; layer-- > 0;) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1];
      weight_gradient(layer, gradient + offsets_[2 * layer]);
      float* bias_gradient = gradient + offsets_[2 * layer + 1];
      std::fill_n(bias_gradient, outputs, 0.0f);
      for (Index s = 0; s < count_; ++s) {
        for (Index o = 0; o < outputs; ++o) bias_gradient[o] += delta_[s * outputs + o];
      }
      if (layer == 0) break;
      const float* weights = parameters + offsets_[2 * layer];
      for (Index s = 0; s < count_; ++s) {
        const float* in = activations_[layer].data() + s * inputs;
        for (Index k = 0; k < inputs; ++k) {
          double sum = 0;
          for (Index o = 0; o < outputs; ++o) {
            sum += static_cast<double>(delta_[s * outputs + o]) * weights[k * outputs + o];
          }
          next_delta_[s * inputs + k] = in[k] <= 0 ? 0.0f : static_cast<float>(sum);
        }
      }
      std::swap(delta_, next_delta_);
    }
  }

  void weight_gradient(std::size_t layer, float* gradient) {
    const Index inputs = sizes_[layer], outputs = sizes_[layer + 1];
    for (Index k = 0; k < inputs; ++k) {
      std::fill_n(sums_.data(), outputs, 0.0);
      for (Index s = 0; s < count_; ++s) {
        const double factor = activations_[layer][s * inputs + k];
        const float* delta = delta_.data() + s * outputs;
        for (Index o = 0; o < outputs; ++o) sums_[o] += factor * delta[o];
      }
      for (Index o = 0; o < outputs; ++o) gradient[k * outputs + o] = static_cast<float>(sums_[o]);
    }
  }

  LayerSizes sizes_;
  /// Of each block in the flat vector: weights and biases in turn.
  std::vector<Index> offsets_;
  /// Samples in this batch.
  Index count_ = 0;
  /// Sample after sample; [0] the inputs, the last the probabilities.
  std::vector<std::vector<float>> activations_;
  /// The loss's derivative by what enters a layer's activation, sample after sample.
  std::vector<float> delta_, next_delta_;
  std::vector<double> sums_;
  std::vector<float> losses_;
  std::vector<int> classes_;
};

}  // namespace

std::unique_ptr<Classifier<float>> make_article_network(const LayerSizes& sizes,
                                                        Index largest_batch) {
  return std::make_unique<ArticleNetwork>(sizes, largest_batch);
}

}  // namespace descend
