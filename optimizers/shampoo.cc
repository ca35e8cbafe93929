// Shampoo. V. Gupta, T. Koren and Y. Singer, Shampoo: Preconditioned Stochastic Tensor
// Optimization, 2018, algorithm 1; for each matrix X of x with gradient G:
//
//   L <- L + G G^T;   R <- R + G^T G
//   M <- momentum M + G
//   X <- X - learning_rate (epsilon I + L)^(-1/4) M (epsilon I + R)^(-1/4)
//
// and, algorithm 2 for tensors of order 1, for each vector: L <- L + g g^T,
// x <- x - learning_rate (epsilon I + L)^(-1/2) m.
//
// State: for each matrix its M, L, R and their roots, rows columns + 2 rows^2 + 2 columns^2
// numbers. Deviations: those of the authors' own implementation (tf.contrib.opt.ShampooOptimizer,
// whose defaults these are): `interval` steps between two computations of the roots; a side longer
// than `max_size` keeps the diagonal of its L or R only; momentum as above. Roots come from an
// eigendecomposition in double. A table is a matrix here. Where no block is a matrix the rule
// refuses to start: what would be left is full-matrix AdaGrad.

#include "descend/first_order.h"
#include "optimizers/all.h"
#include "optimizers/decompositions.h"
#include "optimizers/dense.h"

namespace descend {
namespace {

struct ShampooOptions : FirstOrderOptions {
  double momentum = 0.0;
  double epsilon = 1e-4;
  std::int64_t interval = 1;
  std::int64_t max_size = 768;
};

template <typename Scalar>
class Shampoo final : public FirstOrder<Scalar> {
 public:
  explicit Shampoo(const ShampooOptions& options)
      : FirstOrder<Scalar>(options), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("momentum", momentum_);
    for (Part& part : parts_) {
      const std::string& name = part.block.name;
      visit(name + ".left_sum", part.left.sum);
      visit(name + ".left_root", part.left.root);
      if (part.matrix) visit(name + ".right_sum", part.right.sum);
      if (part.matrix) visit(name + ".right_root", part.right.root);
    }
  }

  // One side of a matrix: square, or a column where only the diagonal is kept.
  struct Side {
    Matrix<Scalar> sum, root;

    bool diagonal() const { return sum.cols() != sum.rows(); }
  };
  struct Part {
    Block block;
    bool matrix;
    Side left, right;
  };

  void prepare(const Layout& layout, ConstVectorRef<Scalar>, const RunInfo&) override {
    parts_.clear();
    Index side = 0, size = 0;
    bool any_matrix = false;
    const auto add_side = [&](Side& to, Index n) {
      const Index cols = n > options_.max_size ? 1 : n;
      to.sum.resize(n, cols);
      to.root.resize(n, cols);
      if (cols == n) side = std::max(side, n);
    };
    for (const Block& block : layout.blocks) {
      const bool matrix = block.role != Role::vector;
      any_matrix = any_matrix || matrix;
      Part& part = parts_.emplace_back(Part{block, matrix, {}, {}});
      if (!matrix) {
        part.block.rows = block.size();
        part.block.cols = 1;
      }
      add_side(part.left, part.block.rows);
      if (matrix) add_side(part.right, part.block.cols);
      size = std::max(size, block.size());
    }
    if (!any_matrix) throw Unsupported("shampoo moves matrices, and this problem has none");
    half_.setZero(size);
    direction_.setZero(size);
    outer_.setZero(side * side);
    vectors_.setZero(side * side);
    values_.setZero(side);
    space_ = DecompositionSpace(side);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar mu(options_.momentum), lr(step.learning_rate);
    elementwise([=](auto g, auto& m) { m = mu * m + g; }, gradient, momentum_);
    const bool renew = (step.number - 1) % options_.interval == 0;
    for (Part& part : parts_) {
      const auto g = matrix_of<Scalar>(part.block, gradient);
      accumulate(g, part.left);
      if (renew) root(part.left, part.matrix);
      if (part.matrix) {
        accumulate(g.transposed(), part.right);
        if (renew) root(part.right, true);
      }

      auto m = matrix_of<Scalar>(part.block, VectorRef<Scalar>(momentum_));
      const MatrixView<Scalar> half(half_.data(), m.rows, m.cols);
      const MatrixView<Scalar> direction(direction_.data(), m.rows, m.cols);
      precondition(part.left, m, half);
      if (part.matrix) {
        precondition(part.right, half.transposed(), direction.transposed());
      }
      const Vector<Scalar>& result = part.matrix ? direction_ : half_;
      const Eigen::Map<const Vector<Scalar>> push(result.data(), part.block.size());
      auto values = segment_of<Scalar>(part.block, x);
      elementwise([=](auto u, auto& x) { x -= lr * u; }, push, values);
    }
  }

