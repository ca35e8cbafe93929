// What the networks' losses are: of the probabilities as they are, and the article's of clipped
// ones.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "problems/networks/article_network.h"
#include "problems/networks/dense_network.h"
#include "problems/networks/network_trial.h"

namespace descend {
namespace {

/// The mean of log(sum of exp(z)) - z[class] with z, from the parameters on, in long double.
double exact_loss(const Trial<double>& trial) {
  const Layout layout = dense_layout(trial.sizes);
  long double total = 0;
  for (Index s = 0; s < trial.samples.count(); ++s) {
    std::vector<long double> in(&trial.samples.x[s * trial.sizes[0]],
                                &trial.samples.x[(s + 1) * trial.sizes[0]]);
    for (std::size_t l = 0; l + 1 < trial.sizes.size(); ++l) {
      const double* weights = &trial.x[layout.blocks[2 * l].offset];
      const double* biases = &trial.x[layout.blocks[2 * l + 1].offset];
      std::vector<long double> out(biases, biases + trial.sizes[l + 1]);
      for (std::size_t o = 0; o < out.size(); ++o) {
        for (std::size_t k = 0; k < in.size(); ++k) out[o] += weights[k * out.size() + o] * in[k];
        if (l + 2 < trial.sizes.size() && out[o] < 0) out[o] = 0;
      }
      in = out;
    }
    const long double largest = *std::max_element(in.begin(), in.end());
    long double sum = 0;
    for (const long double score : in) sum += std::exp(score - largest);
    total += std::log(sum) - (in[trial.samples.classes[s]] - largest);
  }
  return static_cast<double>(total / trial.samples.count());
}

// Far from the start of a usual training probabilities are below 1e-7, and losses are large.
TEST(DenseNetwork, HasTheLossOfItsGradientHoweverLarge) {
  for (const double scale : {3.0, 30.0, 300.0, 1e4}) {
    for (const LayerSizes& sizes : std::vector<LayerSizes>{{2, 3}, {3, 5, 4}, {4, 9, 7, 3}}) {
      SCOPED_TRACE(fmt::format("scale {}, {} layers", scale, sizes.size()));
      Trial<double> trial(sizes, 29, scale);
      const auto network = make_dense_network<double>(sizes, 29);
      std::vector<double> gradient(trial.x.size());
      const double loss =
          network->loss_and_gradient(trial.x.data(), trial.samples, {}, gradient.data());
      EXPECT_GT(loss, 1);
      EXPECT_NEAR(loss, exact_loss(trial), 1e-13 * loss);
      // Along the gradient, by differences: its squared length.
      const double squares =
          std::inner_product(gradient.begin(), gradient.end(), gradient.begin(), 0.0);
      const double step = 1e-5 * loss / squares;
      const std::vector<double> x = trial.x;
      const auto moved = [&](double by) {
        for (std::size_t i = 0; i < x.size(); ++i) trial.x[i] = x[i] + by * gradient[i];
        return exact_loss(trial);
      };
      EXPECT_NEAR((moved(step) - moved(-step)) / (2 * step), squares, 1e-4 * squares);
      EXPECT_EQ(network->loss(x.data(), trial.samples, {}), loss);
    }
  }
}

TEST(DenseNetwork, TellsSmallLossesApart) {
  for (const double margin : {5.0, 20.0, 30.0}) {
    Trial<double> trial({1, 2}, 1);
    trial.samples.x = {1};
    trial.samples.classes = {0};
    trial.x = {margin, 0, 0, 0};  // weights of both classes, then their biases
    EXPECT_NEAR(make_dense_network<double>({1, 2}, 1)->loss(trial.x.data(), trial.samples, {}),
                std::log1p(std::exp(-margin)), 3e-16);
  }
}

TEST(ArticleNetwork, ClipsItsProbabilities) {
  for (const int right : {0, 1}) {
    Trial<float> trial({1, 2}, 1);
    trial.samples.x = {1};
    trial.samples.classes = {right};
    trial.x = {100, 0, 0, 0};
    const double loss = make_article_network({1, 2}, 1)->loss(trial.x.data(), trial.samples, {});
    EXPECT_NEAR(loss, right == 0 ? 1e-7 : 16.118, right == 0 ? 3e-8 : 1e-3);
    EXPECT_EQ(make_dense_network<float>({1, 2}, 1)->loss(trial.x.data(), trial.samples, {}),
              right == 0 ? 0 : 100);
  }
}

}  // namespace
}  // namespace descend
