#include "optimizers/strong_wolfe.h"

#include <gtest/gtest.h>

#include <functional>

namespace descend::test {
namespace {

/// A function with its slope, as a line to search along; remembers what was evaluated and kept.
struct Curve {
  std::function<double(double)> f, slope;
  int evaluations = 0;
  LinePoint last{}, kept{};

  LinePoint at(double t) {
    ++evaluations;
    last = {t, f(t), slope(t)};
    return last;
  }
  void keep() { kept = last; }
};

/// J. More and D. Thuente, Line search algorithms with guaranteed sufficient decrease, 1994,
/// functions 5.1 (beta = 2) and 5.2 (beta = 0.004).
Curve more_thuente_1() {
  return {[](double a) { return -a / (a * a + 2); },
          [](double a) { return (a * a - 2) / ((a * a + 2) * (a * a + 2)); }};
}
Curve more_thuente_2() {
  return {[](double a) { return std::pow(a + 0.004, 5) - 2 * std::pow(a + 0.004, 4); },
          [](double a) { return 5 * std::pow(a + 0.004, 4) - 8 * std::pow(a + 0.004, 3); }};
}
/// Two valleys, the nearer one the shallower.
Curve waves() {
  return {[](double a) { return std::cos(3 * a) - 0.5 * a; },
          [](double a) { return -3 * std::sin(3 * a) - 0.5; }};
}

void expect_wolfe(Curve curve, double first, double c1, double c2, int most_evaluations) {
  const LinePoint origin{0, curve.f(0), curve.slope(0)};
  ASSERT_LT(origin.slope, 0);
  const LinePoint found = strong_wolfe(curve, origin, first, {c1, c2, 40, 0});
  EXPECT_GT(found.t, 0);
  EXPECT_LE(found.f, origin.f + c1 * found.t * origin.slope);
  EXPECT_LE(std::abs(found.slope), -c2 * origin.slope);
  EXPECT_EQ(curve.kept.t, found.t);
  EXPECT_LE(curve.evaluations, most_evaluations) << "from " << first;
}

TEST(StrongWolfe, HoldsOnTheFunctionsOfMoreAndThuente) {
  // Their own search takes up to 10 evaluations from these starts (their tables I and II).
  for (double first : {1e-3, 1e-1, 1e1, 1e3}) {
    expect_wolfe(more_thuente_1(), first, 1e-3, 0.1, 14);
    expect_wolfe(more_thuente_2(), first, 0.1, 0.1, 20);
    expect_wolfe(waves(), first, 1e-4, 0.2, 20);
  }
}

TEST(StrongWolfe, FindsTheMinimumOfAParabolaWithItsFirstInterpolation) {
  Curve parabola{[](double t) { return (t - 3) * (t - 3); }, [](double t) { return 2 * (t - 3); }};
  for (double first : {0.5, 5.0}) {
    parabola.evaluations = 0;
    const LinePoint found = strong_wolfe(parabola, {0, 9, -6}, first, {1e-9, 1e-8, 25, 0});
    EXPECT_NEAR(found.t, 3, 1e-12);
    EXPECT_EQ(parabola.evaluations, 2);
  }
}

TEST(StrongWolfe, ComesBackFromWhereTheFunctionIsNotFinite) {
  Curve barrier{[](double t) { return t < 1 ? -t - std::log(1 - t) / 4 : NAN; },
                [](double t) { return t < 1 ? -1 + 0.25 / (1 - t) : NAN; }};
  const LinePoint found = strong_wolfe(barrier, {0, 0, -0.75}, 100, {1e-4, 0.5, 25, 0});
  EXPECT_GT(found.t, 0);
  EXPECT_LT(found.t, 1);
  EXPECT_LT(found.f, 0);
}

TEST(StrongWolfe, GivesTheOriginWhereNothingIsLower) {
  Curve liar{[](double t) { return t; }, [](double) { return -1.0; }};
  const LinePoint found = strong_wolfe(liar, {0, 0, -1}, 1, {1e-4, 0.9, 25, 0});
  EXPECT_EQ(found.t, 0);
  EXPECT_EQ(liar.evaluations, 26);
}

TEST(StrongWolfe, GoesNoFurtherThanItsTrialsAllow) {
  Curve slope{[](double t) { return -t; }, [](double) { return -1.0; }};
  const LinePoint found = strong_wolfe(slope, {0, 0, -1}, 1, {1e-4, 0.9, 5, 0});
  EXPECT_EQ(slope.evaluations, 6);
  EXPECT_NEAR(found.t, 1e5, 1e-6);  // ten times further each time
  EXPECT_EQ(slope.kept.t, found.t);
}

}  // namespace
}  // namespace descend::test
