// Adafactor. N. Shazeer and M. Stern, Adafactor: Adaptive Learning Rates with Sublinear Memory
// Cost, 2018, algorithms 4 (matrices) and 5 (vectors) with the proposed parameters of algorithm 6.
// At step t, for each block X of x with gradient G, beta2 = 1 - t^-beta2_decay:
//
//   alpha <- max(epsilon2, RMS(X)) min(learning_rate, 1 / sqrt(t))
//   R <- beta2 R + (1 - beta2) (row sums of G^2 + epsilon1)
//   C <- beta2 C + (1 - beta2) (column sums of G^2 + epsilon1)
//   V = R C / (sum of R)                                of a matrix
//   V <- beta2 V + (1 - beta2) (G^2 + epsilon1)         of a vector
//   U = G / sqrt(V)
//   X <- X - alpha U / max(1, RMS(U) / clip_threshold)
//
// State: rows + columns numbers for a matrix, n for a vector; U, n numbers, is not kept.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/elementary.h"
#include "optimizers/all.h"
#include "optimizers/dense.h"

namespace descend {
namespace {

struct AdafactorOptions : FirstOrderOptions {
  AdafactorOptions() { learning_rate = 1e-2; }
  double beta2_decay = 0.8;
  double epsilon1 = 1e-30;
  double epsilon2 = 1e-3;
  double clip_threshold = 1.0;
};

template <typename Scalar>
class Adafactor final : public FirstOrder<Scalar> {
 public:
  explicit Adafactor(const AdafactorOptions& options)
      : FirstOrder<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    for (Part& part : parts_) {
      const std::string& name = part.block.name;
      visit(name + (part.factored() ? ".row_sums" : ".mean_of_squares"), part.rows);
      if (part.factored()) visit(name + ".column_sums", part.cols);
    }
  }

  struct Part {
    Block block;
    // Of a vector, `rows` holds the whole second moment.
    Matrix<Scalar> rows, cols;

    bool factored() const { return cols.size() > 0; }
  };

  void prepare(const Layout& layout, ConstVectorRef<Scalar> x0, const RunInfo&) override {
    direction_.setZero(x0.size());
    row_roots_.setZero(x0.size());
    parts_.clear();
    for (const Block& block : layout.blocks) {
      const bool factored = block.role != Role::vector;
      parts_.push_back({block, Matrix<Scalar>(factored ? block.rows : block.size(), 1),
                        Matrix<Scalar>(factored ? block.cols : 0, 1)});
    }
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const double t = static_cast<double>(step.number);
    const double relative = std::min(step.learning_rate, 1 / std::sqrt(t));
    const double kept = 1 - pow(t, -options_.beta2_decay);
    const double shrink = 1 - step.learning_rate * options_.weight_decay;
    for (Part& part : parts_) {
      const Index n = part.block.size();
      Scalar* direction = direction_.data() + part.block.offset;
      const Scalar* g = gradient.data() + part.block.offset;
      if (part.factored()) {
        factored(part, kept, g, direction);
      } else {
        unfactored(part, kept, g, direction);
      }
      auto values = segment_of<Scalar>(part.block, x);
      const Eigen::Map<const Vector<Scalar>> u(direction, n);
      const double root = std::sqrt(static_cast<double>(n));
      const double size = std::max(options_.epsilon2, norm(values) / root);
      const double push = std::max(1.0, norm(u) / root / options_.clip_threshold);
      const Scalar rate(size * relative / push), rest(shrink);
      elementwise([=](auto u, auto& x) { x = rest * x - rate * u; }, u, values);
    }
  }

  void factored(Part& part, double kept, const Scalar* g, Scalar* direction) {
    const Index rows = part.block.rows, cols = part.block.cols;
    const Scalar beta2(kept), rest(1 - kept), epsilon(options_.epsilon1);
    Scalar* r = part.rows.data();
    Scalar* c = part.cols.data();
    for (Index i = 0; i < rows; ++i) r[i] *= beta2;
    for (Index j = 0; j < cols; ++j) {
      Scalar column = 0;
      for (Index i = 0; i < rows; ++i) {
        const Scalar square = g[j * rows + i] * g[j * rows + i] + epsilon;
        r[i] += rest * square;
        column += square;
      }
      c[j] = beta2 * c[j] + rest * column;
    }
    double total = 0;
    for (Index i = 0; i < rows; ++i) total += r[i];
    // Roots before products: R C of a row and a column without gradients would underflow in float.
    for (Index i = 0; i < rows; ++i) row_roots_[i] = std::sqrt(Scalar(r[i] / total));
    for (Index j = 0; j < cols; ++j) {
      const Scalar column_root = std::sqrt(c[j]);
      for (Index i = 0; i < rows; ++i) {
        direction[j * rows + i] = g[j * rows + i] / row_roots_[i] / column_root;
      }
    }
  }

  void unfactored(Part& part, double kept, const Scalar* g, Scalar* direction) {
    const Scalar beta2(kept), rest(1 - kept), epsilon(options_.epsilon1);
    Scalar* v = part.rows.data();
    for (Index i = 0; i < part.block.size(); ++i) {
      v[i] = beta2 * v[i] + rest * (g[i] * g[i] + epsilon);
      direction[i] = g[i] / std::sqrt(v[i]);
    }
  }

  const AdafactorOptions& options_;
  std::vector<Part> parts_;
  Vector<Scalar> direction_, row_roots_;
};

}  // namespace

void add_adafactor(Registry& registry) {
  add_optimizer<Adafactor, float, double>(
      registry,
      {.info = {.name = "adafactor",
                .summary = "adaptive rates from the row and column sums of squared gradients",
                .formula = "alpha <- max(epsilon2, RMS(X)) min(learning_rate, 1/sqrt(t))\n"
                           "R <- beta2 R + (1 - beta2) row sums of (G^2 + epsilon1)\n"
                           "C <- beta2 C + (1 - beta2) column sums of (G^2 + epsilon1)\n"
                           "U = G / sqrt(R C / sum of R)   (a vector: its own mean square)\n"
                           "X <- (1 - learning_rate weight_decay) X"
                           " - alpha U / max(1, RMS(U) / clip_threshold)\n"
                           "beta2 = 1 - t^-beta2_decay,   t = 1 at the first step",
                .source = "N. Shazeer and M. Stern, Adafactor: Adaptive Learning Rates with "
                          "Sublinear Memory Cost, 2018, algorithms 4 to 6",
                .family = "matrix",
                .deviations =
                    "The paper's rho_t = min(10^-2, 1 / sqrt(t)) has `learning_rate`, with "
                    "its schedule, in place of 10^-2, as PyTorch's Adafactor has it. "
                    "weight_decay, which the paper has not, is decoupled: x <- (1 - "
                    "learning_rate weight_decay) x first. Where no block is a matrix, "
                    "algorithm 5 is the whole rule; so it runs on any problem. A table is a "
                    "matrix here."}},
      first_order_options<AdafactorOptions>(
          {{"beta2_decay", &AdafactorOptions::beta2_decay, positive(), linear_search(0.5, 1.0),
            "how fast the mean of squares comes to forget less"},
           {"epsilon1", &AdafactorOptions::epsilon1, positive(), "added to squared gradients"},
           {"epsilon2", &AdafactorOptions::epsilon2, non_negative(),
            "smallest size that a block counts as"},
           {"clip_threshold", &AdafactorOptions::clip_threshold, positive(),
            "root mean square beyond which a block's step is scaled down"}},
          log_search(1e-4, 1.0)));
}

}  // namespace descend
