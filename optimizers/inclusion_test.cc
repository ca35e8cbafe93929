// Rules that contain another rule, and become it.

#include <gtest/gtest.h>

#include "optimizers/golden_test.h"

namespace descend::test {
namespace {

using Options = std::vector<Setting>;

std::vector<Vector<double>> on_rosenbrock(const std::string& rule, const Options& options,
                                          const Settings& schedule = {"constant", {}}) {
  return run_rule<double>({rule, options}, rosenbrock(), Eigen::Vector2d(-1.2, 1), 300, schedule);
}

double largest_distance(const std::vector<Vector<double>>& a,
                        const std::vector<Vector<double>>& b) {
  double largest = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    largest = std::max(largest, relative_distance(a[k], b[k]));
  }
  return largest;
}

TEST(PytorchMomentum, WithoutMomentumIsSgd) {
  EXPECT_EQ(
      on_rosenbrock("pytorch_momentum", {{"learning_rate", Value{5e-4}}, {"momentum", Value{0.0}}}),
      on_rosenbrock("sgd", {{"learning_rate", Value{5e-4}}}));
}

TEST(PytorchMomentum, PartsFromMomentumOnceTheRateChanges) {
  const Options options{{"learning_rate", Value{2e-4}}, {"momentum", Value{0.8}}};
  EXPECT_LT(largest_distance(on_rosenbrock("pytorch_momentum", options),
                             on_rosenbrock("momentum", options)),
            1e-12);
  const Settings falling{"inverse_time", {{"decay", Value{0.05}}}};
  EXPECT_GT(largest_distance(on_rosenbrock("pytorch_momentum", options, falling),
                             on_rosenbrock("momentum", options, falling)),
            1e-3);
}

TEST(Adamw, WithoutDecayIsAdam) {
  const Options options{{"learning_rate", Value{0.01}},
                        {"beta1", Value{0.8}},
                        {"epsilon", Value{1e-5}},
                        {"weight_decay", Value{0.0}}};
  EXPECT_EQ(on_rosenbrock("adamw", options), on_rosenbrock("adam", options));
}

TEST(Amsgrad, IsAdamWhereTheMeanOfSquaresNeverFalls) {
  auto slope = [](const Vector<double>& x, Vector<double>& gradient) {
    gradient << 0.3, -20.0, 1e-3;  // a plane: the means of squares only rise
    return gradient.dot(x);
  };
  const Options options{{"learning_rate", Value{0.01}}, {"epsilon", Value{1e-5}}};
  const Vector<double> x0 = Vector<double>::Ones(3);
  EXPECT_EQ(run_rule<double>({"amsgrad", options}, slope, x0, 300),
            run_rule<double>({"adam", options}, slope, x0, 300));
  EXPECT_GT(largest_distance(on_rosenbrock("amsgrad", options), on_rosenbrock("adam", options)),
            1e-3);
}

TEST(Adam, HasTwoConventionsThatDifferByRounding) {
  Options options{{"learning_rate", Value{1e-3}}, {"epsilon", Value{1e-4}}};
  const auto book = on_rosenbrock("adam", options);
  options.push_back({"convention", Value{"pytorch"}});
  EXPECT_LT(largest_distance(on_rosenbrock("adam", options), book), 1e-12);
}

TEST(Adagrad, HasTwoConventionsThatDifferByRounding) {
  Options options{{"learning_rate", Value{0.1}}};
  const auto book = on_rosenbrock("adagrad", options);
  options.push_back({"convention", Value{"pytorch"}});
  EXPECT_LT(largest_distance(on_rosenbrock("adagrad", options), book), 1e-12);
}

TEST(Rmsprop, HasTwoConventionsThatDifferOnceTheRateChanges) {
  Options book{{"learning_rate", Value{1e-4}}, {"momentum", Value{0.5}}};
  Options pytorch = book;
  pytorch.push_back({"convention", Value{"pytorch"}});
  EXPECT_LT(largest_distance(on_rosenbrock("rmsprop", pytorch), on_rosenbrock("rmsprop", book)),
            1e-11);
  const Settings falling{"inverse_time", {{"decay", Value{0.05}}}};
  EXPECT_GT(largest_distance(on_rosenbrock("rmsprop", pytorch, falling),
                             on_rosenbrock("rmsprop", book, falling)),
            1e-5);
}

TEST(Adam, TendsToMomentumAsEpsilonGrows) {
  // With epsilon far above sqrt(c) a step is (rate / epsilon) (1 - beta1) / (1 - beta1^t) times the
  // sum of beta1^k g, which is the velocity of pytorch_momentum.
  const double beta1 = 0.8, rate = 2e-4;
  const Vector<double> x0 = Eigen::Vector2d(-1.2, 1);
  Layout layout;
  layout.add("x", 2);
  auto momentum = make_rule<double>({"pytorch_momentum", {{"momentum", Value{beta1}}}});
  momentum.object->start(layout, x0, {});
  Vector<double> x = x0;
  FunctionOracle<double> oracle(rosenbrock(), x);
  std::vector<Vector<double>> limit{x};
  for (int t = 1; t <= 300; ++t) {
    momentum.change("learning_rate", Value{rate * (1 - beta1) / (1 - std::pow(beta1, t))});
    momentum.object->step(oracle, x);
    limit.push_back(x);
  }
  double previous = 1;
  for (double epsilon : {1e5, 1e7, 1e9}) {
    const double distance =
        largest_distance(on_rosenbrock("adam", {{"learning_rate", Value{rate * epsilon}},
                                                {"beta1", Value{beta1}},
                                                {"epsilon", Value{epsilon}}}),
                         limit);
    EXPECT_LT(distance, 0.03 * previous) << "epsilon " << epsilon;
    previous = distance;
  }
}

TEST(Lion, WithoutMeansDescendsBySigns) {
  const auto points = on_rosenbrock(
      "lion", {{"learning_rate", Value{0x1p-10}}, {"beta1", Value{0.0}}, {"beta2", Value{0.0}}});
  Vector<double> gradient(2);
  for (std::size_t k = 0; k + 1 < points.size(); ++k) {
    rosenbrock()(points[k], gradient);
    EXPECT_EQ(points[k + 1], points[k] - 0x1p-10 * gradient.cwiseSign()) << "step " << k + 1;
  }
}

}  // namespace
}  // namespace descend::test