  // sum += g g^T
  void accumulate(ConstMatrixView<Scalar> g, Side& side) {
    const Index n = g.rows;
    if (side.diagonal()) {
      for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < g.cols; ++j) side.sum(i, 0) += g(i, j) * g(i, j);
      }
      return;
    }
    multiply<Scalar>(g, g.transposed(), MatrixView<Scalar>(outer_.data(), n, n));
    elementwise([](auto outer, auto& sum) { sum += outer; },
                Eigen::Map<const Vector<Scalar>>(outer_.data(), n * n),
                Eigen::Map<Vector<Scalar>>(side.sum.data(), n * n));
  }

  // (epsilon I + sum)^(-1/4), or ^(-1/2) of a vector. Without finite sums the last root stays: the
  // gradient was not finite, and the run ends.
  void root(Side& side, bool fourth) {
    const auto power = [&](double value) {
      const double square_root = std::sqrt(std::max(value, 0.0) + options_.epsilon);
      return 1 / (fourth ? std::sqrt(square_root) : square_root);
    };
    const Index n = side.sum.rows();
    if (side.diagonal()) {
      for (Index i = 0; i < n; ++i) side.root(i, 0) = Scalar(power(side.sum(i, 0)));
      return;
    }
    Eigen::Map<Matrix<double>> vectors(vectors_.data(), n, n);
    vectors = side.sum.template cast<double>();
    if (!symmetric_eigen(vectors, values_.head(n), space_)) return;
    // Q P Q^T, as the product of Q sqrt(P) with its own transpose: symmetric to the last bit.
    for (Index j = 0; j < n; ++j) {
      const double scale = std::sqrt(power(values_[j]));
      for (Index i = 0; i < n; ++i) outer_[j * n + i] = Scalar(vectors(i, j) * scale);
    }
    const ConstMatrixView<Scalar> scaled(outer_.data(), n, n);
    multiply<Scalar>(scaled, scaled.transposed(), side.root);
  }

  // to = root from
  void precondition(const Side& side, ConstMatrixView<Scalar> from, MatrixView<Scalar> to) {
    if (!side.diagonal()) {
      multiply<Scalar>(side.root, from, to);
      return;
    }
    for (Index j = 0; j < from.cols; ++j) {
      for (Index i = 0; i < from.rows; ++i) to(i, j) = side.root(i, 0) * from(i, j);
    }
  }

  const ShampooOptions& options_;
  Vector<Scalar> momentum_;
  std::vector<Part> parts_;
  Vector<Scalar> half_, direction_, outer_;
  Vector<double> vectors_, values_;
  DecompositionSpace space_;
};

}  // namespace

void add_shampoo(Registry& registry) {
  add_optimizer<Shampoo, float, double>(
      registry,
      {.info = {.name = "shampoo",
                .summary = "AdaGrad that sees rows and columns of a matrix, not single entries",
                .formula = "L <- L + G G^T;   R <- R + G^T G;   M <- momentum M + G\n"
                           "X <- X - learning_rate (epsilon I + L)^(-1/4) M"
                           " (epsilon I + R)^(-1/4)\n"
                           "vectors: x <- x - learning_rate (epsilon I + L)^(-1/2) m",
                .source = "V. Gupta, T. Koren and Y. Singer, Shampoo: Preconditioned Stochastic "
                          "Tensor Optimization, 2018, algorithms 1 and 2",
                .family = "matrix"}},
      first_order_options<ShampooOptions>(
          {{"momentum", &ShampooOptions::momentum, from_up_to(0, 1), linear_search(0, 0.99),
            "share of the direction that a step keeps"},
           {"epsilon", &ShampooOptions::epsilon, positive(), log_search(1e-8, 1e-2),
            "what the sums begin with"},
           {"interval", &ShampooOptions::interval, between(1, 1e6),
            "steps between two computations of the roots"},
           {"max_size", &ShampooOptions::max_size, between(1, 4096),
            "sides longer than this keep the diagonal only", Fixed::yes}}));
}

}  // namespace descend
