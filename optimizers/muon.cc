// Muon. K. Jordan, Y. Jin, V. Boza, J. You, F. Cesista, L. Newhouse and J. Bernstein, Muon: An
// optimizer for hidden layers in neural networks, 2024; for each matrix X of x with gradient G:
//
//   M <- momentum M + (1 - momentum) G
//   U = (1 - momentum) G + momentum M       (nesterov=false: U = M)
//   O = U / |U|_F, transposed if it has more rows than columns; then `iterations` times
//     A = O O^T;   O <- 3.4445 O + (-4.7750 A + 2.0315 A A) O       and transposed back
//   X <- (1 - learning_rate weight_decay) X - learning_rate sqrt(max(1, rows / columns)) O
//
// The quintic pushes all singular values of U towards 1, roughly: into about 1 +- 0.3 after five
// iterations, for those that were not below a thousandth of |U|_F.
//
// State: M, n numbers, and for vectors AdamW's m and v.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "optimizers/adamw_blocks.h"
#include "optimizers/all.h"
#include "optimizers/dense.h"

namespace descend {
namespace {

struct MuonOptions : FirstOrderOptions {
  MuonOptions() { learning_rate = 0.02; }
  double momentum = 0.95;
  bool nesterov = true;
  std::int64_t iterations = 5;
  double vector_learning_rate = 3e-4;
  double vector_beta1 = 0.9;
  double vector_beta2 = 0.95;
  double vector_epsilon = 1e-10;
};

template <typename Scalar>
class Muon final : public FirstOrder<Scalar> {
 public:
  explicit Muon(const MuonOptions& options)
      : FirstOrder<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean", mean_);
    std::size_t vectors = 0;
    for (const Block& block : layout_.blocks) {
      if (is_matrix(block)) continue;
      visit(block.name + ".mean_of_squares", means_of_squares_[vectors++]);
    }
  }

  void prepare(const Layout& layout, ConstVectorRef<Scalar>, const RunInfo&) override {
    layout_ = layout;
    means_of_squares_.clear();
    Index size = 0, side = 0;
    for (const Block& block : layout.blocks) {
      if (is_matrix(block)) {
        size = std::max(size, block.size());
        side = std::max(side, std::min(block.rows, block.cols));
      } else {
        means_of_squares_.emplace_back(block.size(), 1);
      }
    }
    if (size == 0) throw Unsupported("muon moves matrices, and this problem has none");
    direction_.setZero(size);
    product_.setZero(size);
    gram_.setZero(side * side);
    polynomial_.setZero(side * side);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const double lr = step.learning_rate;
    std::size_t vectors = 0;
    for (const Block& block : layout_.blocks) {
      auto g = segment_of<Scalar>(block, gradient);
      auto m = segment_of<Scalar>(block, VectorRef<Scalar>(mean_));
      auto values = segment_of<Scalar>(block, x);
      if (!is_matrix(block)) {
        Matrix<Scalar>& squares = means_of_squares_[vectors++];
        adamw<Scalar>(
            {step.number, options_.vector_learning_rate * step.factor, options_.vector_beta1,
             options_.vector_beta2, options_.vector_epsilon, options_.weight_decay},
            g, m, {squares.data(), squares.size()}, values);
        continue;
      }
      Eigen::Map<Vector<Scalar>> direction(direction_.data(), block.size());
      const Scalar mu(options_.momentum), rest(1 - options_.momentum);
      const Scalar ahead(options_.nesterov ? options_.momentum : 1.0);
      elementwise(
          [=](auto g, auto& m, auto& u) {
            m = mu * m + rest * g;
            u = (1 - ahead) * g + ahead * m;
          },
          g, m, direction);
      orthogonalize(block);
      const double tall = static_cast<double>(block.rows) / static_cast<double>(block.cols);
      const Scalar rate(lr * std::sqrt(std::max(1.0, tall)));
      const Scalar shrink(1 - lr * options_.weight_decay);
      elementwise([=](auto u, auto& x) { x = shrink * x - rate * u; }, std::as_const(direction),
                  values);
    }
  }

