/// The frame of the 1-D landscapes: a file of its own is a formula, its derivative and a few facts.
///
///   struct Parabola {
///     static constexpr Interval kDomain{-1, 1};
///     static constexpr double kStart = 0.5, kTolerance = 0.01, kRate = 0.1;
///     static PluginInfo info();
///     template <typename T>
///     static Height<T> at(const T& x) { return {x * x, T(2.0) * x}; }
///   };
///   void add_parabola(Registry& registry) { add_landscape<Parabola>(registry); }
///
/// `at` is evaluated in float, double, lanes, and in interval and dual numbers, from which the
/// minima are found with proof and the derivative is tested: use + - * / and sincos only.
#pragma once

#include "descend/registry.h"
#include "problems/instruction_set.h"
#include "problems/landscapes/critical_points.h"
#include "problems/landscapes/dual.h"

namespace descend {

/// A landscape at one point.
template <typename T>
struct Height {
  T value;
  T slope;
};

template <typename Formula>
struct LandscapeOptions {
  double start = Formula::kStart;
};

/// The minima of a landscape, found when they are first asked for.
template <typename Formula>
const std::vector<Minimum>& landscape_minima() {
  static const std::vector<Minimum> minima = find_minima(
      {[](double x) { return Formula::at(x).value; }, [](double x) { return Formula::at(x).slope; },
       [](const Enclosure& x) {
         const Dual<Enclosure> slope = Formula::at(variable(x)).slope;
         return Slopes{slope.value, slope.slope};
       }},
      Formula::kDomain);
  return minima;
}

template <typename Formula, typename Scalar>
class Landscape final : public Problem<Scalar> {
 public:
  explicit Landscape(const LandscapeOptions<Formula>& options) : options_(options) {
    layout_.add("x", 1);
  }

  const Layout& layout() const override { return layout_; }

  void start(std::uint64_t /*seed*/, VectorRef<Scalar> x0) override {
    x0[0] = Scalar(options_.start);
  }

  Real<Scalar> value(ConstVectorRef<Scalar> x, const Batch&) override {
    return Real<Scalar>(Formula::at(x[0]).value);
  }

  [[gnu::flatten]] Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, const Batch&,
                                                   VectorRef<Scalar> gradient) override {
#ifdef __x86_64__
    if constexpr (std::is_same_v<Scalar, Lanes>) {
      if (avx512_) return with_avx512(*x.data(), *gradient.data());
    }
#endif
    return height_at(*x.data(), *gradient.data());
  }

  Facts facts() const override {
    Facts facts;
    facts.minima = landscape_minima<Formula>();
    facts.domain = {Formula::kDomain};
    facts.tolerance = Formula::kTolerance;
    facts.learning_rate = Formula::kRate;
    return facts;
  }

  bool uses_seed() const override { return false; }

  /// curve_x and curve_loss: the curve over the domain; minimum_x and minimum_loss; domain: its
  /// ends.
  std::vector<Column> drawing() const override {
    constexpr int kIntervals = 1000;
    const Interval domain = Formula::kDomain;
    Column curve_x{"curve_x", {}}, curve_loss{"curve_loss", {}};
    Column minimum_x{"minimum_x", {}}, minimum_loss{"minimum_loss", {}};
    for (int i = 0; i <= kIntervals; ++i) {
      const double share = static_cast<double>(i) / kIntervals;
      const double x = domain.low + (domain.high - domain.low) * share;
      curve_x.values.push_back(x);
      curve_loss.values.push_back(Formula::at(x).value);
    }
    for (const Minimum& minimum : landscape_minima<Formula>()) {
      minimum_x.values.push_back(minimum.x[0]);
      minimum_loss.values.push_back(minimum.loss);
    }
    return {curve_x, curve_loss, minimum_x, minimum_loss, {"domain", {domain.low, domain.high}}};
  }

 private:
  DESCEND_INLINE static Real<Scalar> height_at(const Scalar& x, Scalar& slope) {
    return in_eights(
        [](const auto& x, auto& slope) DESCEND_LAMBDA {
          const auto height = Formula::at(x);
          slope = height.slope;
          return height.value;
        },
        x, slope);
  }

#ifdef __x86_64__
  // The same instructions; but twice the registers, which a long formula in lanes fills.
  [[gnu::target("avx512f,avx512vl,avx512dq,avx512bw"), gnu::noinline, gnu::flatten]] static Lanes
  with_avx512(const Lanes& x, Lanes& slope) {
    return height_at(x, slope);
  }
#endif

  bool avx512_ = available(InstructionSet::avx512);
  const LandscapeOptions<Formula>& options_;
  Layout layout_;
};

namespace internal {

template <typename Formula>
struct LandscapeOf {
  template <typename Scalar>
  using In = Landscape<Formula, Scalar>;
};

}  // namespace internal

template <typename Formula>
void add_landscape(Registry& registry) {
  using Options = LandscapeOptions<Formula>;
  add_problem<internal::LandscapeOf<Formula>::template In, float, double, Lanes>(
      registry, {.info = Formula::info(), .default_loss_bound = 1e12},
      OptionTable<Options>{{"start", &Options::start,
                            between(Formula::kDomain.low, Formula::kDomain.high),
                            "where the run begins", Fixed::yes}});
}

}  // namespace descend
