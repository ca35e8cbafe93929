// What must not matter to a rule: the order of the coordinates, the scale of the loss.

#include <gtest/gtest.h>

#include <numeric>

#include "optimizers/rule_test.h"

namespace descend::test {
namespace {

constexpr int kDimension = 13;  // no multiple of any vector's width
constexpr int kSteps = 60;

/// f = scale * sum of w_i (x_i - c_i)^4 / 4, coordinate i having the weight and the centre of
/// order[i]. No coordinate's gradient vanishes, and none is like another.
template <typename Scalar>
Objective<Scalar> separable(std::vector<int> order, double scale = 1) {
  return [=](const Vector<Scalar>& x, Vector<Scalar>& gradient) {
    double loss = 0;
    for (int i = 0; i < kDimension; ++i) {
      const Scalar weight(0.5 + order[i]), centre(3 + 0.25 * order[i]);
      const Scalar d = x[i] - centre;
      gradient[i] = Scalar(scale) * (weight * (d * d * d));
      loss += scale * double(weight * (d * d * d * d) / 4);
    }
    return loss;
  };
}

template <typename Scalar>
std::vector<Vector<Scalar>> run(const Settings& rule, const std::vector<int>& order,
                                double scale = 1) {
  Vector<Scalar> x0(kDimension);
  for (int i = 0; i < kDimension; ++i) x0[i] = Scalar(0.1 * order[i] - 1);
  return run_rule<Scalar>(rule, separable<Scalar>(order, scale), x0, kSteps);
}

std::vector<int> in_order() {
  std::vector<int> order(kDimension);
  std::iota(order.begin(), order.end(), 0);
  return order;
}

template <typename Scalar>
void expect_permutable(const Settings& rule) {
  SCOPED_TRACE(rule.name);
  std::vector<int> order = in_order();
  const auto plain = run<Scalar>(rule, order);
  for (int i = 0; i < kDimension; ++i) order[i] = (5 * i + 3) % kDimension;
  const auto permuted = run<Scalar>(rule, order);
  ASSERT_EQ(plain.size(), std::size_t(kSteps + 1));
  ASSERT_EQ(permuted.size(), plain.size());
  for (int k : {1, 2, kSteps}) {
    EXPECT_NE(plain[k], plain[0]);
    for (int i = 0; i < kDimension; ++i) {
      ASSERT_EQ(permuted[k][i], plain[k][order[i]]) << "step " << k << ", coordinate " << i;
    }
  }
}

const Value kSmallRate{1e-4};

TEST(ElementwiseRules, DoNotSeeTheOrderOfTheCoordinates) {
  for (const char* name :
       {"adadelta", "adagrad", "adam", "adamax", "adamw", "amsgrad", "decayed_sgd", "lion",
        "momentum", "nadam", "nesterov", "pytorch_momentum", "radam", "rmsprop", "rprop", "sgd"}) {
    const Settings rule{name, {{"learning_rate", kSmallRate}, {"weight_decay", Value{0.1}}}};
    expect_permutable<float>(rule);
    expect_permutable<double>(rule);
  }
}

template <typename Scalar>
void expect_scale_free(const Settings& rule) {
  SCOPED_TRACE(rule.name);
  const auto plain = run<Scalar>(rule, in_order());
  ASSERT_EQ(plain.size(), std::size_t(kSteps + 1));
  EXPECT_NE(plain[1], plain[0]);
  for (double scale : {0x1p-20, 0x1p7, 0x1p20}) {
    EXPECT_EQ(run<Scalar>(rule, in_order(), scale), plain) << "loss times " << scale;
  }
}

TEST(ScaleFreeRules, DoNotSeePowersOfTwoInTheLoss) {
  const Setting rate{"learning_rate", Value{0.01}}, none{"epsilon", Value{0.0}};
  const Setting pytorch{"convention", Value{"pytorch"}}, decay{"weight_decay", Value{0.1}};
  const Setting centered{"centered", Value{true}}, momentum{"momentum", Value{0.7}};
  const std::vector<Settings> rules = {{"adagrad", {rate, none}},
                                       {"adagrad", {rate, none, pytorch}},
                                       {"adam", {rate, none}},
                                       {"adam", {rate, none, pytorch}},
                                       {"adamax", {rate, none}},
                                       {"adamw", {rate, none, decay}},
                                       {"amsgrad", {rate, none}},
                                       {"lion", {rate, decay}},
                                       {"nadam", {rate, none}},
                                       {"rmsprop", {rate, none}},
                                       {"rmsprop", {rate, none, centered, momentum}},
                                       {"rmsprop", {rate, none, pytorch, momentum}},
                                       {"rprop", {rate}}};
  for (const Settings& rule : rules) {
    expect_scale_free<float>(rule);
    expect_scale_free<double>(rule);
  }
}

}  // namespace
}  // namespace descend::test