  // Newton and Schulz's iteration with the authors' quintic on the matrix in direction_.
  void orthogonalize(const Block& block) {
    Eigen::Map<Vector<Scalar>> flat(direction_.data(), block.size());
    const double length = norm(flat);
    if (length == 0) return;
    elementwise([=](auto& u) { u = Scalar(static_cast<double>(u) / length); }, flat);

    const bool tall = block.rows > block.cols;
    const Index side = std::min(block.rows, block.cols);
    const auto wide = [&](Vector<Scalar>& matrix) {
      const MatrixView<Scalar> view(matrix.data(), block.rows, block.cols);
      return tall ? view.transposed() : view;
    };
    const MatrixView<Scalar> gram(gram_.data(), side, side);
    const MatrixView<Scalar> polynomial(polynomial_.data(), side, side);
    Eigen::Map<Vector<Scalar>> gram_flat(gram_.data(), side * side);
    Eigen::Map<Vector<Scalar>> polynomial_flat(polynomial_.data(), side * side);
    Eigen::Map<Vector<Scalar>> product_flat(product_.data(), block.size());
    const Scalar a(3.4445), b(-4.7750), c(2.0315);
    for (std::int64_t i = 0; i < options_.iterations; ++i) {
      multiply<Scalar>(wide(direction_), wide(direction_).transposed(), gram);
      multiply<Scalar>(gram, gram, polynomial);
      elementwise([=](auto gram, auto& square) { square = b * gram + c * square; },
                  std::as_const(gram_flat), polynomial_flat);
      multiply<Scalar>(polynomial, wide(direction_), wide(product_));
      elementwise([=](auto product, auto& u) { u = a * u + product; }, std::as_const(product_flat),
                  flat);
    }
  }

  const MuonOptions& options_;
  Layout layout_;
  Vector<Scalar> mean_;
  std::vector<Matrix<Scalar>> means_of_squares_;
  Vector<Scalar> direction_, product_, gram_, polynomial_;
};

}  // namespace

void add_muon(Registry& registry) {
  add_optimizer<Muon, float, double>(
      registry,
      {.info =
           {.name = "muon",
            .summary = "momentum whose direction in each matrix is made nearly orthogonal",
            .formula = "M <- momentum M + (1 - momentum) G;   U = (1 - momentum) G + momentum M\n"
                       "O = U / |U|;   `iterations` times: A = O O^T, "
                       "O <- 3.4445 O + (-4.7750 A + 2.0315 A A) O\n"
                       "X <- (1 - learning_rate weight_decay) X"
                       " - learning_rate sqrt(max(1, rows/columns)) O\n"
                       "vectors: AdamW with vector_learning_rate",
            .source = "K. Jordan, Y. Jin, V. Boza, J. You, F. Cesista, L. Newhouse and J. "
                      "Bernstein, Muon: An optimizer for hidden layers in neural networks, 2024",
            .family = "matrix",
            .deviations = "The authors' code divides by |U|_F + 1e-7, which makes updates vanish "
                          "with the gradient; where |U|_F = 0 the matrix stays. Computed in the "
                          "scalar of the run, where the authors' code rounds to bfloat16. Vectors "
                          "and tables (biases, embeddings) are moved by AdamW with rates of their "
                          "own, as the authors' code does; they also advise AdamW for the last "
                          "layer, which a layout does not tell from the others: it is moved by "
                          "Muon here. Where no block is a matrix the rule refuses to start."}},
      first_order_options<MuonOptions>(
          {{"momentum", &MuonOptions::momentum, from_up_to(0, 1), linear_search(0.8, 0.99),
            "share of the gradient's mean that a step keeps"},
           {"nesterov", &MuonOptions::nesterov, "look ahead along the mean"},
           {"iterations", &MuonOptions::iterations, between(1, 100),
            "Newton-Schulz iterations of each step"},
           {"vector_learning_rate", &MuonOptions::vector_learning_rate, non_negative(),
            log_search(1e-5, 1e-1), "learning rate of AdamW on vectors, before any schedule"},
           {"vector_beta1", &MuonOptions::vector_beta1, from_up_to(0, 1),
            "share of the mean that AdamW keeps"},
           {"vector_beta2", &MuonOptions::vector_beta2, from_up_to(0, 1),
            "share of the mean square that AdamW keeps"},
           {"vector_epsilon", &MuonOptions::vector_epsilon, positive(),
            "keeps AdamW's denominator from zero"}},
          log_search(1e-4, 1.0)));
}

}  // namespace descend
