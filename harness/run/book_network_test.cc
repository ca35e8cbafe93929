// The book's rules on the article's network: all 10,000 epochs bit for bit as NumPy computes them.

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <fstream>

#include "harness/plan/plan.h"
#include "harness/run/runner.h"

namespace descend {
namespace {

// The float of eight hexadecimal digits, least byte first.
float float_of(const std::string& hex) {
  std::uint32_t bits = 0;
  for (int byte = 3; byte >= 0; --byte) {
    std::uint32_t value = 0;
    const char* digits = hex.data() + 2 * byte;
    std::from_chars(digits, digits + 2, value, 16);
    bits = bits << 8 | value;
  }
  return std::bit_cast<float>(bits);
}

TEST(BookNetwork, FollowsNumPyBitForBitFor10000Epochs) {
  std::ifstream file(DESCEND_TEST_DATA "/../golden/book_network.json");
  const Json golden = Json::parse(file);
  const ProgramRegistry registry;
  ASSERT_EQ(golden.at("cases").size(), 3u);
  for (const Json& expected : golden["cases"]) {
    Json suite = {{"schema", "descend.suite/1"}};
    suite["experiments"] = {{{"problems", {"spiral:arithmetic=article"}},
                             {"optimizers", Json::array({expected.at("optimizer")})},
                             {"budget", {{"epochs", 10000}}},
                             {"record", {{"every", 1}}}}};
    const Record record =
        run_one(Plan(read_suite(suite, "test", Json::object()), registry).run_at(0), registry);
    const TraceColumn* losses = record.trace.find("loss");
    ASSERT_NE(losses, nullptr) << record.outcome.reason;
    ASSERT_EQ(expected.at("rows").size(), 103u);
    ASSERT_EQ(losses->values.size(), 10001u);
    for (const Json& row : expected["rows"]) {
      const std::size_t step = row.at("step");
      ASSERT_EQ(losses->values[step], double{float_of(row.at("loss_bits"))})
          << expected["optimizer"] << ", epoch " << step;
    }
  }
}

}  // namespace
}  // namespace descend
