#include <gtest/gtest.h>

#include "tests/problem_maker.h"

namespace descend {
namespace {

Value number(std::int64_t n) { return {n}; }

TEST(Rosenbrock, HasThePublishedStart) {
  auto made = ProblemMaker().make<double>("rosenbrock");
  const Vector<double> x = start(*made.object);
  Vector<double> gradient(2);
  EXPECT_EQ(x, Vector<double>({{-1.2, 1.0}}));
  EXPECT_NEAR(made.object->value_and_gradient(x, {}, gradient), 24.2, 1e-13);
  EXPECT_NEAR(gradient[0], -215.6, 1e-12);
  EXPECT_NEAR(gradient[1], -88, 1e-12);
}

TEST(Rosenbrock, ChainsItsTerms) {
  auto made = ProblemMaker().make<double>("rosenbrock", {{"dimension", number(5)}});
  const Vector<double> x{{0.5, 2.0, -1.0, 0.25, 3.0}};
  double sum = 0;
  for (Index i = 0; i < 4; ++i) {
    sum += 100 * std::pow(x[i + 1] - x[i] * x[i], 2) + std::pow(1 - x[i], 2);
  }
  EXPECT_NEAR(made.object->value(x, {}), sum, 1e-10);
}

// After k steps of rate r: 1/2 sum of eigenvalue (1 - r eigenvalue)^(2 k).
TEST(Quadratic, DescendsAsItsEigenvaluesSay) {
  for (const bool rotated : {false, true}) {
    auto made = ProblemMaker().make<double>("quadratic", {{"dimension", number(7)},
                                                          {"condition", {50.0}},
                                                          {"spectrum", {"linear"}},
                                                          {"rotated", {rotated}}});
    Vector<double> x = start(*made.object, 4), gradient(7);
    constexpr double kRate = 1.5;
    for (int k = 0; k < 200; ++k) {
      double expected = 0;
      for (int i = 0; i < 7; ++i) {
        const double eigenvalue = 1 - i * (1 - 0.02) / 6;
        expected += eigenvalue * std::pow(1 - kRate * eigenvalue, 2 * k) / 2;
      }
      ASSERT_NEAR(made.object->value_and_gradient(x, {}, gradient), expected,
                  1e-13 * expected + 1e-28)
          << "step " << k;
      x -= kRate * gradient;
    }
  }
}

TEST(Quadratic, MixesCoordinatesOnlyWhenRotated) {
  for (const bool rotated : {false, true}) {
    auto made = ProblemMaker().make<double>("quadratic",
                                            {{"dimension", number(3)}, {"rotated", {rotated}}});
    start(*made.object);
    const std::vector<double> minimum = made.object->facts().minima[0].x;
    Vector<double> x = Eigen::Map<const Vector<double>>(minimum.data(), 3), gradient(3);
    x[0] += 1;
    made.object->value_and_gradient(x, {}, gradient);
    EXPECT_EQ(std::abs(gradient[1]) > 1e-3, rotated);
    EXPECT_EQ(std::abs(gradient[2]) > 1e-3, rotated);
  }
}

TEST(Quadratic, TakesEigenvaluesOneByOne) {
  const ProblemMaker maker;
  const Value two{std::vector<Value>{{4.0}, {0.5}}};
  auto made = maker.make<double>("quadratic", {{"dimension", number(2)}, {"eigenvalues", two}});
  const Vector<double> x = start(*made.object);
  EXPECT_NEAR(made.object->value(x, {}), 2.25, 1e-14);
  EXPECT_EQ(made.object->drawing().size(), 3u);
  try {
    maker.make<double>("quadratic", {{"eigenvalues", two}});
    FAIL();
  } catch (const BadInput& error) {
    EXPECT_EQ(std::string(error.what()).rfind("quadratic: eigenvalues has 2 numbers", 0), 0u);
  }
}

TEST(TestFunctions, LanesHaveTheBitsOfDoubles) {
  for (const char* name : {"rosenbrock", "quadratic"}) {
    const ProblemMaker maker;
    auto one = maker.make<double>(name, {{"dimension", number(19)}});
    auto many = maker.make<Lanes>(name, {{"dimension", number(19)}});
    const Vector<double> x0 = start(*one.object, 2);
    Vector<Lanes> x = start(*many.object, 2), gradient(19);
    Vector<double> lane_x(19), lane_gradient(19);
    for (Index i = 0; i < 19; ++i) {
      for (int lane = 0; lane < Lanes::kCount; ++lane) {
        ASSERT_EQ(x[i][lane], x0[i]);
        x[i][lane] += 0.1 * lane * static_cast<double>(i % 3);
      }
    }
    const Lanes value = many.object->value_and_gradient(x, {}, gradient);
    for (int lane = 0; lane < Lanes::kCount; ++lane) {
      for (Index i = 0; i < 19; ++i) lane_x[i] = x[i][lane];
      EXPECT_EQ(one.object->value_and_gradient(lane_x, {}, lane_gradient), value[lane]);
      for (Index i = 0; i < 19; ++i) EXPECT_EQ(lane_gradient[i], gradient[i][lane]);
    }
  }
}

TEST(TestFunctions, DrawTheirContoursInTwoDimensions) {
  for (const char* name : {"rosenbrock", "quadratic"}) {
    auto made = ProblemMaker().make<double>(name, {{"dimension", number(2)}});
    start(*made.object);
    const std::vector<Column> columns = made.object->drawing();
    ASSERT_EQ(columns.size(), 3u);
    const auto &x0 = columns[0].values, &x1 = columns[1].values, &loss = columns[2].values;
    ASSERT_EQ(loss.size(), x0.size() * x1.size());
    const Vector<double> x{{x0[30], x1[70]}};
    EXPECT_EQ(made.object->value(x, {}), loss[70 * x0.size() + 30]);
  }
}

TEST(Mlp, LearnsAndHasMatrices) {
  auto made = ProblemMaker().make<float>("mlp", {{"samples", number(200)}, {"inputs", number(16)}});
  Vector<float> x = start(*made.object), gradient(x.size());
  const Layout& layout = made.object->layout();
  EXPECT_EQ(layout.blocks[0].rows, 64);
  EXPECT_EQ(layout.blocks[0].cols, 16);
  EXPECT_EQ(layout.blocks[0].role, Role::matrix);
  std::vector<double> before(3), after(3);
  made.object->metrics(x, before);
  for (int step = 0; step < 100; ++step) {
    made.object->value_and_gradient(x, {}, gradient);
    x -= 0.5f * gradient;
  }
  made.object->metrics(x, after);
  EXPECT_LT(before[0], 0.4);
  EXPECT_GT(after[0], 0.9);
  EXPECT_GT(after[2], 0.7);
  EXPECT_LT(after[1], before[1]);
}

}  // namespace
}  // namespace descend
