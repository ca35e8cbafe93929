#include <gtest/gtest.h>

#include <charconv>
#include <fstream>
#include <nlohmann/json.hpp>

#include "optimizers/rule_test.h"

namespace descend::test {
namespace {

/// As Python prints a float: the shortest text that reads back as the same number.
std::string python_repr(double number) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  std::string repr(text, end);
  if (repr.find_first_of(".e") == std::string::npos) repr += ".0";
  return repr;
}

/// The figures that the article prints.
nlohmann::json article() {
  std::ifstream file(DESCEND_TEST_DATA "/article.json");
  return nlohmann::json::parse(file);
}

TEST(InverseTime, PrintsTheArticlesListOfRates) {
  const nlohmann::json list = article().at("schedule");
  const auto printed = list.at("printed").get<std::vector<std::string>>();
  ASSERT_EQ(printed.size(), 20u);
  const double initial = list.at("initial");
  auto schedule =
      make_schedule({"inverse_time", {{"decay", Value{list.at("decay").get<double>()}}}});
  for (std::size_t t = 0; t < printed.size(); ++t) {
    EXPECT_EQ(python_repr(initial * schedule.object->factor(Index(t))), printed[t]) << "t = " << t;
  }
  // For step 20 the article's text prints 0.9090909090909091, which is the rate of step 1: an
  // erratum.
  EXPECT_EQ(python_repr(initial * schedule.object->factor(20)), "0.3333333333333333");
}

TEST(InverseTime, PrintsTheRatesOfTheArticlesDecayTables) {
  int rows = 0;
  const nlohmann::json figures = article();
  for (const auto& table : figures.at("tables")) {
    const auto& settings = table.at("settings");
    if (!settings.contains("decay")) continue;
    auto schedule =
        make_schedule({"inverse_time", {{"decay", Value{settings.at("decay").get<double>()}}}});
    const double initial = settings.at("learning_rate");
    for (const auto& row : table.at("rows")) {
      const Index epoch = row.at("epoch");
      const Index update = std::max<Index>(epoch - 1, 0);  // the one that led to the printed state
      EXPECT_EQ(python_repr(initial * schedule.object->factor(update)),
                row.at("learning_rate").get<std::string>())
          << "epoch " << epoch;
      ++rows;
    }
  }
  EXPECT_EQ(rows, 32);
}

TEST(InverseTime, CountsCompletedEpochsWhereAsked) {
  auto schedule = make_schedule({"inverse_time", {{"decay", Value{1.0}}, {"per", Value{"epoch"}}}},
                                {.steps_per_epoch = 3});
  const double expected[] = {1, 1, 1, 1. / 2, 1. / 2, 1. / 2, 1. / 3};
  for (Index update = 0; update < 7; ++update) {
    EXPECT_EQ(schedule.object->factor(update), expected[update]) << "update " << update;
  }
}

}  // namespace
}  // namespace descend::test
