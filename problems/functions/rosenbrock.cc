// Rosenbrock's valley: a curved, flat-bottomed groove between steep walls.
//
//   f(x) = sum over i = 0 … n-2 of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2
//
// Dimension n >= 2, one block. Start (-1.2, 1), in turn for n > 2; start=random: uniform in [-2, 2]
// in each coordinate. Global minimum f(1, …, 1) = 0;
// for n >= 4 there is a second minimum near (-1, 1, …, 1), with f about 4, listed for n <= 7.
// Source: H. H. Rosenbrock, An automatic method for finding the greatest or least value of a
// function, 1960 (n = 2); the chain: J. J. More, B. S. Garbow and K. E. Hillstrom, Testing
// unconstrained optimization software, 1981, and L. C. W. Dixon and D. J. Mills, 1994.

#include "problems/all.h"
#include "problems/functions/contour.h"
#include "problems/functions/start.h"

namespace descend {
namespace {

// The second minimum for 4 to 7 dimensions, near (-1, 1, …, 1): by Newton's method, in 40 digits.
// Compare S. Kok and C. Sandrock, Locating and characterizing the stationary points of the extended
// Rosenbrock function, 2009.
const Minimum kSecondMinima[] = {
    {.x = {-0.7756592265653526, 0.6130933654850435, 0.38206284633839316, 0.1459720185521946},
     .loss = 3.701428610430017},
    {.x = {-0.9620510206947501, 0.93573939597671, 0.8807136041943205, 0.7778776758544064,
           0.6050936785926528},
     .loss = 3.930839434133028},
    {.x = {-0.9865749795709937, 0.9833982288361818, 0.9721066700530919, 0.947437436826436,
           0.8986511848517297, 0.8075739520354176},
     .loss = 3.973940500930295},
    {.x = {-0.9917225725614055, 0.9935553935033713, 0.9921733215946921, 0.986898762690314,
           0.975164756608873, 0.9514319827049926, 0.9052228177139535},
     .loss = 3.983600536424854},
};

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
    const Index n = layout_.size();
    if (n >= 4 && n <= 7) facts.minima.push_back(kSecondMinima[n - 4]);
    facts.minima.push_back({.x = std::vector<double>(n, 1.0), .loss = 0});
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
