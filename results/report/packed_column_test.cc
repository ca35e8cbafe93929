#include "results/report/packed_column.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "descend/types.h"
#include "results/report/thinning.h"

namespace descend {
namespace {

using nlohmann::json;

json packed(const std::vector<double>& values, Digits digits = Digits::all) {
  JsonWriter writer;
  write_column(writer, values, digits);
  return json::parse(writer.take());
}

/// Decodes base64 in the plainest way: bit by bit.
std::string bytes_of(const std::string& text) {
  const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bits, bytes;
  for (const char c : text) {
    for (int k = 5; c != '=' && k >= 0; --k) bits += (digits.find(c) >> k & 1) ? '1' : '0';
  }
  for (std::size_t i = 0; i + 8 <= bits.size(); i += 8) {
    bytes += static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2));
  }
  return bytes;
}

template <typename Number>
std::vector<double> numbers(const json& column) {
  const std::string bytes = bytes_of(column["data"]);
  std::vector<Number> values(bytes.size() / sizeof(Number));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(Number));
  return {values.begin(), values.end()};
}

std::vector<double> made(std::size_t count, double (*value)(double)) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(value(static_cast<double>(i)));
  return values;
}

TEST(PackedColumn, ALaterTextTakesTheBytes) {
  std::string later = "before";
  JsonWriter writer;
  writer.begin_array();
  const auto roots = made(20, [](double i) { return std::sqrt(i); });
  const std::vector<double> counted = {1, 2, 3, 4};
  for (const auto& values : {roots, counted, roots}) {
    write_column(writer, values, Digits::all, &later);
  }
  const json columns = json::parse(writer.end_array().take());
  const std::string bytes = packed(roots)["data"];
  EXPECT_EQ(later, "before" + bytes + bytes);
  EXPECT_EQ(columns[0], json({{"encoding", "float64"}, {"at", 6}, {"length", bytes.size()}}));
  EXPECT_EQ(columns[1], packed(counted)) << "there are no bytes to move";
  EXPECT_EQ(columns[2]["at"], 6 + bytes.size());
}

TEST(PackedColumn, TakesTheShortestFormThatHoldsItsNumbers) {
  EXPECT_EQ(packed({}), json::array());
  EXPECT_EQ(packed({0.1, kNaN}), json({0.1, nullptr}));
  EXPECT_EQ(packed({3, 5, 7, 9}),
            json({{"encoding", "range"}, {"start", 3}, {"step", 2}, {"count", 4}}));
  EXPECT_EQ(packed({0.85, 0.85, 0.85, 0.85}),
            json({{"encoding", "range"}, {"start", 0.85}, {"step", 0.0}, {"count", 4}}));
  const auto squares = made(16, [](double i) { return i * i; });
  EXPECT_EQ(packed(squares)["encoding"], "uint8");
  EXPECT_EQ(numbers<std::uint8_t>(packed(squares)), squares);
  const auto far = made(17, [](double i) { return i * i * 10'000'000; });
  EXPECT_EQ(packed(far)["encoding"], "uint32");
  EXPECT_EQ(numbers<std::uint32_t>(packed(far)), far);
  const auto halves = made(18, [](double i) { return i * i / 2; });
  EXPECT_EQ(packed(halves)["encoding"], "float32");
  EXPECT_EQ(numbers<float>(packed(halves)), halves);
}

TEST(PackedColumn, KeepsAllDigitsOrSevenAndAlwaysTheSize) {
  const auto roots = made(50, [](double i) { return std::sqrt(i) / 3; });
  EXPECT_EQ(numbers<double>(packed(roots)), roots);
  const json short_form = packed(roots, Digits::seven);
  EXPECT_EQ(short_form["encoding"], "float32");
  for (std::size_t i = 0; i < roots.size(); ++i) {
    EXPECT_NEAR(numbers<float>(short_form)[i], roots[i], 1e-7 * roots[i]);
  }
  // What a float cannot hold stays a double.
  const auto tiny = made(50, [](double i) { return std::exp(-9 * i); });
  EXPECT_EQ(numbers<double>(packed(tiny, Digits::seven)), tiny);
  auto holes = roots;
  holes[7] = kNaN;
  EXPECT_TRUE(std::isnan(numbers<double>(packed(holes))[7]));
}

TEST(PackedRows, AreExactToA32767thOfTheirLargest) {
  const std::vector<std::vector<double>> rows = {
      {1, -2, 0.3, 1e-9}, {0, 0, 0, 0}, {1e-20, 5e-21, 0, 0}};
  JsonWriter writer;
  write_rows(writer, rows);
  const json table = json::parse(writer.take());
  ASSERT_EQ(table["encoding"], "int16");
  EXPECT_EQ(table["rows"], 3);
  const std::vector<double> codes = numbers<std::int16_t>(table);
  for (std::size_t i = 0; i < 12; ++i) {
    const double scale = table["scale"][i / 4], value = rows[i / 4][i % 4];
    EXPECT_NEAR(codes[i] * scale, value, 0.5001 * scale) << i;
  }
}

TEST(Thinning, KeepsEndsAndSpikes) {
  std::vector<double> loss = made(10'000, [](double i) { return 1 / (1 + i); });
  loss[1234] = 50;
  loss[7777] = -3;
  loss[42] = kNaN;
  const std::vector<std::size_t> kept = kept_states(loss, 100);
  EXPECT_LE(kept.size(), 100u);
  EXPECT_GE(kept.size(), 50u);
  EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end()));
  for (const std::size_t state : {0u, 1234u, 7777u, 9999u}) {
    EXPECT_TRUE(std::binary_search(kept.begin(), kept.end(), state)) << state;
  }
  EXPECT_EQ(kept_states(std::vector<double>(9, kNaN), 100).size(), 9u);
  EXPECT_EQ(kept_states(std::vector<double>(1000, kNaN), 8).back(), 999u);
  EXPECT_TRUE(kept_states({}, 100).empty());
}

TEST(Thinning, FramesAreEvenlySpaced) {
  EXPECT_EQ(kept_frames(11, 6), (std::vector<std::size_t>{0, 2, 4, 6, 8, 10}));
  EXPECT_EQ(kept_frames(3, 6), (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(kept_frames(100, 0), (std::vector<std::size_t>{0, 99}));
}

}  // namespace
}  // namespace descend
