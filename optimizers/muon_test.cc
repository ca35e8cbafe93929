#include <gtest/gtest.h>

#include "optimizers/decompositions.h"
#include "optimizers/paper_test.h"

namespace descend::test {
namespace {

TEST(Muon, MatchesThePaper) { expect_golden("muon", 2); }

Matrix<double> rotation(Index n, int seed) {
  Matrix<double> q(n, n);
  for (Index i = 0; i < q.size(); ++i) q.data()[i] = std::sin(double(seed + i * i));
  DecompositionSpace space(n);
  orthonormalize(q, space);
  return q;
}

/// The first step's direction for a gradient with these singular values, at rate 1.
Matrix<double> direction(Index rows, Index cols, const Vector<double>& singular_values) {
  Matrix<double> middle = Matrix<double>::Zero(rows, cols);
  for (Index i = 0; i < singular_values.size(); ++i) middle(i, i) = singular_values[i];
  const Matrix<double> slope = rotation(rows, 1) * middle * rotation(cols, 2).transpose();
  const auto plane = [&](const Vector<double>&, Vector<double>& gradient) {
    gradient = Eigen::Map<const Vector<double>>(slope.data(), slope.size());
    return 0.0;
  };
  RuleOnLayout<double> run({"muon", {{"learning_rate", Value{1.0}}}}, one_block(rows, cols), plane,
                           Vector<double>::Zero(rows * cols));
  run.step();
  const double tall = std::sqrt(std::max(1.0, double(rows) / double(cols)));
  return -Eigen::Map<const Matrix<double>>(run.x.data(), rows, cols) / tall;
}

Vector<double> singular_values(const Matrix<double>& m) {
  Matrix<double> gram =
      m.rows() < m.cols() ? Matrix<double>(m * m.transpose()) : Matrix<double>(m.transpose() * m);
  Vector<double> values(gram.rows());
  DecompositionSpace space(gram.rows());
  EXPECT_TRUE(symmetric_eigen(gram, values, space));
  return values.cwiseMax(0).cwiseSqrt();
}

TEST(Muon, BringsSingularValuesIntoThePublishedBand) {
  // The authors aim at [1 - e, 1 + e] with e up to about 0.3 (their article, "Newton-Schulz"), and
  // their code says of the outcome that it is like Uniform(0.5, 1.5).
  for (const auto& [rows, cols] : {std::pair<Index, Index>{24, 24}, {40, 24}, {24, 40}}) {
    Vector<double> spectrum(24);
    for (Index i = 0; i < 24; ++i) spectrum[i] = std::pow(10.0, -2.0 * double(i) / 23);
    const Vector<double> found = singular_values(direction(rows, cols, spectrum));
    EXPECT_GT(found.minCoeff(), 0.67) << rows << " x " << cols;
    EXPECT_LT(found.maxCoeff(), 1.3) << rows << " x " << cols;
  }
}

TEST(Muon, KeepsTheSingularVectors) {
  const Vector<double> spectrum = vector_of({8, 4, 2, 1});
  const Matrix<double> found = direction(4, 6, spectrum);
  const Matrix<double> middle = rotation(4, 1).transpose() * found * rotation(6, 2);
  for (Index i = 0; i < 4; ++i) {
    for (Index j = 0; j < 6; ++j) {
      if (i == j) {
        EXPECT_GT(middle(i, j), 0.67);
      } else {
        EXPECT_NEAR(middle(i, j), 0, 1e-13);
      }
    }
  }
}

/// X -> U X V' must turn every point of a trajectory alike, on a function of one matrix.
void expect_basis_does_not_matter(const Settings& rule, Index rows, Index cols) {
  const std::string& name = rule.name;
  const Matrix<double> u = rotation(rows, 3), v = rotation(cols, 4);
  const Objective<double> plain = blocks_function<double>(one_block(rows, cols));
  const auto turned = [&](const Vector<double>& x, Vector<double>& gradient) {
    const Eigen::Map<const Matrix<double>> outer(x.data(), rows, cols);
    Vector<double> inner(rows * cols), slope(rows * cols);
    Eigen::Map<Matrix<double>>(inner.data(), rows, cols) = u.transpose() * outer * v;
    const double loss = plain(inner, slope);
    Eigen::Map<Matrix<double>>(gradient.data(), rows, cols) =
        u * Eigen::Map<const Matrix<double>>(slope.data(), rows, cols) * v.transpose();
    return loss;
  };
  const Vector<double> x0 = Vector<double>::LinSpaced(rows * cols, -1, 1);
  Vector<double> turned_x0(rows * cols);
  Eigen::Map<Matrix<double>>(turned_x0.data(), rows, cols) =
      u * Eigen::Map<const Matrix<double>>(x0.data(), rows, cols) * v.transpose();
  const auto a = run_on_layout<double>(rule, one_block(rows, cols), plain, x0, 40);
  const auto b = run_on_layout<double>(rule, one_block(rows, cols), turned, turned_x0, 40);
  for (int k : {1, 5, 40}) {
    const Matrix<double> back =
        u.transpose() * Eigen::Map<const Matrix<double>>(b[k].data(), rows, cols) * v;
    const Vector<double> flat = Eigen::Map<const Vector<double>>(back.data(), back.size());
    EXPECT_LT(relative_distance(flat, a[k]), 1e-9) << name << ", step " << k;
  }
  EXPECT_GT((a[40] - x0).norm(), 1e-3) << name;
}

TEST(MatrixRules, DoNotSeeAnOrthogonalChangeOfBasis) {
  for (const auto& [rows, cols] : {std::pair<Index, Index>{4, 4}, {5, 3}, {3, 5}}) {
    expect_basis_does_not_matter({"muon", {}}, rows, cols);
    expect_basis_does_not_matter({"shampoo", {}}, rows, cols);
  }
  // The first gradient of a longer side leaves some of SOAP's basis open: it has no rank there.
  // Where a turned gradient is nothing but rounding, SOAP divides that by epsilon, which is large
  // here.
  expect_basis_does_not_matter({"soap", {{"epsilon", Value{1e-4}}}}, 4, 4);
}

TEST(MatrixRules, RefuseAProblemWithoutMatrices) {
  for (const char* name : {"muon", "shampoo", "soap"}) {
    auto rule = make_rule<double>({name, {}});
    const Vector<double> x0 = Vector<double>::Zero(4);
    try {
      rule.object->start(one_block(4, 1, Role::vector), x0, {});
      FAIL() << name;
    } catch (const Unsupported& reason) {
      EXPECT_EQ(std::string(reason.what()),
                std::string(name) + " moves matrices, and this problem has none");
    }
  }
}

TEST(Muon, HoldsTheStateThatItsHeadSays) {
  const PaperProblem problem = paper_problem("blocks");
  RuleOnLayout<double> run({"muon", {}}, problem.layout, problem.objective, problem.x0);
  EXPECT_EQ(run.state_size(), problem.layout.size() + 5 + 6);  // the vector's and the table's
}

}  // namespace
}  // namespace descend::test
