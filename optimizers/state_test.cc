// The state of each rule: as large as its file's head says, and none of it left after a new start.

#include <gtest/gtest.h>

#include "optimizers/rule_test.h"

namespace descend::test {
namespace {

struct Expected {
  Settings rule;
  /// In units of n.
  int vectors;
  int others = 0;
};

std::vector<Expected> elementwise_rules() {
  const Setting centered{"centered", Value{true}}, momentum{"momentum", Value{0.5}};
  return {{{"adadelta", {}}, 2},
          {{"adagrad", {}}, 1},
          {{"adam", {}}, 2},
          {{"adamax", {}}, 2},
          {{"adamw", {}}, 2},
          {{"amsgrad", {}}, 3},
          {{"decayed_sgd", {}}, 0},
          {{"lion", {}}, 1},
          {{"momentum", {}}, 1},
          {{"nadam", {}}, 2, 1},
          {{"nesterov", {}}, 1},
          {{"pytorch_momentum", {}}, 1},
          {{"radam", {}}, 2},
          {{"rmsprop", {}}, 1},
          {{"rmsprop", {centered}}, 2},
          {{"rmsprop", {centered, momentum}}, 3},
          {{"rprop", {}}, 2},
          {{"sgd", {}}, 0}};
}

TEST(ElementwiseRules, KeepTheStateThatTheirHeadSays) {
  Layout layout;
  layout.add("x", 7);
  const Vector<double> x0 = Vector<double>::Ones(7);
  for (const Expected& expected : elementwise_rules()) {
    auto rule = make_rule<double>(expected.rule);
    rule.object->start(layout, x0, {});
    const StateSize size(*rule.object);
    EXPECT_EQ(size.like_x(), 7 * expected.vectors) << expected.rule.name;
    EXPECT_EQ(size.total() - size.like_x(), expected.others) << expected.rule.name;
  }
}

template <typename Scalar>
void expect_finite_on_a_plateau(const Settings& rule) {
  auto flat = [](const Vector<Scalar>&, Vector<Scalar>& gradient) {
    gradient.setZero();
    return 1.0;
  };
  const Vector<Scalar> x0 = Vector<Scalar>::LinSpaced(5, Scalar(-2), Scalar(2));
  for (const auto& x : run_rule<Scalar>(rule, flat, x0, 50)) {
    ASSERT_TRUE(x.allFinite()) << rule.name;
    ASSERT_LE((x - x0).cwiseAbs().maxCoeff(), 1.0) << rule.name;  // at most the weight decay
  }
}

TEST(ElementwiseRules, StayFiniteWhereTheGradientIsZero) {
  for (const Expected& expected : elementwise_rules()) {
    expect_finite_on_a_plateau<float>(expected.rule);
    expect_finite_on_a_plateau<double>(expected.rule);
  }
}

TEST(ElementwiseRules, ForgetEverythingWhenStartedAgain) {
  const Vector<double> x0 = Vector<double>::LinSpaced(5, -2, 2);
  Layout layout;
  layout.add("x", x0.size());
  Vector<double> x = x0;
  FunctionOracle<double> oracle(
      [](const Vector<double>& point, Vector<double>& gradient) {
        gradient = point.array().cube();
        return gradient.dot(point) / 4;
      },
      x);
  for (const Expected& expected : elementwise_rules()) {
    Settings settings = expected.rule;
    settings.values.push_back({"learning_rate", Value{0.01}});
    auto rule = make_rule<double>(settings);
    auto run = [&] {
      x = x0;
      rule.object->start(layout, x0, {});
      for (int k = 0; k < 20; ++k) rule.object->step(oracle, x);
      return x;
    };
    const Vector<double> first = run();
    EXPECT_NE(first, x0) << settings.name;
    EXPECT_EQ(run(), first) << settings.name;
  }
}

TEST(ElementwiseRules, HaveTheDefaultsOfTheirSources) {
  auto option = [](const char* rule, const char* name) {
    for (const OptionInfo& info : registry().info(rule).options) {
      if (info.name == name) return std::get<double>(info.default_value.data);
    }
    return kNaN;
  };
  for (const char* rule : {"adagrad", "rmsprop", "adam"}) EXPECT_EQ(option(rule, "epsilon"), 1e-7);
  EXPECT_EQ(option("adagrad", "learning_rate"), 1.0);
  EXPECT_EQ(option("rmsprop", "learning_rate"), 1e-3);
  EXPECT_EQ(option("adam", "learning_rate"), 1e-3);
  EXPECT_EQ(option("adamw", "weight_decay"), 0.01);
  EXPECT_EQ(option("lion", "learning_rate"), 1e-4);
  EXPECT_EQ(option("rprop", "learning_rate"), 0.01);
}

}  // namespace
}  // namespace descend::test
