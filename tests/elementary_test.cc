#include "descend/numerics/elementary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "descend/numerics/random.h"

namespace descend {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();

std::uint64_t bits_of(double x) { return std::bit_cast<std::uint64_t>(x); }
std::uint64_t bits_of(float x) { return std::bit_cast<std::uint32_t>(x); }

/// Whether both are the same number, zeros of either sign apart, or both NaN.
template <typename T>
bool same(T a, T b) {
  return (std::isnan(a) && std::isnan(b)) || bits_of(a) == bits_of(b);
}

/// Random numbers of [low, high], or of either sign and of sizes 2^low to 2^high.
struct Range {
  enum Kind { uniform, positive_sizes, sizes } kind;
  double low, high;

  double draw(Random& random) const {
    const double number = random.uniform(low, high);
    if (kind == uniform) return number;
    const double whole = std::floor(number);
    const double size = std::ldexp(1 + (number - whole), static_cast<int>(whole));
    return kind == sizes && random.below(2) == 1 ? -size : size;
  }
};

using Ranges = std::vector<Range>;
const Ranges kAngles = {{Range::uniform, -0.8, 0.8},
                        {Range::uniform, -10, 10},
                        {Range::uniform, -1e5, 1e5},
                        {Range::uniform, -1.5e9, 1.5e9},
                        {Range::sizes, -1073, 1023.9}};
const Ranges kExponents = {{Range::uniform, -1, 1},
                           {Range::uniform, -708, 709},
                           {Range::uniform, -750, -708},
                           {Range::sizes, -1073, 9}};
const Ranges kPositive = {
    {Range::uniform, 0.5, 2}, {Range::uniform, 0.99, 1.01}, {Range::positive_sizes, -1073, 1023.9}};
const Ranges kTanhs = {{Range::uniform, -0.3, 0.3},
                       {Range::uniform, -2, 2},
                       {Range::uniform, -25, 25},
                       {Range::sizes, -1073, 5}};

#if LDBL_MANT_DIG >= 64
/// The largest error in units in the last place of a function over the ranges, against the C
/// library's in long double.
template <typename T, typename Function, typename Reference>
double largest_error(const Ranges& ranges, Function f, Reference reference) {
  double largest = 0;
  for (const Range& range : ranges) {
    Random random(0, "arguments");
    for (int i = 0; i < 200'000; ++i) {
      const T x = static_cast<T>(range.draw(random));
      const T y = f(x);
      const long double exact = reference(static_cast<long double>(x));
      if (std::fabs(exact) > static_cast<long double>(std::numeric_limits<T>::max())) continue;
      using Limits = std::numeric_limits<T>;
      const int exponent =
          exact == 0 ? Limits::min_exponent
                     : std::max(std::ilogb(exact) + 1, static_cast<int>(Limits::min_exponent));
      const long double error = std::fabs(static_cast<long double>(y) - exact);
      largest =
          std::max(largest, static_cast<double>(std::ldexp(error, Limits::digits - exponent)));
    }
  }
  return largest;
}

TEST(Elementary, DoublesAreWithinTheirBounds) {
  const auto error = [](const Ranges& ranges, auto f, auto reference) {
    return largest_error<double>(ranges, f, reference);
  };
  EXPECT_LT(
      error(
          kAngles, [](double x) { return sin(x); }, [](long double x) { return std::sin(x); }),
      0.70);
  EXPECT_LT(
      error(
          kAngles, [](double x) { return cos(x); }, [](long double x) { return std::cos(x); }),
      0.70);
  EXPECT_LT(error(
                {kExponents[0], kExponents[3]}, [](double x) { return exp(x); },
                [](long double x) { return std::exp(x); }),
            0.66);
  EXPECT_LT(
      error(
          kExponents, [](double x) { return exp(x); }, [](long double x) { return std::exp(x); }),
      1.01);
  EXPECT_LT(
      error(
          kPositive, [](double x) { return log(x); }, [](long double x) { return std::log(x); }),
      0.57);
  EXPECT_LT(
      error(
          kTanhs, [](double x) { return tanh(x); }, [](long double x) { return std::tanh(x); }),
      0.90);
  EXPECT_LT(error(
                kPositive, [](double x) { return pow(x, 0.3); },
                [](long double x) { return std::pow(x, static_cast<long double>(0.3)); }),
            0.70);
  EXPECT_LT(error(
                {kPositive[0]}, [](double x) { return pow(x, -27.5); },
                [](long double x) { return std::pow(x, -27.5L); }),
            1.2);
}

TEST(Elementary, FloatsAreWithinTheirBounds) {
  const auto error = [](const Ranges& ranges, auto f, auto reference) {
    return largest_error<float>(ranges, f, reference);
  };
  const Range sizes{Range::sizes, -148, 127.9}, positive{Range::positive_sizes, -148, 127.9};
  EXPECT_LT(error(
                {kAngles[0], kAngles[1], kAngles[3], sizes}, [](float x) { return sin(x); },
                [](long double x) { return std::sin(x); }),
            0.501);
  EXPECT_LT(error(
                {kAngles[0], kAngles[1], kAngles[3], sizes}, [](float x) { return cos(x); },
                [](long double x) { return std::cos(x); }),
            0.501);
  EXPECT_LT(error(
                {kExponents[0], Range{Range::uniform, -87, 88.7}}, [](float x) { return exp(x); },
                [](long double x) { return std::exp(x); }),
            0.66);
  EXPECT_LT(error(
                {Range{Range::uniform, -104, -87}}, [](float x) { return exp(x); },
                [](long double x) { return std::exp(x); }),
            1.01);
  EXPECT_LT(error(
                {kPositive[0], kPositive[1], positive}, [](float x) { return log(x); },
                [](long double x) { return std::log(x); }),
            0.57);
  EXPECT_LT(error(
                {kTanhs[0], kTanhs[1], kTanhs[2], Range{Range::sizes, -148, 4}},
                [](float x) { return tanh(x); }, [](long double x) { return std::tanh(x); }),
            0.75);
}
#endif

TEST(Elementary, AnglesNextToMultiplesOfHalfPi) {
  // Reference: 200 digits of pi. The last is the double closest of all to a multiple of pi/2.
  EXPECT_EQ(sin(0x1.921fb54442d18p+1), 0x1.1a62633145c07p-53);
  EXPECT_EQ(cos(0x1.921fb54442d18p+0), 0x1.1a62633145c07p-54);
  EXPECT_EQ(cos(0x1.6ac5b262ca1ffp+849), -0x1.14ae72e6ba22fp-61);
  EXPECT_EQ(sin(1e22), -0x1.b453ab76bf397p-1);
  EXPECT_EQ(sin(kLargest), 0x1.452fc98b34e97p-8);
  EXPECT_EQ(cos(kLargest), -0x1.fffe62ecfab75p-1);
}

template <typename T>
class ElementaryEdges : public testing::Test {};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(ElementaryEdges, Scalars);

TYPED_TEST(ElementaryEdges, SpecialArguments) {
  using T = TypeParam;
  using Limits = std::numeric_limits<T>;
  const T infinity = Limits::infinity(), nan = Limits::quiet_NaN(), zero(0), one(1);

  for (const T x : {infinity, -infinity, nan}) {
    EXPECT_TRUE(std::isnan(sin(x)));
    EXPECT_TRUE(std::isnan(cos(x)));
  }
  for (const T x : {zero, -zero, Limits::denorm_min(), -Limits::denorm_min(), Limits::min()}) {
    EXPECT_TRUE(same(sin(x), x));
    EXPECT_TRUE(same(tanh(x), x));
    EXPECT_EQ(cos(x), one);
    EXPECT_EQ(exp(x), one);
  }
  EXPECT_TRUE(std::isnan(exp(nan)));
  EXPECT_EQ(exp(infinity), infinity);
  EXPECT_EQ(exp(Limits::max()), infinity);
  EXPECT_TRUE(same(exp(-infinity), zero));
  EXPECT_TRUE(same(exp(Limits::lowest()), zero));

  EXPECT_TRUE(std::isnan(log(nan)));
  EXPECT_TRUE(std::isnan(log(-one)));
  EXPECT_TRUE(std::isnan(log(-infinity)));
  EXPECT_EQ(log(zero), -infinity);
  EXPECT_EQ(log(-zero), -infinity);
  EXPECT_EQ(log(infinity), infinity);
  EXPECT_TRUE(same(log(one), zero));

  EXPECT_TRUE(std::isnan(tanh(nan)));
  EXPECT_EQ(tanh(infinity), one);
  EXPECT_EQ(tanh(-infinity), -one);
  EXPECT_EQ(tanh(T(25)), one);

  EXPECT_EQ(pow(zero, T(2)), zero);
  EXPECT_EQ(pow(zero, zero), one);
  EXPECT_EQ(pow(zero, -one), infinity);
  EXPECT_EQ(pow(one, T(1e30)), one);
  EXPECT_EQ(pow(T(2), T(10)), T(1024));
  EXPECT_EQ(pow(T(10), T(1000)), infinity);
  EXPECT_EQ(pow(infinity, T(0.5)), infinity);
  EXPECT_EQ(pow(infinity, -one), zero);
  EXPECT_EQ(pow(nan, zero), one);
  EXPECT_EQ(pow(T(10), T(-1000)), zero);
  EXPECT_TRUE(std::isnan(pow(-one, T(2))));
  EXPECT_TRUE(std::isnan(pow(one, nan)));
}

TEST(Elementary, ExpAtTheEndsOfItsRange) {
  EXPECT_EQ(exp(709.782712893384), std::exp(709.782712893384));
  EXPECT_EQ(exp(709.782712893385), kInfinity);
  EXPECT_EQ(exp(-745.1332191019411), kSmallest);
  EXPECT_EQ(exp(-745.1332191019412), 0);
  EXPECT_EQ(exp(-708.3964185322641), 0x1.000000000007cp-1022);
  EXPECT_EQ(exp(88.72283f), 0x1.ffff0800p+127f);
  EXPECT_EQ(exp(88.72284f), HUGE_VALF);
}

/// Arguments of every size, all quarters, and the special ones.
std::vector<double> arguments(int count) {
  std::vector<double> result = {0.0,       -0.0,       1.0,  -1.0,   kSmallest, -kSmallest,
                                kInfinity, -kInfinity, kNaN, 0x1p30, kLargest,  -kLargest};
  Random random(1, "arguments");
  while (result.size() < static_cast<std::size_t>(count)) {
    result.push_back(Range{Range::uniform, -20, 20}.draw(random));
    result.push_back(Range{Range::uniform, -800, 800}.draw(random));
    result.push_back(Range{Range::uniform, -1.5e9, 1.5e9}.draw(random));
    result.push_back(Range{Range::sizes, -1073, 1023.9}.draw(random));
  }
  return result;
}

template <typename Function>
void expect_lanes_like_doubles(const char* name, Function f) {
  const std::vector<double> all = arguments(1'000'000);
  int different = 0;
  for (std::size_t i = 0; i + Lanes::kCount <= all.size(); i += Lanes::kCount) {
    const Lanes y = f(Lanes::load(&all[i]));
    for (int lane = 0; lane < Lanes::kCount; ++lane) {
      different += same(y[lane], f(all[i + static_cast<std::size_t>(lane)])) ? 0 : 1;
    }
  }
  EXPECT_EQ(different, 0) << name;
}

TEST(Elementary, LanesHaveTheBitsOfDoubles) {
  expect_lanes_like_doubles("sin", [](const auto& x) { return sin(x); });
  expect_lanes_like_doubles("cos", [](const auto& x) { return cos(x); });
  expect_lanes_like_doubles("exp", [](const auto& x) { return exp(x); });
  expect_lanes_like_doubles("log", [](const auto& x) { return log(x); });
  expect_lanes_like_doubles("pow", [](const auto& x) { return pow(x, x); });
  expect_lanes_like_doubles("tanh", [](const auto& x) { return tanh(x); });
}

/// Both in one loop that the compiler may vectorise and in one that it may not.
template <typename T, typename Function>
void expect_loops_alike(Function f) {
  std::vector<T> x;
  for (const double argument : arguments(100'000)) x.push_back(static_cast<T>(argument));
  std::vector<T> y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) y[i] = f(x[i]);
  int different = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    volatile T argument = x[i];
    different += same(y[i], f(argument)) ? 0 : 1;
  }
  EXPECT_EQ(different, 0);
}

TYPED_TEST(ElementaryEdges, VectorisedLoopsHaveTheSameBits) {
  using T = TypeParam;
  expect_loops_alike<T>([](T x) { return exp(x); });
  expect_loops_alike<T>([](T x) { return log(x); });
  expect_loops_alike<T>([](T x) { return tanh(x); });
  expect_loops_alike<T>([](T x) { return pow(x, T(0.3)); });
}

/// FNV-1a over the bits of the results; NaN counts as one number, as its bits are not specified.
template <typename T, typename Function>
std::uint64_t hash_of(Function f) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const double argument : arguments(40'000)) {
    const T y = f(static_cast<T>(argument));
    hash = (hash ^ (std::isnan(y) ? 0x7ff8 : bits_of(y))) * 0x100000001b3;
  }
  return hash;
}

