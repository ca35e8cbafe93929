#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "tests/problem_maker.h"

namespace descend {
namespace {

using nlohmann::json;

json read(const std::string& name) {
  std::ifstream file(DESCEND_TEST_DATA "/" + name);
  return json::parse(file);
}

/// The float32 numbers behind a string of their little-endian bytes in hexadecimal.
std::vector<float> floats(const std::string& hexadecimal) {
  std::vector<float> numbers;
  for (std::size_t i = 0; i + 8 <= hexadecimal.size(); i += 8) {
    std::uint32_t bits = 0;
    for (std::size_t byte = 4; byte-- > 0;) {
      bits = bits << 8 | static_cast<std::uint32_t>(
                             std::stoul(hexadecimal.substr(i + 2 * byte, 2), nullptr, 16));
    }
    numbers.push_back(std::bit_cast<float>(bits));
  }
  return numbers;
}

std::vector<float> floats(const Vector<float>& x) { return {x.data(), x.data() + x.size()}; }

/// One step of gradient descent as the article's NumPy rounds it.
void descend_once(float learning_rate, const Vector<float>& gradient, Vector<float>& x) {
  for (Index i = 0; i < x.size(); ++i) {
    const float step = -learning_rate * gradient[i];
    x[i] += step;
  }
}

Made<Problem<float>> article_spiral() {
  return ProblemMaker().make<float>("spiral", {{"arithmetic", {"article"}}});
}

/// Descends from the article's start and compares with the rows that it prints.
void expect_printed_rows(const json& table) {
  auto made = article_spiral();
  Vector<float> x = start(*made.object), gradient(x.size());
  std::map<int, json> rows;
  for (const json& row : table["rows"]) rows[row["epoch"]] = row;
  const float learning_rate = table["settings"]["learning_rate"].get<float>();
  std::vector<double> metrics(3);
  for (int epoch = 0; epoch <= 10000; ++epoch) {
    const double loss = made.object->value_and_gradient(x, {}, gradient);
    if (const auto row = rows.find(epoch); row != rows.end()) {
      made.object->metrics(x, metrics);
      EXPECT_EQ(fmt::format("{:.3f}", loss), row->second["loss"].get<std::string>())
          << "epoch " << epoch;
      EXPECT_EQ(fmt::format("{:.3f}", metrics[0]), row->second["accuracy"].get<std::string>())
          << "epoch " << epoch;
      rows.erase(row);
    }
    descend_once(learning_rate, gradient, x);
  }
  EXPECT_TRUE(rows.empty());
}

TEST(Spiral, PrintsTheArticlesFirstTable) {
  expect_printed_rows(read("article.json")["tables"][0]);
}

TEST(Spiral, PrintsTheArticlesSecondTable) {
  expect_printed_rows(read("article.json")["tables"][1]);
}

// The article's decay tables were printed by an update that ignored the decayed rate: their rows
// are more rows of the first table's run.
TEST(Spiral, PrintsTheRowsOfTheArticlesDecayTables) {
  const json article = read("article.json");
  for (const int table : {2, 3}) {
    json rows = article["tables"][table];
    rows["settings"]["learning_rate"] = 1.0;
    expect_printed_rows(rows);
  }
}

TEST(Spiral, HasTheBitsOfNumPy) {
  const json file = read("spiral_numpy.json");
  ASSERT_EQ(file["cases"].size(), 3u);
  for (const json& reference : file["cases"]) {
    SCOPED_TRACE(fmt::format("seed {}", reference["seed"].get<int>()));
    std::vector<Value> hidden;
    for (const json& units : reference["hidden"]) hidden.push_back({units.get<std::int64_t>()});
    auto made = ProblemMaker().make<float>("spiral",
                                           {{"arithmetic", {"article"}},
                                            {"samples", {reference["samples"].get<std::int64_t>()}},
                                            {"classes", {reference["classes"].get<std::int64_t>()}},
                                            {"hidden", {hidden}}});
    Vector<float> x = start(*made.object, reference["seed"]), gradient(x.size());
    const std::vector<Column> drawing = made.object->drawing();
    const std::vector<float> points = floats(reference["points"].get<std::string>());
    ASSERT_EQ(points.size(), 2 * drawing[0].values.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      ASSERT_EQ(drawing[i % 2].values[i / 2], static_cast<double>(points[i])) << "point " << i / 2;
    }
    int epoch = 0;
    for (const json& state : reference["states"]) {
      SCOPED_TRACE(fmt::format("epoch {}", state["epoch"].get<int>()));
      for (; epoch < state["epoch"]; ++epoch) {
        made.object->value_and_gradient(x, {}, gradient);
        descend_once(reference["learning_rate"].get<float>(), gradient, x);
      }
      EXPECT_EQ(floats(x), floats(state["parameters"].get<std::string>()));
      const double loss = made.object->value_and_gradient(x, {}, gradient);
      EXPECT_EQ(static_cast<float>(loss), floats(state["loss"].get<std::string>())[0]);
      EXPECT_EQ(made.object->value(x, {}), loss);
      EXPECT_EQ(floats(gradient), floats(state["gradient"].get<std::string>()));
      std::vector<double> metrics(3);
      made.object->metrics(x, metrics);
      EXPECT_EQ(metrics[0], state["accuracy"]);
    }
  }
}

TEST(Spiral, FastStaysNearTheArticlesArithmeticAtFirst) {
  auto exact = article_spiral();
  auto fast = ProblemMaker().make<float>("spiral");
  auto in_double = ProblemMaker().make<double>("spiral");
  Vector<float> x = start(*exact.object), gradient(x.size()), fast_gradient(x.size());
  Vector<double> double_gradient(x.size());
  EXPECT_EQ(floats(x), floats(start(*fast.object)));
  EXPECT_EQ(floats(x), floats(start(*in_double.object).cast<float>()));
  for (int epoch = 0; epoch <= 100; ++epoch) {
    const double loss = exact.object->value_and_gradient(x, {}, gradient);
    EXPECT_NEAR(fast.object->value_and_gradient(x, {}, fast_gradient), loss, 2e-6);
    const Vector<double> wide = x.cast<double>();
    EXPECT_NEAR(in_double.object->value_and_gradient(wide, {}, double_gradient), loss, 2e-6);
    for (Index i = 0; i < x.size(); ++i) {
      ASSERT_NEAR(gradient[i], double_gradient[i], 1e-6);
      ASSERT_NEAR(fast_gradient[i], double_gradient[i], 1e-6);
    }
    descend_once(1.0f, gradient, x);
  }
}

TEST(Spiral, ABatchOfAllSamplesIsTheFullBatch) {
  for (const char* arithmetic : {"fast", "article"}) {
    auto made = ProblemMaker().make<float>("spiral", {{"arithmetic", {arithmetic}}});
    Vector<float> x = start(*made.object), gradient(x.size()), batch_gradient(x.size());
    std::vector<Index> all(made.object->sample_count());
    std::iota(all.begin(), all.end(), 0);
    const double loss = made.object->value_and_gradient(x, {}, gradient);
    EXPECT_EQ(made.object->value_and_gradient(x, {all, 0}, batch_gradient), loss);
    EXPECT_EQ(floats(batch_gradient), floats(gradient));
  }
}

TEST(Spiral, MiniBatchesAverageToTheFullBatch) {
  for (const char* arithmetic : {"fast", "article"}) {
    auto made = ProblemMaker().make<float>(
        "spiral", {{"arithmetic", {arithmetic}}, {"initial_scale", {0.7}}});
    Vector<float> x = start(*made.object), gradient(x.size()), part(x.size());
    const double loss = made.object->value_and_gradient(x, {}, gradient);
    double mean_loss = 0;
    Vector<double> mean = Vector<double>::Zero(x.size());
    for (Index first = 0; first < 300; first += 20) {
      std::vector<Index> batch(20);
      std::iota(batch.begin(), batch.end(), first);
      mean_loss += made.object->value_and_gradient(x, {batch, 0}, part) / 15;
      EXPECT_NEAR(made.object->value(x, {batch, 0}),
                  made.object->value_and_gradient(x, {batch, 0}, part), 1e-6);
      mean += part.cast<double>() / 15;
    }
    EXPECT_NEAR(mean_loss, loss, 1e-5 * loss);
    for (Index i = 0; i < x.size(); ++i) EXPECT_NEAR(mean[i], gradient[i], 1e-6);
  }
}

TEST(Spiral, SeedsOfDataAndWeightsAreApart) {
  const ProblemMaker maker;
  auto plain = maker.make<float>("spiral");
  auto other_data = maker.make<float>("spiral", {{"data_seed", {std::int64_t{5}}}});
  auto other_weights = maker.make<float>("spiral", {{"weight_seed", {std::int64_t{5}}}});
  const Vector<float> x = start(*plain.object, 3), y = start(*other_data.object, 3),
                      z = start(*other_weights.object, 3);
  EXPECT_EQ(floats(x), floats(y));
  EXPECT_NE(floats(x), floats(z));
  const auto points = [](const auto& made) { return made.object->drawing()[0].values; };
  EXPECT_EQ(points(plain), points(other_weights));
  EXPECT_NE(points(plain), points(other_data));
  // The held-out spiral is the next seed's.
  start(*other_data.object);
  auto next = maker.make<float>("spiral");
  start(*next.object, 6);
  EXPECT_EQ(other_data.object->drawing()[3].values, points(next));
}

TEST(Spiral, RefusesMoreClassesThanSamplesAndArticleArithmeticInFloat64) {
  const ProblemMaker maker;
  try {
    maker.make<float>("spiral", {{"classes", {std::int64_t{5}}}, {"samples", {std::int64_t{4}}}});
    FAIL();
  } catch (const BadInput& error) {
    EXPECT_EQ(std::string(error.what()).rfind("spiral: classes is 5, but samples is 4", 0), 0u);
  }
  try {
    maker.make<double>("spiral", {{"arithmetic", {"article"}}});
    FAIL();
  } catch (const BadInput& error) {
    EXPECT_EQ(std::string(error.what()).rfind("spiral: arithmetic is article, but precision", 0),
              0u);
  }
}

}  // namespace
}  // namespace descend
