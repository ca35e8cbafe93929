// SOAP. N. Vyas, D. Morwani, R. Zhao, M. Kwun, I. Shapira, D. Brandfonbrener, L. Janson and S.
// Kakade, SOAP: Improving and Stabilizing Shampoo using Adam, 2024, algorithms 3 and 4: Adam in the
// eigenbasis of Shampoo's preconditioner. For each matrix X of x with gradient G, at step t:
//
//   M <- beta1 M + (1 - beta1) G
//   G' = QL^T G QR;   M' = QL^T M QR
//   V <- beta2 V + (1 - beta2) G'^2
//   N = sqrt(1 - beta2^t) / (1 - beta1^t) M' / (sqrt(V) + epsilon)
//   X <- (1 - learning_rate weight_decay) (X - learning_rate QL N QR^T)
//   L <- beta2 L + (1 - beta2) G G^T;   R <- beta2 R + (1 - beta2) G^T G
//   every `interval` steps: QL <- the Q of the QR decomposition of L QL, QR likewise
//
// State: for each matrix M, V, L, R, QL, QR, 2 rows columns + 2 rows^2 + 2 columns^2 numbers.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/elementary.h"
#include "optimizers/all.h"
#include "optimizers/decompositions.h"
#include "optimizers/dense.h"

namespace descend {
namespace {

struct SoapOptions : FirstOrderOptions {
  SoapOptions() {
    learning_rate = 3e-3;
    weight_decay = 0.01;
  }
  double beta1 = 0.95;
  double beta2 = 0.95;
  double epsilon = 1e-8;
  std::int64_t interval = 10;
  std::int64_t max_size = 1024;
};

template <typename Scalar>
class Soap final : public FirstOrder<Scalar> {
 public:
  explicit Soap(const SoapOptions& options)
      : FirstOrder<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean", mean_);
    visit("mean_of_squares", mean_of_squares_);
    for (Part& part : parts_) {
      for (Side* side : {&part.left, &part.right}) {
        if (!side->rotated()) continue;
        const std::string name = part.block.name + (side == &part.left ? ".left" : ".right");
        visit(name + "_mean", side->mean);
        visit(name + "_basis", side->basis);
      }
    }
  }

  // One side of a matrix; empty where it is not rotated.
  struct Side {
    Matrix<Scalar> mean, basis;

    bool rotated() const { return basis.size() > 0; }
  };
  struct Part {
    Block block;
    Side left, right;
  };

  void prepare(const Layout& layout, ConstVectorRef<Scalar>, const RunInfo&) override {
    parts_.clear();
    Index side = 0, size = 0;
    bool any_matrix = false;
    const auto add_side = [&](Side& to, Index n) {
      if (n > options_.max_size) return;
      to.mean.resize(n, n);
      to.basis.resize(n, n);
      side = std::max(side, n);
    };
    for (const Block& block : layout.blocks) {
      Part& part = parts_.emplace_back(Part{block, {}, {}});
      size = std::max(size, block.size());
      if (block.role == Role::vector) continue;
      any_matrix = true;
      add_side(part.left, block.rows);
      add_side(part.right, block.cols);
    }
    if (!any_matrix) throw Unsupported("soap moves matrices, and this problem has none");
    rotated_gradient_.setZero(size);
    rotated_mean_.setZero(size);
    half_.setZero(size);
    square_.setZero(side, side);
    basis_.setZero(side * side);
    power_.setZero(side * side);
    product_.setZero(side * side);
    values_.setZero(side);
    space_ = DecompositionSpace(side);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Index t = step.number - 1;
    for (Part& part : parts_) {
      const auto g = matrix_of<Scalar>(part.block, gradient);
      if (t > 0) move(part, t, step.learning_rate, g, x);
      average(g, part.left);
      average(g.transposed(), part.right);
      const auto v = matrix_of<Scalar>(part.block, VectorRef<Scalar>(mean_of_squares_));
      if (t == 0) {
        first_basis(part.left);
        first_basis(part.right);
      } else if (t % options_.interval == 0) {
        next_basis(part.left, v);
        next_basis(part.right, v.transposed());
      }
    }
  }

