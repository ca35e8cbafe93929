#include "optimizers/dense.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace descend::test {
namespace {

template <typename Scalar>
Matrix<Scalar> filled(Index rows, Index cols, int seed) {
  Matrix<Scalar> m(rows, cols);
  for (Index i = 0; i < m.size(); ++i) m.data()[i] = Scalar(std::sin(seed + 1.7 * double(i)));
  return m;
}

/// The product as its header defines it.
template <typename Scalar>
Matrix<Scalar> plain_product(const Matrix<Scalar>& a, const Matrix<Scalar>& b) {
  Matrix<Scalar> out(a.rows(), b.cols());
  for (Index i = 0; i < out.rows(); ++i) {
    for (Index j = 0; j < out.cols(); ++j) {
      Scalar sum = 0;
      for (Index k = 0; k < a.cols(); ++k) sum = std::fma(a(i, k), b(k, j), sum);
      out(i, j) = sum;
    }
  }
  return out;
}

template <typename Scalar>
void expect_products_in_order() {
  // Below, at and above the sizes of tiles and panels.
  for (const auto& [n, m, k] : {std::array<Index, 3>{1, 1, 1},
                                {3, 2, 5},
                                {8, 4, 16},
                                {17, 5, 9},
                                {16, 16, 256},
                                {33, 21, 300},
                                {2, 70, 513}}) {
    const Matrix<Scalar> a = filled<Scalar>(n, k, 1), b = filled<Scalar>(k, m, 2);
    const Matrix<Scalar> expected = plain_product(a, b);
    Matrix<Scalar> out = Matrix<Scalar>::Constant(n, m, Scalar(7));
    multiply<Scalar>(a, b, out);
    EXPECT_EQ(out, expected) << n << " x " << k << " x " << m;

    const Matrix<Scalar> at = a.transpose(), bt = b.transpose();
    multiply<Scalar>(ConstMatrixView<Scalar>(at).transposed(),
                     ConstMatrixView<Scalar>(bt).transposed(), out);
    EXPECT_EQ(out, expected) << "of transposed operands";

    Matrix<Scalar> out_transposed(m, n);
    multiply<Scalar>(a, b, MatrixView<Scalar>(out_transposed).transposed());
    EXPECT_EQ(out_transposed.transpose(), expected) << "into a transposed matrix";
  }
}

TEST(Multiply, AddsInOrderOfKWithOneRoundingATerm) {
  expect_products_in_order<float>();
  expect_products_in_order<double>();
}

TEST(Multiply, DoesNotSeeTheAddressOfItsData) {
  const Index n = 21;
  const Matrix<float> a = filled<float>(n, n, 3);
  std::vector<float> space(n * n + 16);
  const Matrix<float> expected = plain_product(a, a);
  for (Index shift = 0; shift < 16; ++shift) {
    Eigen::Map<Matrix<float>>(space.data() + shift, n, n) = a;
    Matrix<float> out(n, n);
    const ConstMatrixView<float> view(space.data() + shift, n, n);
    multiply<float>(view, view, out);
    ASSERT_EQ(out, expected) << shift;
  }
}

TEST(Multiply, OfAnEmptySumIsZero) {
  const Matrix<double> a(3, 0), b(0, 2);
  Matrix<double> out = Matrix<double>::Ones(3, 2);
  multiply<double>(a, b, out);
  EXPECT_EQ(out, Matrix<double>::Zero(3, 2));
}

}  // namespace
}  // namespace descend::test
