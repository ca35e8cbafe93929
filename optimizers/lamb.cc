// LAMB. Y. You, J. Li, S. Reddi, J. Hseu, S. Kumar, S. Bhojanapalli, X. Song, J. Demmel, K. Keutzer
// and C.-J. Hsieh, Large Batch Optimization for Deep Learning: Training BERT in 76 minutes, 2020,
// algorithm 2; for each block of x (a layer's weights or biases):
//
//   m <- beta1 m + (1 - beta1) g
//   v <- beta2 v + (1 - beta2) g^2
//   u <- (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon) + weight_decay x
//   x <- x - learning_rate phi(|x|) / |u| u,   phi(z) = min(max(z, trust_low), trust_high)
//
// State: m and v, 2 n numbers; u, n numbers, is not kept from step to step.
// phi holds a length between trust_low and trust_high.
// Deviations from the paper: as `show` prints them, below.

#include "descend/first_order.h"
#include "descend/numerics/elementary.h"
#include "descend/numerics/sums.h"
#include "optimizers/all.h"
#include "optimizers/dense.h"

namespace descend {
namespace {

struct LambOptions : FirstOrderOptions {
  LambOptions() { learning_rate = 1e-3; }
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-6;
  double trust_low = 0.0;
  std::optional<double> trust_high;
};

template <typename Scalar>
class Lamb final : public FirstOrder<Scalar> {
 public:
  explicit Lamb(const LambOptions& options)
      : FirstOrder<Scalar>(options, WeightDecay::in_formula), options_(options) {}

  bool uses_seed() const override { return false; }

 private:
  void rule_state(StateVisitor& visit) override {
    visit("mean", mean_);
    visit("mean_of_squares", mean_of_squares_);
  }

  void prepare(const Layout& layout, ConstVectorRef<Scalar> x0, const RunInfo&) override {
    layout_ = layout;
    direction_.setZero(x0.size());
  }

  void update(const Step<Scalar>& step, ConstVectorRef<Scalar> gradient,
              VectorRef<Scalar> x) override {
    const Scalar beta1(options_.beta1), rest1(1 - options_.beta1);
    const Scalar beta2(options_.beta2), rest2(1 - options_.beta2);
    const Scalar mean_scale(1 / (1 - pow(options_.beta1, static_cast<double>(step.number))));
    const Scalar square_scale(1 / (1 - pow(options_.beta2, static_cast<double>(step.number))));
    const Scalar epsilon(options_.epsilon), decay(options_.weight_decay);
    const double low = options_.trust_low, high = options_.trust_high.value_or(kInfinity);
    for (const Block& block : layout_.blocks) {
      auto part = segment_of<Scalar>(block, x);
      auto direction = segment_of<Scalar>(block, VectorRef<Scalar>(direction_));
      Sum<Scalar> of_x, of_direction;
      in_chunks(block.size(), [&](Index first, Index count) {
        const Index begin = block.offset + first;
        const auto values = std::as_const(part).segment(first, count);
        auto u = direction.segment(first, count);
        elementwise(
            [=](auto g, auto x, auto& m, auto& v, auto& u) {
              m = beta1 * m + rest1 * g;
              v = beta2 * v + rest2 * (g * g);
              u = mean_scale * m / (sqrt(square_scale * v) + epsilon) + decay * x;
            },
            gradient.segment(begin, count), values, mean_.segment(begin, count),
            mean_of_squares_.segment(begin, count), u);
        const auto add_square = [](auto& sum, const auto& x) { sum = fma(x, x, sum); };
        of_x.add(add_square, values);
        of_direction.add(add_square, std::as_const(u));
      });
      const Real<Scalar> length = norm(part, of_x.total());
      const Real<Scalar> push = norm(direction, of_direction.total());
      const Real<Scalar> bounded = min(max(length, Real<Scalar>(low)), Real<Scalar>(high));
      const Real<Scalar> ratio =
          select((bounded > 0.0) & (push > 0.0), bounded / push, Real<Scalar>(1.0));
      const Scalar rate(step.learning_rate * ratio);
      elementwise([=](auto u, auto& x) { x -= rate * u; }, std::as_const(direction), part);
    }
  }

  const LambOptions& options_;
  Layout layout_;
  Vector<Scalar> mean_, mean_of_squares_, direction_;
};

}  // namespace

void add_lamb(Registry& registry) {
  add_optimizer<Lamb, float, double, Lanes>(
      registry,
      {.info = {.name = "lamb",
                .summary = "Adam whose step in each block is as long as the block itself asks for",
                .formula = "m <- beta1 m + (1 - beta1) g\n"
                           "v <- beta2 v + (1 - beta2) g^2\n"
                           "u <- m/(1 - beta1^t) / (sqrt(v/(1 - beta2^t)) + epsilon)"
                           " + weight_decay x\n"
                           "x <- x - learning_rate phi(|x|) u / |u|   for each block\n"
                           "phi(l) = min(max(l, trust_low), trust_high),   t = 1 at the first "
                           "step",
                .source = "Y. You, J. Li, S. Reddi and others, Large Batch Optimization for Deep "
                          "Learning: Training BERT in 76 minutes, 2020, algorithm 2",
                .family = "adaptive",
                .deviations =
                    "Where phi(|x|) or |u| is zero the ratio is 1, as in the authors' code: "
                    "a block that starts at zero could never leave it otherwise. phi is the "
                    "identity unless bounds are given."}},
      first_order_options<LambOptions>(
          {{"beta1", &LambOptions::beta1, from_up_to(0, 1), linear_search(0.5, 0.99),
            "share of the gradient's mean that a step keeps"},
           {"beta2", &LambOptions::beta2, from_up_to(0, 1), linear_search(0.9, 0.9999),
            "share of the mean square that a step keeps"},
           {"epsilon", &LambOptions::epsilon, non_negative(), "keeps the denominator from zero"},
           {"trust_low", &LambOptions::trust_low, non_negative(),
            "smallest length that a block counts as"},
           {"trust_high", &LambOptions::trust_high, positive(),
            "largest length that a block counts as; null: no bound"}},
          log_search(1e-4, 1.0))
          .with(at_most("trust_low", "trust_high", "a length is held between them")));
}

}  // namespace descend