  void move(Part& part, Index t, double lr, ConstMatrixView<Scalar> g, VectorRef<Scalar> x) {
    const Index rows = part.block.rows, cols = part.block.cols, n = part.block.size();
    Eigen::Map<Vector<Scalar>> m = segment_of<Scalar>(part.block, VectorRef<Scalar>(mean_));
    Eigen::Map<Vector<Scalar>> v =
        segment_of<Scalar>(part.block, VectorRef<Scalar>(mean_of_squares_));
    Eigen::Map<Vector<Scalar>> values = segment_of<Scalar>(part.block, x);
    const Eigen::Map<const Vector<Scalar>> flat(g.data, n);
    const Scalar beta1(options_.beta1), rest1(1 - options_.beta1);
    const Scalar beta2(options_.beta2), rest2(1 - options_.beta2);
    elementwise([=](auto g, auto& m) { m = beta1 * m + rest1 * g; }, flat, m);

    const MatrixView<Scalar> turned_g(rotated_gradient_.data(), rows, cols);
    const MatrixView<Scalar> turned_m(rotated_mean_.data(), rows, cols);
    rotate(part, g, turned_g, /*back=*/false);
    rotate(part, MatrixView<Scalar>(m.data(), rows, cols), turned_m, /*back=*/false);
    Eigen::Map<Vector<Scalar>> flat_g(rotated_gradient_.data(), n);
    Eigen::Map<Vector<Scalar>> flat_m(rotated_mean_.data(), n);
    const Scalar epsilon(options_.epsilon);
    elementwise(
        [=](auto g, auto& v, auto& m) {
          v = beta2 * v + rest2 * (g * g);
          m = m / (sqrt(v) + epsilon);
        },
        std::as_const(flat_g), v, flat_m);
    rotate(part, turned_m, turned_g, /*back=*/true);

    const Scalar rate(lr * std::sqrt(1 - pow(options_.beta2, static_cast<double>(t))) /
                      (1 - pow(options_.beta1, static_cast<double>(t))));
    const Scalar decay(lr * options_.weight_decay);
    elementwise(
        [=](auto u, auto& x) {
          x -= rate * u;
          x -= decay * x;
        },
        std::as_const(flat_g), values);
  }

  // to = QL^T from QR, or back: QL from QR^T
  void rotate(const Part& part, ConstMatrixView<Scalar> from, MatrixView<Scalar> to, bool back) {
    const MatrixView<Scalar> half(half_.data(), from.rows, from.cols);
    turn(part.left, from, half, back);
    turn(part.right, ConstMatrixView<Scalar>(half).transposed(), to.transposed(), back);
  }

  void turn(const Side& side, ConstMatrixView<Scalar> from, MatrixView<Scalar> to, bool back) {
    if (side.rotated()) {
      const ConstMatrixView<Scalar> basis(side.basis);
      multiply<Scalar>(back ? basis : basis.transposed(), from, to);
      return;
    }
    for (Index j = 0; j < from.cols; ++j) {
      for (Index i = 0; i < from.rows; ++i) to(i, j) = from(i, j);
    }
  }

  // mean <- beta2 mean + (1 - beta2) g g^T
  void average(ConstMatrixView<Scalar> g, Side& side) {
    if (!side.rotated()) return;
    const Index n = g.rows;
    multiply<Scalar>(g, g.transposed(), MatrixView<Scalar>(square_.data(), n, n));
    const Scalar beta2(options_.beta2), rest2(1 - options_.beta2);
    elementwise([=](auto outer, auto& mean) { mean = beta2 * mean + rest2 * outer; },
                Eigen::Map<const Vector<Scalar>>(square_.data(), n * n),
                Eigen::Map<Vector<Scalar>>(side.mean.data(), n * n));
  }

  // The eigenvectors, greatest eigenvalue first. Where there are none (the gradient was not finite,
  // and the run ends) the basis stays as it is.
  void first_basis(Side& side) {
    if (!side.rotated()) return;
    const Index n = side.mean.rows();
    Eigen::Map<Matrix<double>> vectors(basis_.data(), n, n);
    vectors = side.mean.template cast<double>();
    if (!symmetric_eigen(vectors, values_.head(n), space_)) return;
    for (Index j = 0; j < n; ++j) {
      for (Index i = 0; i < n; ++i) side.basis(i, j) = Scalar(vectors(i, n - 1 - j));
    }
  }

