#include "harness/run/recording.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "harness/run/batches.h"

namespace descend {
namespace {

std::vector<Index> recorded(const RecordRule& rule, Index steps) {
  RecordedSteps which(rule, steps);
  std::vector<Index> list;
  for (Index k = 0; k <= steps; ++k) {
    if (which.contains(k) || k == steps) list.push_back(k);
  }
  return list;
}

TEST(RecordedSteps, EveryStateOfAShortRun) {
  EXPECT_EQ(recorded({}, 3), (std::vector<Index>{0, 1, 2, 3}));
  EXPECT_EQ(recorded({}, 1000).size(), 1001u);
}

TEST(RecordedSteps, EvenlySpacedBeyondAThousand) {
  const std::vector<Index> steps = recorded({}, 10'000);
  EXPECT_EQ(steps.size(), 1001u);
  EXPECT_EQ(steps[1], 10);
  const std::vector<Index> uneven = recorded({}, 1'234);
  EXPECT_EQ(uneven.size(), 1000u);
  EXPECT_EQ(uneven.front(), 0);
  EXPECT_EQ(uneven.back(), 1'234);
}

TEST(RecordedSteps, AStrideEndsWithTheLastState) {
  EXPECT_EQ(recorded({RecordRule::every, 4}, 10), (std::vector<Index>{0, 4, 8, 10}));
}

TEST(RecordedSteps, PointsEvenlyOrLogarithmically) {
  EXPECT_EQ(recorded({RecordRule::linear, 3}, 10), (std::vector<Index>{0, 5, 10}));
  EXPECT_EQ(recorded({RecordRule::log, 5}, 1000), (std::vector<Index>{0, 1, 10, 100, 1000}));
  EXPECT_EQ(recorded({RecordRule::log, 50}, 4), (std::vector<Index>{0, 1, 2, 3, 4}));
}

// The columns of every kind of trace.
Trace every_column() { return TraceBuilder({"accuracy"}, true, 3).take(); }

TEST(TraceBuilder, HasItsColumnsInOrderWhereTheyMeanSomething) {
  const auto names = [](TraceBuilder builder) {
    std::vector<std::string> names;
    for (const TraceColumn& column : builder.take().columns) names.push_back(column.name);
    return names;
  };
  EXPECT_EQ(names(TraceBuilder({"accuracy"}, true, 2)),
            (std::vector<std::string>{"step", "loss", "accuracy", "batch_loss", "learning_rate",
                                      "gradient_norm", "update_norm", "gradient_evaluations",
                                      "value_evaluations", "compute_seconds", "x0", "x1"}));
  EXPECT_EQ(
      names(TraceBuilder({}, false, 4)),
      (std::vector<std::string>{"step", "loss", "learning_rate", "gradient_norm", "update_norm",
                                "gradient_evaluations", "value_evaluations", "compute_seconds"}));
}

TEST(TraceBuilder, PutsEachNumberIntoItsColumn) {
  TraceBuilder builder({"accuracy"}, true, 1);
  builder.add({.step = 1,
               .loss = 2,
               .batch_loss = 3,
               .learning_rate = 4,
               .gradient_norm = 5,
               .update_norm = 6,
               .gradient_evaluations = 7,
               .value_evaluations = 8,
               .compute_seconds = 9},
              std::vector<double>{10}, std::vector<double>{11});
  std::vector<double> numbers;
  for (const TraceColumn& column : builder.take().columns) numbers.push_back(column.values[0]);
  EXPECT_EQ(numbers, (std::vector<double>{1, 2, 10, 3, 4, 5, 6, 7, 8, 9, 11}));
}

TEST(TraceBuilder, ColumnsOfIntegersAreThoseOfTheSchemas) {
  std::set<std::string> integers;
  for (const TraceColumn& column : every_column().columns) {
    if (column.integer) integers.insert(column.name);
  }
  for (const char* schema : {"run", "trace"}) {
    const nlohmann::json json = nlohmann::json::parse(
        std::ifstream(std::string(DESCEND_SOURCE "/results/schema/") + schema + ".schema.json"));
    std::set<std::string> known;
    for (const auto& [name, type] : json["properties"]["trace"]["properties"].items()) {
      known.insert(name);
    }
    EXPECT_EQ(known, integers) << schema;
  }
}

TEST(TraceBuilder, ColumnsAreExplainedInTheReadme) {
  std::ifstream file(DESCEND_SOURCE "/results/README.md");
  const std::string readme(std::istreambuf_iterator<char>(file), {});
  const std::size_t begin = readme.find("### `trace`");
  ASSERT_NE(begin, readme.npos);
  const std::string section = readme.substr(begin, readme.find("\n## ", begin) - begin);
  for (const TraceColumn& column : every_column().columns) {
    EXPECT_NE(section.find("`" + column.name + "`"), section.npos) << column.name;
  }
}

TEST(Batches, AnEpochVisitsEverySampleOnceAndEndsWithAShortBatch) {
  Batches batches(10, 4, 0);
  EXPECT_EQ(batches.steps_per_epoch(), 3);
  for (Index epoch = 0; epoch < 3; ++epoch) {
    std::vector<int> seen(10, 0);
    std::vector<std::size_t> sizes;
    for (Index step = 0; step < 3; ++step) {
      const Batch batch = batches.at(3 * epoch + step);
      sizes.push_back(batch.samples.size());
      for (const Index sample : batch.samples) ++seen[static_cast<std::size_t>(sample)];
    }
    EXPECT_EQ(sizes, (std::vector<std::size_t>{4, 4, 2}));
    EXPECT_EQ(seen, std::vector<int>(10, 1));
  }
}

TEST(Batches, AreDrawnFromSeedAndEpoch) {
  auto draw = [](std::int64_t seed, Index epoch) {
    Batches batches(50, 50 - 1, seed);
    const Batch batch = batches.at(2 * epoch);
    return std::vector<Index>(batch.samples.begin(), batch.samples.end());
  };
  EXPECT_EQ(draw(1, 3), draw(1, 3));
  EXPECT_NE(draw(1, 3), draw(1, 4));
  EXPECT_NE(draw(1, 3), draw(2, 3));
}

TEST(Batches, AllSamplesAreOneFullBatch) {
  Batches batches(10, 10, 0);
  EXPECT_TRUE(batches.full());
  EXPECT_TRUE(batches.at(5).samples.empty());
  EXPECT_EQ(batches.steps_per_epoch(), 1);
}

}  // namespace
}  // namespace descend
