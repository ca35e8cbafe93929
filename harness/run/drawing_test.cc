// The drawing that a record brings with it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "harness/plan/plan.h"
#include "harness/registry/own_registry.h"
#include "harness/run/runner.h"

namespace descend {
namespace {

Run planned(const std::string& experiment) {
  Json suite = {{"schema", "descend.suite/1"}};
  suite["experiments"] = Json::array({Json::parse(experiment)});
  return Plan(read_suite(suite, "test", Json::object()), own_registry()).run_at(0);
}

Drawing drawing(
    const std::string& experiment,
    const HasDrawing& has = [](const std::string&) { return false; }) {
  return run_one(planned(experiment), own_registry(), has).drawing;
}

std::vector<std::string> names(const Drawing& drawing) {
  std::vector<std::string> names;
  for (const Column& column : drawing.columns) names.push_back(column.name);
  return names;
}

constexpr const char* kWell =
    R"({"problems": ["double_well"], "optimizers": ["sgd"], "budget": {"steps": 3}})";

TEST(Drawing, ComesWithPathsInOneAndTwoDimensions) {
  EXPECT_EQ(names(drawing(kWell)), (std::vector<std::string>{"curve_x", "curve_loss", "minimum_x",
                                                             "minimum_loss", "domain"}));
  EXPECT_EQ(names(drawing(R"({"problems": ["rosenbrock"], "optimizers": ["sgd"],
                              "budget": {"steps": 3}})")),
            (std::vector<std::string>{"contour_x0", "contour_x1", "contour_loss"}));
  const Drawing none = drawing(R"({"problems": ["rosenbrock:dimension=3"], "optimizers": ["sgd"],
                                   "budget": {"steps": 3}})");
  EXPECT_EQ(none.key, "");
  EXPECT_TRUE(none.columns.empty());
}

TEST(Drawing, OfANetworkComesWithItsParameters) {
  const std::string spiral = R"({"problems": ["spiral:samples=5"], "optimizers": ["sgd"],
                                 "budget": {"steps": 3})";
  EXPECT_EQ(drawing(spiral + "}").key, "");
  const std::string recorded = spiral + R"(, "record": {"parameters": true}})";
  EXPECT_EQ(names(drawing(recorded)).at(0), "point_x0");
  // parameters/<id>.json has it too, whatever the store has.
  EXPECT_FALSE(drawing(recorded, [](const std::string&) { return true; }).columns.empty());
}

TEST(Drawing, IsNotMadeWhereItIsKnownOrNotWanted) {
  std::vector<std::string> asked;
  const Drawing known = drawing(kWell, [&](const std::string& key) {
    asked.push_back(key);
    return true;
  });
  EXPECT_TRUE(known.columns.empty());
  EXPECT_EQ(asked, std::vector<std::string>{known.key});
  const Record unwanted = run_one(planned(kWell), own_registry());
  EXPECT_EQ(unwanted.drawing.key, "");
  EXPECT_TRUE(unwanted.drawing.columns.empty());
}

TEST(Drawing, HasAnotherKeyForEveryProblemAndForEverySeedThatMatters) {
  const std::string key = drawing(kWell).key;
  EXPECT_EQ(drawing(R"({"problems": ["double_well"], "optimizers": ["adam"], "seed": 7,
                        "budget": {"steps": 9}})")
                .key,
            key);
  EXPECT_NE(drawing(R"({"problems": ["double_well:start=1"], "optimizers": ["sgd"],
                        "budget": {"steps": 3}})")
                .key,
            key);
  EXPECT_NE(
      drawing(R"({"problems": ["quadratic:dimension=2"], "optimizers": ["sgd"], "seed": 1})").key,
      drawing(R"({"problems": ["quadratic:dimension=2"], "optimizers": ["sgd"]})").key);
}

}  // namespace
}  // namespace descend
