// The gradient of every problem in the tree against differences of its value.

#include <gtest/gtest.h>

#include <random>

#include "tests/problem_maker.h"

namespace descend {
namespace {

/// A point away from the start, where few things cancel; within the domain where there is one.
Vector<double> somewhere(Problem<double>& problem, std::mt19937& random) {
  Vector<double> x = start(problem, 3);
  const Facts facts = problem.facts();
  for (Index i = 0; i < x.size(); ++i) {
    const double uniform = random() / 4294967296.0;
    x[i] = facts.domain.empty()
               ? x[i] + uniform - 0.5
               : facts.domain[i].low + uniform * (facts.domain[i].high - facts.domain[i].low);
  }
  return x;
}

/// A batch with a sample twice; empty where the problem has no samples.
std::vector<Index> some_samples(Index count) {
  if (count == 0) return {};
  return {0, count / 2, count - 1, count / 3, count / 2};
}

/// Fourth-order central difference of the value along coordinate i.
double difference(Problem<double>& problem, Vector<double> x, Index i, const Batch& batch) {
  const double h = 1e-6, at = x[i];
  const auto value = [&](double shift) {
    x[i] = at + shift;
    return problem.value(x, batch);
  };
  const double inner = value(h) - value(-h);
  const double outer = value(2 * h) - value(-2 * h);
  return (8 * inner - outer) / (12 * h);
}

/// Settings under which a problem is small enough for the differences.
std::vector<Setting> small(const std::string& name) {
  if (name != "mlp") return {};
  const auto number = [](std::int64_t n) { return Value{n}; };
  return {{"samples", number(40)},
          {"inputs", number(6)},
          {"hidden", Value{std::vector<Value>{number(7), number(5)}}},
          {"classes", number(4)}};
}

/// Calls check(maker, name) for every problem of the tree.
template <typename Check>
void for_every_problem(const Check& check) {
  const ProblemMaker maker;
  ASSERT_FALSE(maker.all().empty());
  for (const ProblemPlugin& plugin : maker.all()) {
    SCOPED_TRACE(plugin.info.name);
    check(maker, plugin.info.name);
  }
}

TEST(EveryProblem, GradientIsTheDerivativeOfTheValue) {
  for_every_problem([](const ProblemMaker& maker, const std::string& name) {
    auto in_double = maker.make<double>(name, small(name));
    auto in_float = maker.make<float>(name, small(name));
    start(*in_float.object, 3);
    std::mt19937 random(1);
    const Vector<float> rounded = somewhere(*in_double.object, random).cast<float>();
    const Vector<double> x = rounded.cast<double>();
    Vector<double> gradient(x.size());
    Vector<float> float_gradient(x.size());
    std::vector<std::vector<Index>> batches{{}};
    const std::vector<Index> some = some_samples(in_double.object->sample_count());
    if (!some.empty()) batches.push_back(some);
    for (const std::vector<Index>& samples : batches) {
      const Batch batch{samples, 1};
      const double value = in_double.object->value_and_gradient(x, batch, gradient);
      EXPECT_EQ(in_double.object->value(x, batch), value);
      const double float_value =
          in_float.object->value_and_gradient(rounded, batch, float_gradient);
      EXPECT_NEAR(float_value, value, 1e-5 * (1 + std::abs(value)));
      const double largest = gradient.cwiseAbs().maxCoeff();
      ASSERT_GT(largest, 0);
      for (Index i = 0; i < x.size(); ++i) {
        EXPECT_NEAR(gradient[i], difference(*in_double.object, x, i, batch), 1e-6 * largest) << i;
        EXPECT_NEAR(float_gradient[i], gradient[i], 1e-4 * largest) << i;
      }
    }
  });
}

TEST(EveryProblem, StartsWithEqualBitsFromEqualSeeds) {
  for_every_problem([](const ProblemMaker& maker, const std::string& name) {
    auto made = maker.make<double>(name, small(name));
    auto other = maker.make<double>(name, small(name));
    start(*other.object, 8);
    const Vector<double> first = start(*made.object, 5), again = start(*other.object, 5);
    EXPECT_EQ(first, again);
    Vector<double> a(first.size()), b(first.size());
    EXPECT_EQ(made.object->value_and_gradient(first, {}, a),
              other.object->value_and_gradient(first, {}, b));
    EXPECT_EQ(a, b);
  });
}

TEST(EveryProblem, SaysWhetherTheSeedMatters) {
  for_every_problem([](const ProblemMaker& maker, const std::string& name) {
    auto one = maker.make<double>(name, small(name)), other = maker.make<double>(name, small(name));
    const Vector<double> x = start(*one.object, 5);
    const bool same =
        start(*other.object, 6) == x && one.object->value(x, {}) == other.object->value(x, {});
    EXPECT_EQ(one.object->uses_seed(), !same);
  });
  const Setting data{"data_seed", Value{std::int64_t{1}}}, weights{"weight_seed", data.value};
  const ProblemMaker maker;
  EXPECT_TRUE(maker.make<float>("spiral", {data}).object->uses_seed());
  EXPECT_FALSE(maker.make<float>("spiral", {data, weights}).object->uses_seed());
}

TEST(EveryProblem, LayoutHasNoGaps) {
  for_every_problem([](const ProblemMaker& maker, const std::string& name) {
    auto made = maker.make<double>(name, small(name));
    Index offset = 0;
    for (const Block& block : made.object->layout().blocks) {
      EXPECT_EQ(block.offset, offset);
      EXPECT_FALSE(block.name.empty());
      offset += block.size();
    }
    EXPECT_EQ(made.object->layout().size(), offset);
  });
}

TEST(EveryProblem, SaysWhatItIs) {
  for_every_problem([](const ProblemMaker& maker, const std::string& name) {
    const PluginInfo& info = maker.problem(name).info;
    for (const std::string& text : {info.summary, info.formula, info.source, info.family}) {
      EXPECT_FALSE(text.empty());
    }
    for (const OptionInfo& option : info.options) EXPECT_FALSE(option.help.empty()) << option.name;
  });
}

TEST(EveryProblem, MinimaAreLowPointsWithNoSlope) {
  for_every_problem([](const ProblemMaker& maker, const std::string& name) {
    auto made = maker.make<double>(name, small(name));
    Vector<double> x = start(*made.object), gradient(x.size());
    const Facts facts = made.object->facts();
    for (const Minimum& minimum : facts.minima) {
      ASSERT_EQ(static_cast<Index>(minimum.x.size()), x.size());
      for (Index i = 0; i < x.size(); ++i) x[i] = minimum.x[i];
      EXPECT_NEAR(made.object->value_and_gradient(x, {}, gradient), minimum.loss, 1e-12);
      EXPECT_LT(gradient.cwiseAbs().maxCoeff(), 1e-11);
      for (Index i = 0; i < x.size(); ++i) {
        for (const double shift : {-1e-5, 1e-5}) {
          Vector<double> near = x;
          near[i] += shift;
          EXPECT_GE(made.object->value(near, {}), minimum.loss);
        }
      }
    }
  });
}

}  // namespace
}  // namespace descend
