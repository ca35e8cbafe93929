// A convex quadratic with a chosen spectrum: where rates of convergence can be computed by hand.
//
//   f(x) = 1/2 (x - m)' A (x - m),   A = Q diag(eigenvalues) Q'
//
// Dimension n, one block. Eigenvalues from 1 down to 1/condition, evenly spaced (linear) or in
// equal ratios (log), or given one by one. Q is the identity, or the product of three Householder
// reflections I - 2 u u' with random u: it mixes all coordinates and costs 6 n multiplications
// instead of n^2. The minimum m is drawn from [-1, 1]^n; f(m) = 0. The start is m + Q (1, …, 1),
// one away from the minimum along every eigenvector, so that gradient descent with rate r has f =
// 1/2 sum of eigenvalue (1 - r eigenvalue)^(2 k) after k steps, rotated or not; start=random:
// uniform in [-2, 2] in each coordinate. Source: B. T. Polyak, Introduction to Optimization, 1987,
// section 1.4; A. S. Householder, Unitary triangularization of a nonsymmetric matrix, 1958.

#include <fmt/format.h>

#include "descend/numerics/elementwise.h"
#include "descend/numerics/random.h"
#include "descend/numerics/sums.h"
#include "problems/all.h"
#include "problems/functions/contour.h"
#include "problems/functions/start.h"

namespace descend {
namespace {

struct QuadraticOptions : StartOptions {
  std::int64_t dimension = 10;
  double condition = 100;
  std::string spectrum = "log";
  std::vector<double> eigenvalues;
  bool rotated = true;
};

Vector<double> eigenvalues(const QuadraticOptions& options) {
  const Index n = options.dimension;
  const auto given = static_cast<Index>(options.eigenvalues.size());
  if (given != 0 && given != n) {
    throw BadInput(
        fmt::format("quadratic: eigenvalues has {} numbers, but dimension is {}: give "
                    "one for each dimension, or none",
                    given, n));
  }
  if (given != 0) return Eigen::Map<const Vector<double>>(options.eigenvalues.data(), n);
  Vector<double> values(n);
  const double smallest = 1 / options.condition;
  for (Index i = 0; i < n; ++i) {
    const double share = n == 1 ? 0 : static_cast<double>(i) / static_cast<double>(n - 1);
    values[i] = options.spectrum == "log" ? exp(share * log(smallest)) : 1 - share * (1 - smallest);
  }
  return values;
}

/// v <- (I - 2 u u') v for a unit vector u.
template <typename Scalar>
void reflect(const Vector<Scalar>& u, Vector<Scalar>& v) {
  const Scalar twice(2.0 * dot(u, v));
  elementwise([=](const auto& u, auto& v) { v -= twice * u; }, u, v);
}

template <typename Scalar>
class Quadratic final : public Problem<Scalar> {
 public:
  explicit Quadratic(const QuadraticOptions& options) : options_(options) {
    check_start(options, "quadratic", options.dimension);
    layout_.add("x", options.dimension);
    set(eigenvalues(options), eigenvalues_);
  }

  const Layout& layout() const override { return layout_; }

  void start(std::uint64_t seed, VectorRef<Scalar> x0) override {
    Random random(seed, "quadratic");
    const Index n = layout_.size();
    Vector<double> minimum(n), offset = Vector<double>::Ones(n), u(n);
    for (double& m : minimum) m = random.uniform(-1, 1);
    reflections_.assign(options_.rotated ? kReflections : 0, {});
    for (Vector<Scalar>& reflection : reflections_) {
      for (double& entry : u) entry = random.normal();
      const double scale = 1 / norm(u);
      elementwise([=](double& entry) { entry *= scale; }, u);
      set(u, reflection);
      reflect(u, offset);
    }
    set(minimum, minimum_);
    Random start(seed, "quadratic start");
    const auto standard = [&](Index i) { return minimum_[i] + Scalar(offset[i]); };
    write_start(options_, kBox, start, standard, x0);
    along_.resize(n);
  }

