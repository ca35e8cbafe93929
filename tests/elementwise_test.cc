#include "descend/numerics/elementwise.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

#include "descend/numerics/elementary.h"
#include "descend/numerics/sums.h"
#include "tests/random_vector.h"

namespace descend {
namespace {

template <typename Scalar>
class Elementwise : public testing::Test {};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(Elementwise, Scalars);

TYPED_TEST(Elementwise, TakesVectorsViewsAndSegments) {
  using Scalar = TypeParam;
  for (Index n = 0; n < 40; ++n) {
    const Vector<Scalar> gradient = random_vector<Scalar>(n, "gradient");
    Vector<Scalar> velocity = random_vector<Scalar>(n, "velocity");
    Vector<Scalar> x = random_vector<Scalar>(n + 2, "x");
    const Vector<Scalar> velocity_before = velocity, x_before = x;
    const Scalar mu(0.9), lr(0.1);
    VectorRef<Scalar> view = velocity;
    const auto step = [](ConstVectorRef<Scalar> g, VectorRef<Scalar> v, auto&& x, auto f) {
      elementwise(f, g, v, x);
    };
    step(gradient, view, x.segment(1, n), [=](auto g, auto& v, auto& x) {
      v = mu * v - lr * g;
      x += v;
    });
    for (Index i = 0; i < n; ++i) {
      const Scalar v = mu * velocity_before[i] - lr * gradient[i];
      EXPECT_EQ(velocity[i], v);
      EXPECT_EQ(x[i + 1], x_before[i + 1] + v);
    }
    EXPECT_EQ(x[0], x_before[0]);
    EXPECT_EQ(x[n + 1], x_before[n + 1]);
  }
}

TYPED_TEST(Elementwise, ViewsTakeNumbersThatBelongToSomeone) {
  using Vector = Vector<TypeParam>;
  using ToRead = View<const Vector>;
  using ToWrite = View<Vector>;
  const auto part = [](auto&& v) { return v.segment(1, 2); };
  using Part = decltype(part(std::declval<Vector&>()));
  using ConstPart = decltype(part(std::declval<const Vector&>()));
  static_assert(std::is_convertible_v<const Vector&, ToRead>);
  static_assert(std::is_convertible_v<ToWrite, ToRead>);
  static_assert(std::is_convertible_v<ConstPart, ToRead>);
  static_assert(std::is_convertible_v<Vector&, ToWrite>);
  static_assert(std::is_convertible_v<Part, ToWrite>);
  // What may not be changed or does not last, must be computed first, has gaps, or is of another
  // type.
  static_assert(!std::is_convertible_v<const Vector&, ToWrite>);
  static_assert(!std::is_convertible_v<Vector, ToWrite> && std::is_convertible_v<Vector, ToRead>);
  static_assert(!std::is_convertible_v<ToRead, ToWrite>);
  static_assert(!std::is_convertible_v<ConstPart, ToWrite>);
  using Sum = decltype(std::declval<Vector&>() + std::declval<Vector&>());
  using Row = decltype(std::declval<Matrix<TypeParam>&>().row(0));
  static_assert(!std::is_convertible_v<Sum, ToRead> && !std::is_convertible_v<Row, ToRead>);
  static_assert(!std::is_convertible_v<descend::Vector<int>&, ToRead>);

  Vector x = Vector::Zero(4);
  ToWrite view = x;
  part(view) += Vector::Ones(2);
  view = ToWrite(x);  // the numbers, not the place
  EXPECT_EQ(ToRead(part(x)).sum(), 2);
  EXPECT_EQ(ToRead(view).data(), x.data());
}

TYPED_TEST(Elementwise, ElementsOfConstVectorsAreConst) {
  Vector<TypeParam> x = random_vector<TypeParam>(9, "x");
  elementwise([](auto& a) { static_assert(std::is_const_v<std::remove_reference_t<decltype(a)>>); },
              std::as_const(x));
  elementwise([](auto& a) { a = 1; }, x);
  EXPECT_EQ(x, Vector<TypeParam>::Ones(9));
}

TYPED_TEST(Elementwise, LanewiseEqualsOneByOne) {
  for (Index n = 0; n < 40; ++n) {
    const Vector<TypeParam> x = random_vector<TypeParam>(n, "x");
    Vector<TypeParam> sines(n);
    lanewise([](const auto& a, auto& s) { s = sin(3 * a) * a; }, x, sines);
    for (Index i = 0; i < n; ++i) {
      const double a = x[i];
      EXPECT_EQ(sines[i], static_cast<TypeParam>(sin(3 * a) * a));
    }
  }
}

TEST(ElementwiseLanes, EachLaneHasTheBitsOfItsOwnRun) {
  for (Index n = 0; n < 50; ++n) {
    std::array<Vector<double>, Lanes::kCount> x, g;
    Vector<Lanes> lanes_x(n), lanes_g(n);
    Random random(static_cast<std::uint64_t>(n), "lanes");
    for (int lane = 0; lane < Lanes::kCount; ++lane) {
      x[std::size_t(lane)].resize(n);
      g[std::size_t(lane)].resize(n);
      for (Index i = 0; i < n; ++i) {
        lanes_x[i][lane] = x[std::size_t(lane)][i] = random.normal();
        lanes_g[i][lane] = g[std::size_t(lane)][i] = random.normal();
      }
    }
    const auto step = [](const auto& g, auto& x) { x = select(g > x, x - 0.1 * g, exp(-x) / 3); };
    const auto term = [](const auto& a, const auto& b) { return cos(a) * b; };
    elementwise(step, lanes_g, lanes_x);
    const Lanes sums = sum(lanes_x), norms = norm(lanes_x), dots = dot(lanes_x, lanes_g),
                terms = reduce(term, lanes_x, lanes_g);
    for (int lane = 0; lane < Lanes::kCount; ++lane) {
      Vector<double>& y = x[std::size_t(lane)];
      const Vector<double>& h = g[std::size_t(lane)];
      elementwise(step, h, y);
      for (Index i = 0; i < n; ++i) EXPECT_EQ(lanes_x[i][lane], y[i]);
      EXPECT_EQ(sums[lane], sum(y));
      EXPECT_EQ(norms[lane], norm(y));
      EXPECT_EQ(dots[lane], dot(y, h));
      EXPECT_EQ(terms[lane], reduce(term, y, h));
    }
  }
}

TEST(Elementwise, RefusesVectorsOfDifferentLengths) {
  const Vector<double> g = Vector<double>::Ones(5);
  Vector<double> never_sized, x = Vector<double>::Ones(5);
  const auto step = [](auto g, auto& v, auto& x) { v += g, x -= v; };
  EXPECT_THROW(elementwise(step, g, never_sized, x), std::length_error);
  EXPECT_THROW(static_cast<void>(dot(g, never_sized)), std::length_error);
  EXPECT_THROW(static_cast<void>(reduce([](auto a, auto b) { return a * b; }, never_sized, g)),
               std::length_error);
  EXPECT_EQ(x, g);
}

}  // namespace
}  // namespace descend
