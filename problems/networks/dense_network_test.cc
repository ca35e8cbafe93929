#include "problems/networks/dense_network.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "problems/networks/article_network.h"
#include "problems/networks/network_trial.h"

namespace descend {
namespace {

constexpr InstructionSet kSets[] = {InstructionSet::portable, InstructionSet::avx2,
                                    InstructionSet::avx512};

/// The network in its plainest form; every sum in the order that dense_network.h states.
template <typename Scalar>
double plain(const Trial<Scalar>& trial, std::span<const Index> batch,
             std::vector<Scalar>& gradient) {
  const LayerSizes& sizes = trial.sizes;
  const Layout layout = dense_layout(sizes);
  const std::size_t layers = sizes.size() - 1;
  const auto block = [&](std::size_t i, auto& of) { return &of[layout.blocks[i].offset]; };
  gradient.assign(trial.x.size(), 0);
  const Scalar share = Scalar(1) / static_cast<Scalar>(batch.size());
  double total = 0;
  for (const Index s : batch) {
    std::vector<std::vector<Scalar>> in(layers + 1);
    in[0] = {&trial.samples.x[s * sizes[0]], &trial.samples.x[s * sizes[0]] + sizes[0]};
    for (std::size_t l = 0; l < layers; ++l) {
      for (Index o = 0; o < sizes[l + 1]; ++o) {
        Scalar sum = block(2 * l + 1, trial.x)[o];
        for (Index k = 0; k < sizes[l]; ++k) {
          sum = std::fma(block(2 * l, trial.x)[k * sizes[l + 1] + o], in[l][k], sum);
        }
        in[l + 1].push_back(l + 1 < layers && sum < 0 ? 0 : sum);
      }
    }
    const Scalar largest = *std::max_element(in[layers].begin(), in[layers].end());
    std::vector<Scalar> delta;
    Scalar sum = 0;
    for (const Scalar score : in[layers]) sum += delta.emplace_back(exp(score - largest));
    for (Scalar& d : delta) d *= share / sum;
    const int right = trial.samples.classes[s];
    delta[right] -= share;
    const double loss = static_cast<double>(log(sum) - (in[layers][right] - largest));
    total += loss;
    for (std::size_t l = layers; l-- > 0;) {
      std::vector<Scalar> next(sizes[l]);
      for (Index k = 0; k < sizes[l]; ++k) {
        for (Index o = 0; o < sizes[l + 1]; ++o) {
          Scalar& g = block(2 * l, gradient)[k * sizes[l + 1] + o];
          g = std::fma(in[l][k], delta[o], g);
          next[k] = std::fma(delta[o], block(2 * l, trial.x)[k * sizes[l + 1] + o], next[k]);
        }
        if (in[l][k] <= 0) next[k] = 0;
      }
      for (Index o = 0; o < sizes[l + 1]; ++o) block(2 * l + 1, gradient)[o] += delta[o];
      delta = next;
    }
  }
  return total / static_cast<double>(batch.size());
}

const std::vector<LayerSizes> kShapes = {
    {2, 64, 3},         {2, 3},        {1, 1, 2},     {5, 7, 9, 4}, {64, 64, 10},
    {33, 17, 16, 8, 5}, {3, 1, 20, 2}, {100, 50, 33}, {40, 3},      {300, 130, 10}};
constexpr Index kCounts[] = {1, 2, 5, 16, 17, 97, 200, 300};

template <typename Scalar>
void expect_the_stated_order() {
  for (const LayerSizes& sizes : kShapes) {
    for (const Index count : kCounts) {
      const Trial<Scalar> trial(sizes, count);
      for (const bool part : {false, true}) {
        const std::span<const Index> batch = part ? trial.half : trial.all;
        std::vector<Scalar> expected, gradient(trial.x.size());
        const double loss = plain(trial, batch, expected);
        for (const InstructionSet set : kSets) {
          if (!available(set)) continue;
          SCOPED_TRACE(fmt::format("{} layers from {}, {} samples, batch {}, set {}", sizes.size(),
                                   sizes[0], count, batch.size(), static_cast<int>(set)));
          const auto network = make_dense_network<Scalar>(sizes, count, set);
          const std::span<const Index> given = part ? batch : std::span<const Index>();
          std::fill(gradient.begin(), gradient.end(), Scalar(77));
          ASSERT_EQ(
              network->loss_and_gradient(trial.x.data(), trial.samples, given, gradient.data()),
              loss);
          ASSERT_EQ(network->loss(trial.x.data(), trial.samples, given), loss);
          for (std::size_t i = 0; i < gradient.size(); ++i) {
            ASSERT_EQ(gradient[i], expected[i]) << "parameter " << i;
          }
        }
      }
    }
  }
}

TEST(DenseNetwork, ComputesInTheStatedOrderOnEveryInstructionSet) {
  expect_the_stated_order<float>();
  expect_the_stated_order<double>();
}

TEST(DenseNetwork, HasTheGradientOfItsLoss) {
  for (const LayerSizes& sizes : std::vector<LayerSizes>{{2, 3}, {3, 5, 4}, {4, 9, 7, 3}}) {
    const Trial<double> trial(sizes, 29);
    const auto network = make_dense_network<double>(sizes, 29);
    std::vector<double> gradient(trial.x.size()), x = trial.x;
    network->loss_and_gradient(x.data(), trial.samples, trial.half, gradient.data());
    for (std::size_t i = 0; i < x.size(); ++i) {
      constexpr double kStep = 1e-6;
      x[i] = trial.x[i] + kStep;
      const double above = network->loss(x.data(), trial.samples, trial.half);
      x[i] = trial.x[i] - kStep;
      const double below = network->loss(x.data(), trial.samples, trial.half);
      x[i] = trial.x[i];
      EXPECT_NEAR(gradient[i], (above - below) / (2 * kStep), 1e-8) << "parameter " << i;
    }
  }
}

TEST(DenseNetwork, CountsTheRightAnswersOnEveryInstructionSet) {
  for (const LayerSizes& sizes : kShapes) {
    const Trial<float> trial(sizes, 211);
    std::vector<double> shares;
    for (const InstructionSet set : kSets) {
      if (!available(set)) continue;
      shares.push_back(
          make_dense_network<float>(sizes, 211, set)->accuracy(trial.x.data(), trial.samples));
      EXPECT_EQ(shares.back(), shares.front());
    }
    // All answers alike: the first class wins the tie.
    const std::vector<float> zeros(trial.x.size());
    EXPECT_EQ(make_dense_network<float>(sizes, 211)->accuracy(zeros.data(), trial.samples),
              static_cast<double>(
                  std::count(trial.samples.classes.begin(), trial.samples.classes.end(), 0)) /
                  211);
  }
}

TEST(ArticleNetwork, HasTheSameBitsOnEveryInstructionSet) {
  for (const LayerSizes& sizes : kShapes) {
    for (const Index count : {1, 17, 300}) {
      const Trial<float> trial(sizes, count);
      std::vector<float> expected(trial.x.size()), gradient(trial.x.size());
      const double loss =
          make_article_network(sizes, count, InstructionSet::portable)
              ->loss_and_gradient(trial.x.data(), trial.samples, trial.half, expected.data());
      for (const InstructionSet set : kSets) {
        if (!available(set)) continue;
        EXPECT_EQ(
            make_article_network(sizes, count, set)
                ->loss_and_gradient(trial.x.data(), trial.samples, trial.half, gradient.data()),
            loss);
        EXPECT_EQ(gradient, expected);
      }
    }
  }
}

/// FNV-1a over the bytes: for comparison with what other compilers and machines gave.
template <typename Scalar>
std::uint64_t hash(const std::vector<Scalar>& numbers, double loss) {
  std::uint64_t result = 0xcbf29ce484222325;
  const auto add = [&](const void* from, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      result = (result ^ static_cast<const unsigned char*>(from)[i]) * 0x100000001b3;
    }
  };
  add(numbers.data(), numbers.size() * sizeof(Scalar));
  add(&loss, sizeof loss);
  return result;
}

template <typename Scalar>
std::uint64_t hash_after_descent(const LayerSizes& sizes) {
  Trial<Scalar> trial(sizes, 97);
  const auto network = make_dense_network<Scalar>(sizes, 97);
  std::vector<Scalar> gradient(trial.x.size());
  double loss = 0;
  for (int step = 0; step < 20; ++step) {
    loss = network->loss_and_gradient(trial.x.data(), trial.samples,
                                      step % 2 == 0 ? trial.half : std::span<const Index>(),
                                      gradient.data());
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      const Scalar move = Scalar(0.25) * gradient[i];
      trial.x[i] -= move;
    }
  }
  return hash(trial.x, loss);
}

TEST(DenseNetwork, HasTheBitsOfOtherCompilersAndMachines) {
  EXPECT_EQ(hash_after_descent<float>({2, 64, 3}), 0x89e86f4c1e80bb28u);
  EXPECT_EQ(hash_after_descent<double>({2, 64, 3}), 0x61426c28e581a482u);
  EXPECT_EQ(hash_after_descent<float>({20, 33, 17, 10}), 0x6895d03776fb389cu);
  EXPECT_EQ(hash_after_descent<double>({20, 33, 17, 10}), 0xd904b32b6d204598u);
}

}  // namespace
}  // namespace descend
