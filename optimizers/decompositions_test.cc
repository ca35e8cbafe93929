#include "optimizers/decompositions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace descend::test {
namespace {

Matrix<double> symmetric(Index n) {
  Matrix<double> a(n, n);
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < n; ++j) a(i, j) = std::sin(double((i + 1) * (j + 1))) + (i == j);
  }
  return a;
}

double largest(const Matrix<double>& a) { return a.cwiseAbs().maxCoeff(); }

void expect_decomposition(const Matrix<double>& a) {
  const Index n = a.rows();
  Matrix<double> q = a;
  Vector<double> values(n);
  DecompositionSpace space(n);
  ASSERT_TRUE(symmetric_eigen(q, values, space));
  const double bound = 1e-15 * double(n + 4);
  EXPECT_LT(largest(q.transpose() * q - Matrix<double>::Identity(n, n)), 2 * bound) << n;
  EXPECT_LE(largest(q * values.asDiagonal() * q.transpose() - a), 4 * bound * largest(a)) << n;
  for (Index i = 0; i + 1 < n; ++i) EXPECT_LE(values[i], values[i + 1]);
}

TEST(SymmetricEigen, TakesAMatrixApart) {
  for (Index n : {1, 2, 3, 4, 7, 16, 65}) expect_decomposition(symmetric(n));
}

TEST(SymmetricEigen, TakesDegenerateMatricesApart) {
  const Vector<double> v = Vector<double>::LinSpaced(9, -1, 2);
  expect_decomposition(v * v.transpose());  // rank one
  expect_decomposition(Matrix<double>::Zero(9, 9));
  expect_decomposition(3.5 * Matrix<double>::Identity(9, 9));
  expect_decomposition(Matrix<double>::Ones(9, 9));
  expect_decomposition(1e-200 * symmetric(9));
  expect_decomposition(1e200 * symmetric(9));
  Matrix<double> graded = symmetric(9);
  for (Index i = 0; i < 9; ++i) {
    graded.row(i) *= std::pow(10.0, -2.0 * double(i));
    graded.col(i) *= std::pow(10.0, -2.0 * double(i));
  }
  expect_decomposition(graded);
}

TEST(SymmetricEigen, FindsTheEigenvaluesOfTheSecondDifference) {
  // Those of the matrix with 2 on the diagonal and -1 beside it: 2 - 2 cos(k pi / (n + 1)).
  const Index n = 40;
  Matrix<double> a = Matrix<double>::Zero(n, n);
  for (Index i = 0; i < n; ++i) a(i, i) = 2;
  for (Index i = 0; i + 1 < n; ++i) a(i, i + 1) = a(i + 1, i) = -1;
  Vector<double> values(n);
  DecompositionSpace space(n);
  ASSERT_TRUE(symmetric_eigen(a, values, space));
  for (Index k = 1; k <= n; ++k) {
    EXPECT_NEAR(values[k - 1], 2 - 2 * std::cos(double(k) * M_PI / double(n + 1)), 1e-14);
  }
}

TEST(SymmetricEigen, RefusesWhatIsNotFinite) {
  Matrix<double> a = symmetric(5);
  a(3, 1) = a(1, 3) = NAN;
  Vector<double> values(5);
  DecompositionSpace space(5);
  EXPECT_FALSE(symmetric_eigen(a, values, space));
}

TEST(Orthonormalize, GivesTheOrthogonalFactor) {
  for (Index n : {1, 2, 3, 8, 33}) {
    Matrix<double> a(n, n);
    for (Index i = 0; i < a.size(); ++i) a.data()[i] = std::sin(1.0 + double(i * i));
    Matrix<double> q = a;
    DecompositionSpace space(n);
    orthonormalize(q, space);
    EXPECT_LT(largest(q.transpose() * q - Matrix<double>::Identity(n, n)), 1e-14) << n;
    const Matrix<double> r = q.transpose() * a;
    for (Index j = 0; j < n; ++j) {
      for (Index i = j + 1; i < n; ++i) EXPECT_NEAR(r(i, j), 0, 1e-13) << n;
    }
  }
}

TEST(Orthonormalize, StaysOrthonormalWhereTheMatrixIsSingular) {
  for (const Matrix<double>& a :
       {Matrix<double>(Matrix<double>::Zero(6, 6)), Matrix<double>(Matrix<double>::Ones(6, 6)),
        Matrix<double>(Matrix<double>::Constant(6, 6, 1e-170))}) {
    Matrix<double> q = a;
    DecompositionSpace space(6);
    orthonormalize(q, space);
    EXPECT_LT(largest(q.transpose() * q - Matrix<double>::Identity(6, 6)), 1e-14);
  }
}

}  // namespace
}  // namespace descend::test
