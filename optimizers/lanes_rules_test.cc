// Sixteen runs side by side have the bits of the same runs one by one.

#include <gtest/gtest.h>

#include "optimizers/rule_test.h"

namespace descend::test {
namespace {

/// f = (1 - x)^2 + 100 (y - x^2)^2 + (z - x)^2.
template <typename Scalar>
Real<Scalar> valley(const Vector<Scalar>& p, Vector<Scalar>& gradient) {
  const Scalar x = p[0], y = p[1], z = p[2], t = y - x * x;
  gradient[0] = -2.0 * (1.0 - x) - 400.0 * x * t - 2.0 * (z - x);
  gradient[1] = 200.0 * t;
  gradient[2] = 2.0 * (z - x);
  return (1.0 - x) * (1.0 - x) + 100.0 * t * t + (z - x) * (z - x);
}

Vector<double> start_of(int lane) { return Eigen::Vector3d(-1.2 + 0.3 * lane, 1, 0.1 * lane); }

void expect_the_same_bits(const Settings& rule) {
  constexpr int kSteps = 100;
  Vector<Lanes> starts(3);
  for (int lane = 0; lane < Lanes::kCount; ++lane) {
    for (int i = 0; i < 3; ++i) starts[i][lane] = start_of(lane)[i];
  }
  const Settings schedule{"inverse_time", {{"decay", Value{0.01}}}};
  const auto together = run_rule<Lanes>(rule, valley<Lanes>, starts, kSteps, schedule);
  ASSERT_EQ(together.size(), std::size_t(kSteps + 1));
  for (int lane = 0; lane < Lanes::kCount; ++lane) {
    const auto alone = run_rule<double>(rule, valley<double>, start_of(lane), kSteps, schedule);
    EXPECT_NE(alone[kSteps], alone[0]) << rule.name;
    for (int k : {1, 10, kSteps}) {
      for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(together[k][i][lane], alone[k][i])
            << rule.name << ", step " << k << ", lane " << lane << ", coordinate " << i;
      }
    }
  }
}

TEST(ElementwiseRules, HaveTheSameBitsInLanes) {
  const std::vector<Setting> shared{{"learning_rate", Value{1e-4}},
                                    {"weight_decay", Value{0.01}},
                                    {"clip_norm", Value{5.0}},
                                    {"clip_value", Value{4.0}}};
  const std::vector<Settings> rules = {
      {"adadelta", {}},
      {"adagrad", {}},
      {"adagrad", {{"convention", Value{"pytorch"}}}},
      {"adam", {}},
      {"adam", {{"convention", Value{"pytorch"}}}},
      {"adamax", {}},
      {"adamw", {}},
      {"amsgrad", {}},
      {"decayed_sgd", {}},
      {"lion", {}},
      {"momentum", {}},
      {"nadam", {}},
      {"nesterov", {}},
      {"pytorch_momentum", {{"dampening", Value{0.2}}}},
      {"radam", {}},
      {"rmsprop", {}},
      {"rmsprop", {{"centered", Value{true}}, {"momentum", Value{0.5}}}},
      {"rprop", {}},
      {"sgd", {}}};
  for (Settings rule : rules) {
    rule.values.insert(rule.values.end(), shared.begin(), shared.end());
    expect_the_same_bits(rule);
  }
}

}  // namespace
}  // namespace descend::test
