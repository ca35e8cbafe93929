// Rules and schedules against PyTorch's, whose numbers tests/golden/make_pytorch.py has written.

#include <gtest/gtest.h>

#include <set>

#include "optimizers/golden_test.h"

namespace descend::test {
namespace {

constexpr double kTolerance = 1e-10;

Vector<double> start_of(const std::string& problem) {
  if (problem == "rosenbrock") return Eigen::Vector2d(-1.2, 1);
  return Vector<double>::Zero(4);
}

std::vector<Vector<double>> run_case(const nlohmann::json& golden, Rounding rounding) {
  const std::string problem = golden.at("problem");
  return run_rule<double>(settings_from(golden.at("rule"), golden.at("settings")),
                          problem == "rosenbrock" ? rosenbrock(rounding) : quadratic(rounding),
                          start_of(problem), 1000,
                          settings_from(golden.at("schedule").at("name"), golden.at("schedule")));
}

TEST(GoldenRules, MatchPyTorchFor1000Steps) {
  const nlohmann::json file = read_golden("golden/pytorch_rules.json");
  std::set<std::string> rules, parted;
  for (const nlohmann::json& golden : file.at("cases")) {
    const std::string what =
        golden.at("pytorch").get<std::string>() + " on " + golden.at("problem").get<std::string>();
    SCOPED_TRACE(what);
    const auto points = run_case(golden, Rounding::scripts);
    ASSERT_EQ(points.size(), 1001u);
    // Whether the rule itself carries one rounding more or less of the gradient beyond the bound.
    const auto others = run_case(golden, Rounding::other);
    const double gap = relative_distance(others[1000], points[1000]);
    int compared = 0;
    for (const nlohmann::json& kept : golden.at("points")) {
      const int step = kept.at("step");
      const auto expected = kept.at("x").get<std::vector<double>>();
      const Vector<double> x = Eigen::Map<const Vector<double>>(expected.data(), expected.size());
      if (step == 1000 && gap > kTolerance) {
        parted.insert(golden.at("rule").get<std::string>() + " on " +
                      golden.at("problem").get<std::string>());
        continue;
      }
      EXPECT_LT(relative_distance(points[step], x), kTolerance) << "step " << step;
      ++compared;
    }
    EXPECT_GE(compared, 4);
    rules.insert(golden.at("rule").get<std::string>());
  }
  // Near Rosenbrock's minimum these step to and fro across the valley, and double each difference.
  // No bound could hold there, for two programs or for one.
  EXPECT_EQ(parted, (std::set<std::string>{"adadelta on rosenbrock", "adamw on rosenbrock",
                                           "rmsprop on rosenbrock"}));
  EXPECT_EQ(rules, (std::set<std::string>{"adadelta", "adagrad", "adam", "adamax", "adamw",
                                          "amsgrad", "momentum", "nadam", "nesterov",
                                          "pytorch_momentum", "radam", "rmsprop", "rprop", "sgd"}));
}

TEST(GoldenSchedules, MatchPyTorchFor120Rates) {
  const nlohmann::json file = read_golden("golden/pytorch_schedules.json");
  int cases = 0;
  for (const nlohmann::json& golden : file.at("cases")) {
    SCOPED_TRACE(golden.at("schedule").dump());
    const auto rates = golden.at("rates").get<std::vector<double>>();
    ASSERT_EQ(rates.size(), 120u);
    auto schedule =
        make_schedule(settings_from(golden.at("schedule").at("name"), golden.at("schedule")),
                      {.steps = Index(rates.size())});
    for (std::size_t t = 0; t < rates.size(); ++t) {
      EXPECT_NEAR(schedule.object->factor(Index(t)), rates[t], 1e-13) << "t = " << t;
    }
    ++cases;
  }
  EXPECT_EQ(cases, 11);
}

}  // namespace
}  // namespace descend::test
