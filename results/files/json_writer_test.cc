#include "results/files/json_writer.h"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

namespace descend {
namespace {

std::string number(double value) {
  std::string text;
  append_number(text, value);
  return text;
}

std::string quoted(std::string_view value) {
  std::string text;
  append_string(text, value);
  return text;
}

TEST(JsonWriter, KeepsAFractionAFraction) {
  EXPECT_EQ(number(1), "1.0");
  EXPECT_EQ(number(0), "0.0");
  EXPECT_EQ(number(-0.0), "-0.0");
  EXPECT_EQ(number(123456), "123456.0");
  EXPECT_EQ(number(0.1), "0.1");
  EXPECT_EQ(number(1e22), "1e+22");
  EXPECT_EQ(number(5e-324), "5e-324");
  EXPECT_EQ(number(0.9090909090909091), "0.9090909090909091");
}

TEST(JsonWriter, HasNoNumberThatJsonLacks) {
  EXPECT_EQ(number(std::numeric_limits<double>::quiet_NaN()), "null");
  EXPECT_EQ(number(std::numeric_limits<double>::infinity()), "null");
  EXPECT_EQ(number(-std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonWriter, ReadsBackEveryDouble) {
  std::mt19937_64 bits(1);
  for (int i = 0; i < 200'000; ++i) {
    const double value = std::bit_cast<double>(bits());
    if (!std::isfinite(value)) continue;
    const std::string text = number(value);
    double back = 0;
    ASSERT_EQ(std::from_chars(text.data(), text.data() + text.size(), back).ptr,
              text.data() + text.size());
    ASSERT_EQ(std::bit_cast<std::uint64_t>(back), std::bit_cast<std::uint64_t>(value)) << text;
    ASSERT_NE(text.find_first_of(".e"), text.npos) << text;
    ASSERT_LE(text.size(), 26u);
  }
}

TEST(JsonWriter, PrintsIntegerColumnsAsIntegers) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  JsonWriter writer;
  writer.numbers(std::vector<double>{0, 100, -3, 9007199254740992.0, 1e300, 0.5, nan}, true);
  EXPECT_EQ(writer.take(), "[0,100,-3,9007199254740992,1e+300,0.5,null]");
  writer = JsonWriter();
  writer.numbers(std::vector<double>{});
  EXPECT_EQ(writer.take(), "[]");
}

TEST(JsonWriter, EscapesWhatStringsMustEscape) {
  EXPECT_EQ(quoted("plain"), "\"plain\"");
  EXPECT_EQ(quoted("a\"b\\c\nd\x01"), R"("a\"b\\c\nd\u0001")");
  EXPECT_EQ(quoted("größer 学习"), "\"größer 学习\"");
  const std::string mended = quoted("\xff\xfe name");
  EXPECT_TRUE(nlohmann::json::accept(mended)) << mended;
}

TEST(JsonWriter, SetsCommasBetweenMembersOnly) {
  JsonWriter writer;
  writer.begin_object().key("a").integer(1).key("b").begin_array();
  writer.string("x").null().begin_object().end_object().end_array();
  writer.raw("\"c\":2").key("d").number(3).end_object();
  EXPECT_EQ(writer.take(), R"({"a":1,"b":["x",null,{}],"c":2,"d":3.0})");
}

TEST(JsonWriter, GivesASinkTheSameText) {
  std::vector<double> values(10'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sqrt(static_cast<double>(i));
  JsonWriter whole;
  whole.begin_object().key("values").numbers(values).end_object();

  std::string pieces;
  std::size_t largest = 0;
  JsonWriter streamed(
      [&](std::string_view piece) {
        pieces += piece;
        largest = std::max(largest, piece.size());
      },
      1000);
  streamed.begin_object().key("values").numbers(values).end_object();
  streamed.flush();
  EXPECT_EQ(pieces, whole.take());
  EXPECT_LT(largest, 10'000u);  // at most 256 numbers beyond the size of a piece
}

}  // namespace
}  // namespace descend
