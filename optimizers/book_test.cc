// The rules of the book in float32, bit for bit as NumPy computes them; tests/golden/make_book.py
// has written what it found.

#include <gtest/gtest.h>

#include "optimizers/golden_test.h"

namespace descend::test {
namespace {

/// The gradient of f = sum of w_i ((x_i - 1)^2 + (x_i - 1)^4 / 4), one rounding an operation.
double bowl(const Vector<float>& x, Vector<float>& gradient) {
  const float weights[] = {0.01f, 0.1f, 1.0f, 7.0f};
  for (int i = 0; i < 4; ++i) {
    const float d = x[i] - 1.0f;
    gradient[i] = weights[i] * (d + d + d * d * d);
  }
  return 0;  // no rule here asks for it
}

TEST(BookRules, MatchNumPyBitForBitFor10000Steps) {
  const nlohmann::json file = read_golden("golden/book_rules.json");
  int compared = 0;
  for (const nlohmann::json& golden : file.at("cases")) {
    const Settings schedule{"inverse_time", {{"decay", Value{golden.at("decay").get<double>()}}}};
    const auto points =
        run_rule<float>(settings_from(golden.at("rule"), golden.at("settings")), bowl,
                        Eigen::Vector4f(-1.2f, 0.3f, 2.5f, 0.7f), 10000, schedule);
    ASSERT_EQ(points.size(), 10001u);
    for (const nlohmann::json& kept : golden.at("points")) {
      const int step = kept.at("step");
      for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(points[step][i], kept.at("x").at(i).get<float>())
            << golden.at("rule") << ", step " << step << ", coordinate " << i;
        ++compared;
      }
    }
  }
  EXPECT_EQ(compared, 3 * 7 * 4);
}

}  // namespace
}  // namespace descend::test
