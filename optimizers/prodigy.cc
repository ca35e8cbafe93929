// Prodigy. K. Mishchenko and A. Defazio, Prodigy: An Expeditiously Adaptive Parameter-Free Learner,
// 2024, algorithm 4 (the Adam version). It estimates the distance d from the start to the solution,
// and with it the learning rate, gamma being 1 or a schedule:
//
//   m <- beta1 m + (1 - beta1) d g
//   v <- beta2 v + (1 - beta2) d^2 g^2
//   r <- sqrt(beta2) r + (1 - sqrt(beta2)) gamma d^2 <g, x0 - x>
//   s <- sqrt(beta2) s + (1 - sqrt(beta2)) gamma d^2 g
//   x <- x - gamma d (m / (sqrt(v) + d epsilon) + weight_decay x)
//   d <- max(d, r / |s|_1)
//
// State: m, v, s and x0, 4 n numbers, with r and d.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/sums.h"
#include "optimizers/all.h"

namespace descend {
namespace {

struct ProdigyOptions : FirstOrderOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double d0 = 1e-6;
};

template <typename Scalar>
class Prodigy final : public FirstOrder<Scalar> {
 public:
  explicit Prodigy(const ProdigyOptions& options)
      : FirstOrder<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  void start(const Layout& layout, ConstVectorRef<Scalar> x0, const RunInfo& run) override {
    FirstOrder<Scalar>::start(layout, x0, run);
    start_ = x0;
    distance_ = options_.d0;
    rate_ = options_.learning_rate * options_.d0;
  }

  Real<Scalar> learning_rate() const override { return rate_; }

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean", mean_);
    visit("mean_of_squares", mean_of_squares_);
    visit("gradient_sum", gradient_sum_);
    visit("start", start_);
    visit("progress", progress_);
    visit("distance", distance_);
    visit.keep("rate", rate_);
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const double kept = std::sqrt(options_.beta2);
    const Real<Scalar> d = distance_;
    const Real<Scalar> scaled = d / options_.d0;
    const Real<Scalar> weight = (1 - kept) * (step.learning_rate * (scaled * scaled));
    rate_ = step.learning_rate * d;

    const Scalar beta1(options_.beta1), rest1(d * (1 - options_.beta1));
    const Scalar beta2(options_.beta2), rest2(d * d * (1 - options_.beta2));
    const Scalar beta3(kept), rest3(weight);
    const Scalar epsilon(d * options_.epsilon), rate(rate_), decay(options_.weight_decay);
    Sum<Scalar> along, size;
    in_chunks(x.size(), [&](Index first, Index count) {
      const auto g = gradient.segment(first, count);
      const auto start = start_.segment(first, count);
      auto s = gradient_sum_.segment(first, count);
      auto part = x.segment(first, count);
      along.add([](auto& sum, const auto& g, const auto& start,
                   const auto& x) { sum += g * (start - x); },
                g, std::as_const(start), std::as_const(part));
      elementwise(
          [=](auto g, auto& m, auto& v, auto& s, auto& x) {
            m = beta1 * m + rest1 * g;
            v = beta2 * v + rest2 * (g * g);
            s = beta3 * s + rest3 * g;
            x -= rate * (m / (sqrt(v) + epsilon) + decay * x);
          },
          g, mean_.segment(first, count), mean_of_squares_.segment(first, count), s, part);
      size.add([](auto& sum, const auto& s) { sum += abs(s); }, std::as_const(s));
    });
    progress_ = kept * progress_ + weight * along.total();
    const Real<Scalar> length = size.total();
    distance_ = max(d, select(length > 0.0, progress_ / length, d));
  }

  const ProdigyOptions& options_;
  Vector<Scalar> mean_, mean_of_squares_, gradient_sum_, start_;
  Real<Scalar> progress_ = 0.0, distance_ = kNaN, rate_ = kNaN;
};

}  // namespace

void add_prodigy(Registry& registry) {
  add_optimizer<Prodigy, float, double, Lanes>(
      registry,
      {.info = {.name = "prodigy",
                .summary = "Adam that finds its learning rate from the distance it has come",
                .formula = "m <- beta1 m + (1 - beta1) d g\n"
                           "v <- beta2 v + (1 - beta2) d^2 g^2\n"
                           "r <- sqrt(beta2) r + (1 - sqrt(beta2)) learning_rate d^2 <g, x0 - x>\n"
                           "s <- sqrt(beta2) s + (1 - sqrt(beta2)) learning_rate d^2 g\n"
                           "x <- x - learning_rate d (m / (sqrt(v) + d epsilon) + weight_decay x)\n"
                           "d <- max(d, r / |s|_1)",
                .source = "K. Mishchenko and A. Defazio, Prodigy: An Expeditiously Adaptive "
                          "Parameter-Free Learner, 2024, algorithm 4",
                .family = "adaptive",
                .deviations =
                    "R and s are kept divided by d0^2, which their quotient does not see "
                    "and which keeps them from underflow in float. The x of a step is moved "
                    "with the d that the step began with, as in the paper; the authors' "
                    "code takes the new d in its denominator. weight_decay is theirs, "
                    "decoupled. The learning rate that is reported is gamma d."}},
      first_order_options<ProdigyOptions>(
          {{"beta1", &ProdigyOptions::beta1, from_up_to(0, 1), linear_search(0.5, 0.99),
            "share of the gradient's mean that a step keeps"},
           {"beta2", &ProdigyOptions::beta2, from_up_to(0, 1), linear_search(0.9, 0.9999),
            "share of the mean square that a step keeps"},
           {"epsilon", &ProdigyOptions::epsilon, positive(), "keeps the denominator from zero"},
           {"d0", &ProdigyOptions::d0, positive(), "first estimate of the distance", Fixed::yes}},
          log_search(0.1, 10.0)));
}

}  // namespace descend
