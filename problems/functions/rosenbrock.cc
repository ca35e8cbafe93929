// Rosenbrock's valley: a curved, flat-bottomed groove between steep walls.
//
//   f(x) = sum over i = 0 … n-2 of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2
//
// Dimension n >= 2, one block. Start (-1.2, 1), in turn for n > 2; start=random: uniform in [-2, 2]
// in each coordinate. Global minimum f(1, …, 1) = 0;
// for n >= 4 there is a second minimum near (-1, 1, …, 1), with f about 4, which is not listed.
// Source: H. H. Rosenbrock, An automatic method for finding the greatest or least value of a
// function, 1960 (n = 2); the chain: J. J. More, B. S. Garbow and K. E. Hillstrom, Testing
// unconstrained optimization software, 1981, and L. C. W. Dixon and D. J. Mills, 1994.

#include "problems/all.h"
#include "problems/functions/contour.h"
#include "problems/functions/start.h"

namespace descend {
namespace {

struct RosenbrockOptions : StartOptions {
  std::int64_t dimension = 2;
};

template <typename Scalar>
class Rosenbrock final : public Problem<Scalar> {
 public:
  explicit Rosenbrock(const RosenbrockOptions& options) : options_(options) {
    check_start(options, "rosenbrock", options.dimension);
    layout_.add("x", options.dimension);
  }

  const Layout& layout() const override { return layout_; }

  void start(std::uint64_t seed, VectorRef<Scalar> x0) override {
    Random random(seed, "rosenbrock start");
    const auto standard = [](Index i) { return i % 2 == 0 ? -1.2 : 1.0; };
    write_start(options_, kBox, random, standard, x0);
  }

  Real<Scalar> value(ConstVectorRef<Scalar> x, const Batch&) override {
    Real<Scalar> sum(0.0);
    for (Index i = 0; i + 1 < x.size(); ++i) sum += term(x[i], x[i + 1]);
    return sum;
  }

  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, const Batch&,
                                  VectorRef<Scalar> gradient) override {
    Real<Scalar> sum(0.0);
    gradient[0] = Scalar(0.0);
    for (Index i = 0; i + 1 < x.size(); ++i) {
      const Scalar off_valley = x[i + 1] - x[i] * x[i];
      sum += term(x[i], x[i + 1]);
      gradient[i] += Scalar(-400.0) * off_valley * x[i] - Scalar(2.0) * (Scalar(1.0) - x[i]);
      gradient[i + 1] = Scalar(200.0) * off_valley;
    }
    return sum;
  }

  Facts facts() const override {
    Facts facts;
    facts.minima = {{std::vector<double>(layout_.size(), 1.0), 0.0, {}}};
    facts.tolerance = 1e-6;
    facts.lower_bound = 0;
    facts.learning_rate = 1e-3;
    return facts;
  }

  bool uses_seed() const override { return is_random(options_); }

  std::vector<Column> drawing() const override {
    if (layout_.size() != 2) return {};
    return contour({-2, 2}, {-1, 3},
                   [](double x0, double x1) { return Rosenbrock<double>::term(x0, x1); });
  }

  /// The loss of two neighbours of the chain.
  static Real<Scalar> term(const Scalar& x, const Scalar& next) {
    const Scalar off_valley = next - x * x, from_one = Scalar(1.0) - x;
    return Real<Scalar>(Scalar(100.0) * off_valley * off_valley + from_one * from_one);
  }

 private:
  static constexpr Interval kBox{-2, 2};

  const RosenbrockOptions& options_;
  Layout layout_;
};

}  // namespace

void add_rosenbrock(Registry& registry) {
  add_problem<Rosenbrock, float, double, Lanes>(
      registry,
      {.info = {.name = "rosenbrock",
                .summary = "a curved valley with a nearly flat floor",
                .formula = "f(x) = sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2",
                .source = "H. H. Rosenbrock, An automatic method for finding the greatest or least "
                          "value of a function, 1960",
                .family = "function"}},
      OptionTable<RosenbrockOptions>{{"dimension", &RosenbrockOptions::dimension, between(2, 1e7),
                                      "length of the chain", Fixed::yes},
                                     start_option<RosenbrockOptions>("[-2, 2]")});
}

}  // namespace descend
