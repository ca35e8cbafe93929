// The functions and trajectories of tests/golden/make_papers.py.

#include "optimizers/paper_test.h"

#include "optimizers/golden_test.h"

namespace descend::test {

template <typename Scalar>
Objective<Scalar> blocks_function(const Layout& layout) {
  return [layout](const Vector<Scalar>& x, Vector<Scalar>& gradient) {
    double loss = 0;
    for (const Block& block : layout.blocks) {
      const Eigen::Map<const Matrix<Scalar>> values(&x[block.offset], block.rows, block.cols);
      Eigen::Map<Matrix<Scalar>> slope(&gradient[block.offset], block.rows, block.cols);
      if (block.role == Role::vector) {
        for (Index i = 0; i < block.rows; ++i) {
          const Scalar w(0.5 + double(i)), d = values(i, 0) - Scalar(1 + 0.25 * double(i));
          slope(i, 0) = w * d * d * d;
          loss += double(w * d * d * d * d) / 4;
        }
        continue;
      }
      Matrix<Scalar> a(block.rows, block.rows), b(block.cols, block.cols);
      Matrix<Scalar> c(block.rows, block.cols);
      for (Index i = 0; i < a.rows(); ++i) {
        for (Index j = 0; j < a.cols(); ++j)
          a(i, j) = Scalar(1.0 / (1 + std::abs(i - j)) + (i == j));
      }
      for (Index i = 0; i < b.rows(); ++i) {
        for (Index j = 0; j < b.cols(); ++j) {
          b(i, j) = Scalar(1.0 / double(1 + i + j) + 0.5 * (i == j));
        }
      }
      for (Index i = 0; i < c.rows(); ++i) {
        for (Index j = 0; j < c.cols(); ++j) c(i, j) = Scalar(double((3 * i + 5 * j) % 7 - 3) / 2);
      }
      const Matrix<Scalar> rest = a * values * b - c;
      slope = a.transpose() * rest * b.transpose();
      loss += double(rest.squaredNorm()) / 2;
    }
    return loss;
  };
}

template Objective<float> blocks_function(const Layout& layout);
template Objective<double> blocks_function(const Layout& layout);

PaperProblem paper_problem(const std::string& name, Rounding rounding) {
  if (name == "rosenbrock") {
    return {one_block(2, 1, Role::vector), rosenbrock(rounding), vector_of({-1.2, 1})};
  }
  if (name == "quadratic") {
    return {one_block(4, 1, Role::vector), quadratic(rounding), Vector<double>::Zero(4)};
  }
  static const nlohmann::json kFile = read_golden("golden/paper_rules.json");
  PaperProblem problem;
  for (const nlohmann::json& block : kFile.at("layout")) {
    const std::string role = block.at("role");
    problem.layout.add(
        block.at("name"), block.at("rows"), block.at("cols"),
        role == "matrix" ? Role::matrix : (role == "table" ? Role::table : Role::vector));
  }
  problem.objective = blocks_function<double>(problem.layout);
  const auto start = kFile.at("start").get<std::vector<double>>();
  problem.x0 = Eigen::Map<const Vector<double>>(start.data(), Index(start.size()));
  return problem;
}

void expect_golden(const std::string& rule, int trajectories,
                   const std::set<std::string>& parting) {
  constexpr double kTolerance = 1e-10;
  int cases = 0;
  std::set<std::string> parted;
  const nlohmann::json whole = read_golden("golden/paper_rules.json");
  for (const nlohmann::json& golden : whole.at("cases")) {
    if (golden.at("rule") != rule) continue;
    ++cases;
    const std::string name = golden.at("problem");
    SCOPED_TRACE(golden.at("settings").dump() + " on " + name);
    const Settings settings = settings_from(rule, golden.at("settings"));
    const int steps = golden.at("points").back().at("step");
    const auto run = [&](Rounding rounding) {
      const PaperProblem problem = paper_problem(name, rounding);
      return run_on_layout(settings, problem.layout, problem.objective, problem.x0, steps);
    };
    const auto points = run(Rounding::scripts), others = run(Rounding::other);
    EXPECT_EQ(points.size(), std::size_t(steps + 1));
    if (points.size() != std::size_t(steps + 1)) continue;
    for (const nlohmann::json& kept : golden.at("points")) {
      const int step = kept.at("step");
      const auto expected = kept.at("x").get<std::vector<double>>();
      const Vector<double> x = Eigen::Map<const Vector<double>>(expected.data(), expected.size());
      if (step > 100 && relative_distance(others[step], points[step]) > kTolerance) {
        parted.insert(name);
        continue;
      }
      EXPECT_LT(relative_distance(points[step], x), kTolerance) << "step " << step;
    }
  }
  EXPECT_EQ(cases, trajectories);
  EXPECT_EQ(parted, parting);
}

}  // namespace descend::test