  Real<Scalar> value(ConstVectorRef<Scalar> x, const Batch&) override {
    to_eigenvectors(x);
    return loss();
  }

  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, const Batch&,
                                  VectorRef<Scalar> gradient) override {
    to_eigenvectors(x);
    const Real<Scalar> loss_here = loss();
    elementwise([](const auto& eigenvalue, auto& along) { along *= eigenvalue; }, eigenvalues_,
                along_);
    for (const Vector<Scalar>& u : reflections_) reflect(u, along_);
    for (Index i = 0; i < gradient.size(); ++i) gradient[i] = along_[i];
    return loss_here;
  }

  Facts facts() const override {
    Facts facts;
    facts.minima.resize(1);
    for (const Scalar& m : minimum_) facts.minima[0].x.push_back(number(m));
    facts.tolerance = 1e-6;
    facts.lower_bound = 0;
    double largest = 0;
    for (const Scalar& eigenvalue : eigenvalues_) largest = std::max(largest, number(eigenvalue));
    facts.learning_rate = 1 / largest;
    return facts;
  }

  std::vector<Column> drawing() const override {
    if (layout_.size() != 2) return {};
    Quadratic<Scalar> copy = *this;
    const double x0 = number(minimum_[0]), x1 = number(minimum_[1]);
    return contour({x0 - 2, x0 + 2}, {x1 - 2, x1 + 2}, [&](double first, double second) {
      Vector<Scalar> x(2);
      x[0] = Scalar(first);
      x[1] = Scalar(second);
      return number(copy.value(x, {}));
    });
  }

 private:
  static constexpr int kReflections = 3;
  static constexpr Interval kBox{-2, 2};

  static void set(const Vector<double>& from, Vector<Scalar>& to) {
    to.resize(from.size());
    for (Index i = 0; i < from.size(); ++i) to[i] = Scalar(from[i]);
  }

  /// All lanes hold the same.
  template <typename Number>
  static double number(const Number& value) {
    if constexpr (std::is_same_v<Number, Lanes>) {
      return value[0];
    } else {
      return value;
    }
  }

  /// along_ <- Q' (x - m).
  void to_eigenvectors(ConstVectorRef<Scalar> x) {
    elementwise([](const auto& x, const auto& m, auto& along) { along = x - m; }, x,
                std::as_const(minimum_), along_);
    for (auto u = reflections_.rbegin(); u != reflections_.rend(); ++u) reflect(*u, along_);
  }

  Real<Scalar> loss() const {
    const auto term = [](const auto& eigenvalue, const auto& along) {
      return eigenvalue * along * along;
    };
    return 0.5 * reduce(term, eigenvalues_, along_);
  }

  const QuadraticOptions& options_;
  Layout layout_;
  Vector<Scalar> eigenvalues_, minimum_;
  /// The unit vectors u; Q is the product of the reflections, the last one first.
  std::vector<Vector<Scalar>> reflections_;
  /// x - m in the basis of the eigenvectors.
  Vector<Scalar> along_;
};

}  // namespace

void add_quadratic(Registry& registry) {
  using Options = QuadraticOptions;
  add_problem<Quadratic, float, double, Lanes>(
      registry,
      {.info = {.name = "quadratic",
                .summary = "a bowl of chosen shape, whose solution is known exactly",
                .formula =
                    "f(x) = 1/2 (x - m)' Q diag(eigenvalues) Q' (x - m)\n"
                    "eigenvalues: given, or from 1 down to 1 / condition\n"
                    "Q: the product of three reflections I - 2 u u' with random unit vectors u, or "
                    "the identity\n"
                    "m: uniform in [-1, 1]^n by seed;   standard start: m + Q (1, ..., 1)",
                .source = "B. T. Polyak, Introduction to Optimization, 1987, section 1.4",
                .family = "function"}},
      OptionTable<Options>{
          {"dimension", &Options::dimension, between(1, 1e7), "length of x", Fixed::yes},
          {"condition", &Options::condition, at_least(1),
           "largest eigenvalue (which is 1) by smallest", Fixed::yes},
          {"spectrum",
           &Options::spectrum,
           {"log", "linear"},
           "eigenvalues between: in equal ratios or evenly spaced",
           Fixed::yes},
          {"eigenvalues", &Options::eigenvalues, positive(),
           "all of them, one by one; []: by condition and spectrum", Fixed::yes},
          {"rotated", &Options::rotated, "whether the axes of the bowl are turned at random",
           Fixed::yes},
          start_option<Options>("[-2, 2]")});
}

}  // namespace descend