  // One power iteration. The rows of v belong to the columns of the basis.
  void next_basis(Side& side, MatrixView<Scalar> v) {
    if (!side.rotated()) return;
    const Index n = side.mean.rows();
    Eigen::Map<Matrix<double>> mean(power_.data(), n, n), basis(basis_.data(), n, n);
    mean = side.mean.template cast<double>();
    basis = side.basis.template cast<double>();
    const MatrixView<double> product(product_.data(), n, n);
    multiply<double>(MatrixView<double>(mean.data(), n, n), MatrixView<double>(basis.data(), n, n),
                     product);
    for (Index j = 0; j < n; ++j) {
      double estimate = 0;
      for (Index i = 0; i < n; ++i) estimate += basis(i, j) * product(i, j);
      values_[j] = estimate;
    }
    for (Index j = 0; j < n; ++j) {
      const Index best = std::max_element(&values_[j], values_.data() + n) - values_.data();
      if (best == j) continue;
      std::swap(values_[j], values_[best]);
      for (Index i = 0; i < n; ++i) std::swap(product(i, j), product(i, best));
      for (Index i = 0; i < v.cols; ++i) std::swap(v(j, i), v(best, i));
    }
    Eigen::Map<Matrix<double>> next(product_.data(), n, n);
    orthonormalize(next, space_);
    side.basis = next.template cast<Scalar>();
  }

  const SoapOptions& options_;
  Vector<Scalar> mean_, mean_of_squares_;
  std::vector<Part> parts_;
  Vector<Scalar> rotated_gradient_, rotated_mean_, half_;
  Matrix<Scalar> square_;
  Vector<double> basis_, power_, product_, values_;
  DecompositionSpace space_;
};

}  // namespace

void add_soap(Registry& registry) {
  add_optimizer<Soap, float, double>(
      registry,
      {.info = {.name = "soap",
                .summary = "Adam in the eigenbasis of Shampoo's preconditioner",
                .formula = "M <- beta1 M + (1 - beta1) G\n"
                           "V <- beta2 V + (1 - beta2) (QL^T G QR)^2\n"
                           "N = sqrt(1 - beta2^t)/(1 - beta1^t) (QL^T M QR) / (sqrt(V) + epsilon)\n"
                           "X <- X - learning_rate QL N QR^T\n"
                           "X <- X - learning_rate weight_decay X\n"
                           "L <- beta2 L + (1 - beta2) G G^T;   R <- beta2 R + (1 - beta2) G^T G\n"
                           "every interval steps: QL <- qr(L QL), QR <- qr(R QR)",
                .source = "N. Vyas, D. Morwani, R. Zhao and others, SOAP: Improving and "
                          "Stabilizing Shampoo using Adam, 2024, algorithms 3 and 4",
                .family = "matrix",
                .deviations =
                    "Those of the authors' own code, whose defaults these are: the first "
                    "step only computes L, R and, by an eigendecomposition, their bases, "
                    "and moves nothing; columns of Q are put in order of their estimated "
                    "eigenvalues, and V with them, before the power iteration; a side "
                    "longer than `max_size` (10,000 there) is not rotated; vectors are "
                    "moved by Adam as it is. Decompositions are in double. A table is a "
                    "matrix here. Where no block is a matrix the rule refuses to start: it "
                    "would be AdamW."}},
      first_order_options<SoapOptions>(
          {{"beta1", &SoapOptions::beta1, from_up_to(0, 1), linear_search(0.8, 0.99),
            "share of the gradient's mean that a step keeps"},
           {"beta2", &SoapOptions::beta2, from_up_to(0, 1), linear_search(0.8, 0.999),
            "share of the mean square, of L and of R that a step keeps"},
           {"epsilon", &SoapOptions::epsilon, positive(), "keeps the denominator from zero"},
           {"interval", &SoapOptions::interval, between(1, 1e6), linear_search(1, 100),
            "steps between two changes of the basis"},
           {"max_size", &SoapOptions::max_size, between(1, 10000),
            "sides longer than this are not rotated", Fixed::yes}},
          log_search(1e-5, 1.0)));
}

}  // namespace descend
