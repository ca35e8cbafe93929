#include "problems/landscapes/landscape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/problem_maker.h"

namespace descend {
namespace {

struct Point {
  double value;
  double slope;
};

template <typename Scalar>
Point evaluate(Problem<Scalar>& landscape, double at) {
  Vector<Scalar> x(1), gradient(1);
  x[0] = static_cast<Scalar>(at);
  const double value = landscape.value_and_gradient(x, {}, gradient);
  EXPECT_EQ(landscape.value(x, {}), value);
  return {value, static_cast<double>(gradient[0])};
}

TEST(ArticleLandscape, MatchesTheReference) {
  std::ifstream file(DESCEND_TEST_DATA "/article_landscape.json");
  const nlohmann::json reference = nlohmann::json::parse(file);
  auto made = ProblemMaker().make<double>("article_landscape");
  EXPECT_EQ(start(*made.object)[0], reference["start"]);
  const Point begin = evaluate(*made.object, reference["start"]);
  EXPECT_DOUBLE_EQ(begin.value, reference["f(start)"]);
  EXPECT_DOUBLE_EQ(begin.slope, reference["derivative(start)"]);

  const Facts facts = made.object->facts();
  EXPECT_EQ(facts.tolerance, 0.02);
  EXPECT_EQ(facts.domain[0].low, reference["domain"][0]);
  EXPECT_EQ(facts.domain[0].high, reference["domain"][1]);
  const auto& minima = reference["minima_in_domain"];
  const auto& maxima = reference["maxima_in_domain"];
  ASSERT_EQ(facts.minima.size(), minima.size());
  for (std::size_t i = 0; i < minima.size(); ++i) {
    EXPECT_NEAR(facts.minima[i].x[0], minima[i]["x"], 1e-9);
    EXPECT_NEAR(facts.minima[i].loss, minima[i]["f"], 1e-9);
    EXPECT_NEAR(facts.minima[i].basin.low, i == 0 ? -4.0 : maxima[i - 1].get<double>(), 1e-6);
    EXPECT_NEAR(facts.minima[i].basin.high, maxima[i].get<double>(), 1e-6);
  }
}

struct Known {
  const char* name;
  std::size_t minima;
  /// The global minimum.
  double x, loss;
};

TEST(Landscapes, FindKnownMinima) {
  // Two equations for the tilted double well's minima; the others as their sources print them.
  for (const Known& known :
       {Known{"double_well", 2, -1.046680532, -0.352386074},
        Known{"forrester", 2, 0.757249, -6.020740},
        Known{"gramacy_lee", 9, 0.548563444, -0.869011135}, Known{"rastrigin_1d", 11, 0.0, 0.0}}) {
    SCOPED_TRACE(known.name);
    auto made = ProblemMaker().make<double>(known.name);
    const Facts facts = made.object->facts();
    ASSERT_EQ(facts.minima.size(), known.minima);
    const auto global = std::ranges::min_element(facts.minima, {}, &Minimum::loss);
    EXPECT_NEAR(global->x[0], known.x, 1e-6);
    EXPECT_NEAR(global->loss, known.loss, 1e-6);
  }
}

/// Calls check(maker, name) for every landscape.
template <typename Check>
void for_every_landscape(const Check& check) {
  const ProblemMaker maker;
  for (const char* name :
       {"article_landscape", "double_well", "forrester", "gramacy_lee", "rastrigin_1d"}) {
    SCOPED_TRACE(name);
    check(maker, name);
  }
}

TEST(Landscapes, FindsTheMinimaThatADenseScanSees) {
  for_every_landscape([](const ProblemMaker& maker, const char* name) {
    auto made = maker.make<double>(name);
    const Facts facts = made.object->facts();
    const Interval domain = facts.domain[0];
    std::size_t seen = 0;
    double before = evaluate(*made.object, domain.low).slope;
    constexpr int kPoints = 20000;
    for (int i = 1; i <= kPoints; ++i) {
      const double x = domain.low + (domain.high - domain.low) * i / kPoints;
      const double slope = evaluate(*made.object, x).slope;
      if (before < 0 && slope >= 0) {
        ASSERT_LT(seen, facts.minima.size());
        const Minimum& minimum = facts.minima[seen++];
        EXPECT_NEAR(minimum.x[0], x, 1.01 * (domain.high - domain.low) / kPoints);
        EXPECT_TRUE(minimum.basin.contains(x));
      }
      before = slope;
    }
    EXPECT_EQ(seen, facts.minima.size());
    for (std::size_t i = 1; i < facts.minima.size(); ++i) {
      EXPECT_EQ(facts.minima[i - 1].basin.high, facts.minima[i].basin.low);
    }
  });
}

TEST(Landscapes, SlopeIsTheDerivativeOfTheValue) {
  for_every_landscape([](const ProblemMaker& maker, const char* name) {
    auto in_double = maker.make<double>(name);
    auto in_float = maker.make<float>(name);
    const Interval domain = in_double.object->facts().domain[0];
    for (int i = 0; i <= 1000; ++i) {
      const double x = domain.low + (domain.high - domain.low) * i / 1000;
      const auto value = [&](double at) { return evaluate(*in_double.object, at).value; };
      // Fourth-order central difference: error about h^4 f''''' / 30.
      const double h = 2e-4 * (domain.high - domain.low) / 4;
      const double difference =
          (8 * (value(x + h) - value(x - h)) - (value(x + 2 * h) - value(x - 2 * h))) / (12 * h);
      const Point exact = evaluate(*in_double.object, x);
      EXPECT_NEAR(exact.slope, difference, 1e-7 * (1 + std::abs(exact.slope))) << "at " << x;
      const float rounded = static_cast<float>(x);
      const Point near = evaluate(*in_double.object, rounded);
      const Point single = evaluate(*in_float.object, rounded);
      EXPECT_NEAR(single.value, near.value, 3e-5 * (1 + std::abs(near.value))) << "at " << x;
      EXPECT_NEAR(single.slope, near.slope, 2e-4 * (1 + std::abs(near.slope))) << "at " << x;
    }
  });
}

TEST(Landscapes, LanesHaveTheBitsOfDoubles) {
  for_every_landscape([](const ProblemMaker& maker, const char* name) {
    auto one = maker.make<double>(name);
    auto many = maker.make<Lanes>(name);
    const Interval domain = one.object->facts().domain[0];
    Vector<Lanes> x(1), gradient(1);
    for (int i = 0; i < 1000; ++i) {
      for (int lane = 0; lane < Lanes::kCount; ++lane) {
        x[0][lane] = domain.low + (domain.high - domain.low) * (8 * i + lane) / 7999;
      }
      const Lanes value = many.object->value_and_gradient(x, {}, gradient);
      for (int lane = 0; lane < Lanes::kCount; ++lane) {
        const Point point = evaluate(*one.object, x[0][lane]);
        ASSERT_EQ(value[lane], point.value) << "at " << x[0][lane];
        ASSERT_EQ(gradient[0][lane], point.slope) << "at " << x[0][lane];
      }
    }
  });
}

TEST(Landscapes, StartsWhereTheOptionSays) {
  for_every_landscape([](const ProblemMaker& maker, const char* name) {
    auto made = maker.make<double>(name, {{"start", {0.75}}});
    EXPECT_EQ(start(*made.object)[0], 0.75);
    EXPECT_EQ(start(*made.object, 7)[0], 0.75);
  });
}

TEST(Landscapes, DrawsItsCurveAndMinima) {
  for_every_landscape([](const ProblemMaker& maker, const char* name) {
    auto made = maker.make<double>(name);
    const std::vector<Column> columns = made.object->drawing();
    const Facts facts = made.object->facts();
    ASSERT_EQ(columns.size(), 5u);
    EXPECT_EQ(columns[0].name, "curve_x");
    EXPECT_EQ(columns[1].name, "curve_loss");
    EXPECT_EQ(columns[0].values.front(), facts.domain[0].low);
    EXPECT_EQ(columns[0].values.back(), facts.domain[0].high);
    EXPECT_EQ(columns[1].values.size(), columns[0].values.size());
    EXPECT_EQ(columns[2].values.size(), facts.minima.size());
    EXPECT_EQ(columns[3].values.size(), facts.minima.size());
  });
}

TEST(FindMinima, PassesOverAFlatInflection) {
  // f = x^3 / 3 has f' = x^2, which touches 0 without changing its sign.
  const Curve cubic{[](double x) { return x * x * x / 3; }, [](double x) { return x * x; },
                    [](const Enclosure& x) {
                      return Slopes{x * x, Enclosure(2) * x};
                    }};
  EXPECT_TRUE(find_minima(cubic, {-1, 1.3}).empty());
}

TEST(FindMinima, FindsAQuarticMinimumWhereTheCurvatureVanishes) {
  const Curve quartic{[](double x) { return x * x * x * x / 4; },
                      [](double x) { return x * x * x; },
                      [](const Enclosure& x) {
                        return Slopes{x * x * x, Enclosure(3) * x * x};
                      }};
  const std::vector<Minimum> minima = find_minima(quartic, {-1, 1.3});
  ASSERT_EQ(minima.size(), 1u);
  EXPECT_NEAR(minima[0].x[0], 0, 1e-7);
  EXPECT_EQ(minima[0].basin.low, -1);
  EXPECT_EQ(minima[0].basin.high, 1.3);
}

}  // namespace
}  // namespace descend