// What every compiler, build type and machine must give. A change of these numbers changes traces.
TYPED_TEST(ElementaryEdges, BitsAreTheSameEverywhere) {
  using T = TypeParam;
  constexpr bool kDouble = std::is_same_v<T, double>;
  EXPECT_EQ(hash_of<T>([](T x) { return sin(x); }),
            kDouble ? 0x33e3c630aa5fca2fu : 0x1f698aa0833e36e1u);
  EXPECT_EQ(hash_of<T>([](T x) { return cos(x); }),
            kDouble ? 0x6bfc0a9c71240c46u : 0x2ae35deb09466bdbu);
  EXPECT_EQ(hash_of<T>([](T x) { return exp(x); }),
            kDouble ? 0xe2d0d0db1464a752u : 0x2f9fa73bd49806eeu);
  EXPECT_EQ(hash_of<T>([](T x) { return log(x); }),
            kDouble ? 0xbc14e06602766fd3u : 0xfb0d094f33df51fcu);
  EXPECT_EQ(hash_of<T>([](T x) { return tanh(x); }),
            kDouble ? 0x2a563fd1a2e725deu : 0x0f2b2298f756672fu);
  EXPECT_EQ(hash_of<T>([](T x) { return pow(abs(x), T(0.7)); }),
            kDouble ? 0x92947c67655d2d8au : 0x28c2c9bc617c10f8u);
}

}  // namespace
}  // namespace descend
