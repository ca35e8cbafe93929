#include "problems/networks/dense_network.h"

#include <algorithm>
#include <cmath>

#include "descend/elementary.h"

namespace descend {
namespace {

/// -log of the largest and the smallest probability that the loss lets through.
constexpr double kSmallestLoss = 1.00000005000000333e-7, kLargestLoss = 16.11809565095832;

template <typename Scalar>
class DenseNetwork final : public Classifier<Scalar> {
 public:
  explicit DenseNetwork(const LayerSizes& sizes) : sizes_(sizes) {
    for (const Block& block : dense_layout(sizes).blocks) offsets_.push_back(block.offset);
    for (Index size : sizes) activations_.emplace_back(size);
    delta_.resize(*std::max_element(sizes.begin(), sizes.end()));
    next_delta_.resize(delta_.size());
  }

  double loss(const Scalar* parameters, const Samples<Scalar>& samples,
              std::span<const Index> batch) override {
    const Index count = batch.empty() ? samples.count() : static_cast<Index>(batch.size());
    double total = 0;
    for (Index s = 0; s < count; ++s) {
      const Index sample = batch.empty() ? s : batch[s];
      forward(parameters, samples, sample);
      total += softmax_loss(samples.classes[sample], Scalar(1));
    }
    return total / static_cast<double>(count);
  }

  double loss_and_gradient(const Scalar* parameters, const Samples<Scalar>& samples,
                           std::span<const Index> batch, Scalar* gradient) override {
    const Index count = batch.empty() ? samples.count() : static_cast<Index>(batch.size());
    const Scalar share = Scalar(1) / static_cast<Scalar>(count);
    std::fill_n(gradient, offsets_.back() + sizes_.back(), Scalar(0));
    double total = 0;
    for (Index s = 0; s < count; ++s) {
      const Index sample = batch.empty() ? s : batch[s];
      forward(parameters, samples, sample);
      total += softmax_loss(samples.classes[sample], share);
      backward(parameters, gradient);
    }
    return total / static_cast<double>(count);
  }

  double accuracy(const Scalar* parameters, const Samples<Scalar>& samples) override {
    Index right = 0;
    for (Index s = 0; s < samples.count(); ++s) {
      forward(parameters, samples, s);
      const auto& scores = activations_.back();
      right +=
          std::max_element(scores.begin(), scores.end()) - scores.begin() == samples.classes[s];
    }
    return static_cast<double>(right) / static_cast<double>(samples.count());
  }

 private:
  void forward(const Scalar* parameters, const Samples<Scalar>& samples, Index sample) {
    std::copy_n(samples.x.data() + sample * samples.inputs, samples.inputs, activations_[0].data());
    const std::size_t layers = sizes_.size() - 1;
    for (std::size_t layer = 0; layer < layers; ++layer) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1];
      const Scalar* weights = parameters + offsets_[2 * layer];
      const Scalar* in = activations_[layer].data();
      Scalar* out = activations_[layer + 1].data();
      std::copy_n(parameters + offsets_[2 * layer + 1], outputs, out);
      for (Index k = 0; k < inputs; ++k) {
        for (Index o = 0; o < outputs; ++o) {
          out[o] = fma(weights[k * outputs + o], in[k], out[o]);
        }
      }
      if (layer + 1 == layers) break;
      for (Index o = 0; o < outputs; ++o) out[o] = out[o] <= 0 ? Scalar(0) : out[o];
    }
  }

  /// The sample's loss; leaves share * (p - onehot) in delta_.
  double softmax_loss(int right, Scalar share) {
    const auto& scores = activations_.back();
    const Scalar largest = *std::max_element(scores.begin(), scores.end());
    Scalar sum(0);
    for (std::size_t c = 0; c < scores.size(); ++c) {
      delta_[c] = exp(scores[c] - largest);
      sum += delta_[c];
    }
    const Scalar scale = share / sum;
    for (std::size_t c = 0; c < scores.size(); ++c) delta_[c] *= scale;
    delta_[right] -= share;
    const double loss = static_cast<double>(log(sum) - (scores[right] - largest));
    return loss < kSmallestLoss ? kSmallestLoss : loss > kLargestLoss ? kLargestLoss : loss;
  }

  void backward(const Scalar* parameters, Scalar* gradient) {
    for (std::size_t layer = sizes_.size() - 1; layer-- > 0;) {
      const Index inputs = sizes_[layer], outputs = sizes_[layer + 1];
      const Scalar* weights = parameters + offsets_[2 * layer];
      Scalar* weight_gradient = gradient + offsets_[2 * layer];
      Scalar* bias_gradient = gradient + offsets_[2 * layer + 1];
      const Scalar* in = activations_[layer].data();
      for (Index o = 0; o < outputs; ++o) bias_gradient[o] += delta_[o];
      for (Index k = 0; k < inputs; ++k) {
        Scalar sum(0);
        for (Index o = 0; o < outputs; ++o) {
          weight_gradient[k * outputs + o] =
              fma(delta_[o], in[k], weight_gradient[k * outputs + o]);
          sum = fma(delta_[o], weights[k * outputs + o], sum);
        }
        next_delta_[k] = in[k] <= 0 ? Scalar(0) : sum;
      }
      std::swap(delta_, next_delta_);
    }
  }

  LayerSizes sizes_;
  /// Of each block in the flat vector: weights and biases in turn.
  std::vector<Index> offsets_;
  /// Of one sample: [0] the inputs, the last the scores before softmax.
  std::vector<std::vector<Scalar>> activations_;
  /// The loss's derivative by what enters a layer's activation.
  std::vector<Scalar> delta_, next_delta_;
};

}  // namespace

template <typename Scalar>
std::unique_ptr<Classifier<Scalar>> make_dense_network(const LayerSizes& sizes, Index) {
  return std::make_unique<DenseNetwork<Scalar>>(sizes);
}

template std::unique_ptr<Classifier<float>> make_dense_network(const LayerSizes&, Index);
template std::unique_ptr<Classifier<double>> make_dense_network(const LayerSizes&, Index);

}  // namespace descend
