#include "results/files/object_reader.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace descend {
namespace {

std::string refusal(const std::function<void()>& read) {
  try {
    read();
  } catch (const BadInput& error) {
    return error.what();
  }
  return "no error";
}

template <typename T>
std::string refusal_of(const char* text) {
  return refusal([&] {
    T value;
    read_value(Json::parse(text), value);
  });
}

TEST(ObjectReader, ReadsMembersInAnyOrder) {
  const Json json = Json::parse(R"({"a": 1, "b": "text", "c": true, "d": 0.5, "e": null})");
  ObjectReader reader(json);
  std::optional<std::int64_t> e = 7, a;
  double d = 0, whole = 0, nothing = 0;
  bool c = false;
  std::string b;
  std::uint64_t count = 0;
  reader.required("d", d);
  reader.required("e", e);
  reader.required("a", a);
  reader.required("b", b);
  reader.required("c", c);
  reader.required("a", whole);
  reader.required("a", count);
  reader.required("e", nothing);
  reader.added("f", b);
  EXPECT_EQ(d, 0.5);
  EXPECT_EQ(e, std::nullopt);
  EXPECT_EQ(a, 1);
  EXPECT_EQ(b, "text");
  EXPECT_TRUE(c);
  EXPECT_EQ(whole, 1.0);
  EXPECT_EQ(count, 1u);
  EXPECT_TRUE(std::isnan(nothing));
}

TEST(ObjectReader, SaysWhatIsWrongAndWhere) {
  const Json json = Json::parse(R"({"seed": "one"})");
  std::int64_t seed = 0;
  EXPECT_EQ(refusal([&] { ObjectReader(json).required("seed", seed); }),
            "`seed`: \"one\" is not a whole number");
  EXPECT_EQ(refusal([&] { ObjectReader(json).added("seed", seed); }),
            "`seed`: \"one\" is not a whole number");
  EXPECT_EQ(refusal([&] { ObjectReader(json).required("steps", seed); }), "`steps` is missing");
  EXPECT_EQ(refusal([] { ObjectReader(Json::parse("[1]")); }), "[1] is not an object");
}

TEST(ObjectReader, TakesNoOtherType) {
  EXPECT_EQ(refusal_of<bool>("1"), "1 is not true or false");
  EXPECT_EQ(refusal_of<std::string>("null"), "null is not a text");
  EXPECT_EQ(refusal_of<double>("\"1\""), "\"1\" is not a number");
  EXPECT_EQ(refusal_of<std::int64_t>("1.0"), "1.0 is not a whole number");
  EXPECT_EQ(refusal_of<std::int64_t>("1e300"), "1e+300 is not a whole number");
  EXPECT_EQ(refusal_of<std::int64_t>("9223372036854775807"), "no error");
  EXPECT_EQ(refusal_of<std::int64_t>("9223372036854775808"),
            "9223372036854775808 is not a whole number");
  EXPECT_EQ(refusal_of<std::uint64_t>("-1"), "-1 is not a whole number from 0 on");
  EXPECT_EQ(refusal_of<std::optional<double>>("[]"), "[] is not a number");
}

TEST(ObjectReader, ShowsNoMoreThanALineOfWhatItRefuses) {
  const std::string message = refusal_of<bool>(('"' + std::string(1000, 'x') + '"').c_str());
  EXPECT_LT(message.size(), 100u);
  EXPECT_NE(message.find("... is not true or false"), message.npos) << message;
}

}  // namespace
}  // namespace descend
