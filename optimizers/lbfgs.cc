// L-BFGS. J. Nocedal, Updating quasi-Newton matrices with limited storage, 1980, and D. Liu and J.
// Nocedal, On the limited memory BFGS method for large scale optimization, 1989; as algorithms 7.4
// and 7.5 of J. Nocedal and S. Wright, Numerical Optimization, 2nd edition, 2006. With the last
// `history` pairs s = change of x, y = change of g, rho = 1 / (s y), newest first:
//
//   q = -g;   for each pair, newest first:  alpha = rho (s q);  q <- q - alpha y
//   d = (s y / y y of the newest) q
//   for each pair, oldest first:  d <- d + (alpha - rho (y d)) s
//   x <- x + t d,   t from the line search for the strong Wolfe conditions (strong_wolfe.h)
//
// One step is one iteration. The search begins at t = learning_rate; without pairs, at min(1,
// 1 / |g|_1) times that, since the length of a gradient says nothing.
//
// State: s and y, 2 history n numbers, with the gradient and the point, 2 n; 3 n are not kept.
// Deviations from the paper: as `show` prints them, below.

#include "descend/numerics/elementwise.h"
#include "descend/numerics/sums.h"
#include "descend/registry.h"
#include "optimizers/all.h"
#include "optimizers/strong_wolfe.h"

namespace descend {
namespace {

struct LbfgsOptions {
  double learning_rate = 1.0;
  std::int64_t history = 10;
  double c1 = 1e-4;
  double c2 = 0.9;
  std::int64_t max_trials = 25;
  double tolerance_gradient = 0;
  double tolerance_change = 0;
  double least_curvature = 0;
};

template <typename Scalar>
class Lbfgs final : public Optimizer<Scalar> {
 public:
  explicit Lbfgs(const LbfgsOptions& options) : options_(options) {}

  void start(const Layout&, ConstVectorRef<Scalar> x0, const RunInfo& run) override {
    const Index n = x0.size();
    schedule_ = run.schedule;
    reuse_ = run.deterministic;
    number_ = 0;
    learning_rate_ = options_.learning_rate;
    moves_.resize(n, options_.history);
    changes_.resize(n, options_.history);
    curvatures_.resize(options_.history, 1);
    shares_.setZero(options_.history);
    direction_.setZero(n);
    trial_.setZero(n);
    trial_gradient_.setZero(n);
    best_gradient_.setZero(n);
    ZeroState zero(n);
    state(zero);
  }

  void state(StateVisitor& visit) override {
    visit.keep("step_number", number_);
    visit.keep("step_learning_rate", learning_rate_);
    visit("moves", moves_);
    visit("changes", changes_);
    visit("curvatures", curvatures_);
    visit("point", point_);
    visit("gradient", gradient_);
    visit("loss", loss_);
    visit("pairs", pairs_);
    visit("newest", newest_);
    visit("evaluated", evaluated_);
  }

  bool uses_seed() const override { return false; }

  double learning_rate() const override { return learning_rate_; }

  StepStatus step(Oracle<Scalar>& oracle, VectorRef<Scalar> x) override {
    learning_rate_ = options_.learning_rate * (schedule_ ? schedule_->factor(number_) : 1.0);
    ++number_;
    if (!reuse_ || evaluated_ == 0 || !is_point(x)) {
      loss_ = oracle.value_and_gradient(gradient_);
      evaluated_ = 1;
    }
    elementwise([](auto x, auto& point) { point = x; }, x, point_);
    if (largest(gradient_) <= options_.tolerance_gradient) {
      return {StepStatus::converged, "the gradient is within tolerance_gradient"};
    }

    find_direction();
    double slope = dot(gradient_, direction_);
    if (!(slope < 0) && pairs_ > 0) {
      pairs_ = 0;
      find_direction();
      slope = dot(gradient_, direction_);
    }
    if (!std::isfinite(slope))
      return {StepStatus::failed, "the slope along the direction is not finite"};
    if (slope > -options_.tolerance_change) {
      return {StepStatus::converged, "the slope along the direction is within tolerance_change"};
    }

    double first = learning_rate_;
    if (pairs_ == 0) first *= std::min(1.0, 1 / absolute_sum(gradient_));
    if (!(first > 0)) return {};
    const WolfeOptions wolfe{options_.c1, options_.c2, static_cast<int>(options_.max_trials),
                             options_.tolerance_change / largest(direction_)};
    Line line{*this, oracle};
    const LinePoint best = strong_wolfe(line, {0, loss_, slope}, first, wolfe);
    if (best.t == 0 || !goes_on(best)) {
      if ((best.t != 0 || pairs_ == 0) && within_rounding()) {
        return {StepStatus::converged, "no lower point can be told apart by its loss"};
      }
      if (pairs_ == 0) return {StepStatus::failed, "the line search found no lower point"};
      pairs_ = 0;
      return {};
    }
    remember(Scalar(best.t));
    elementwise([t = Scalar(best.t)](auto point, auto d, auto& x) { x = point + t * d; },
                std::as_const(point_), std::as_const(direction_), x);
    elementwise([](auto x, auto& point) { point = x; }, x, point_);
    gradient_.swap(best_gradient_);
    loss_ = best.f;
    return {};
  }

 private:
  // The objective along the direction.
  struct Line {
    Lbfgs& rule;
    Oracle<Scalar>& oracle;

    LinePoint at(double t) {
      elementwise([t = Scalar(t)](auto point, auto d, auto& x) { x = point + t * d; },
                  std::as_const(rule.point_), std::as_const(rule.direction_), rule.trial_);
      const double loss = oracle.value_and_gradient(rule.trial_, rule.trial_gradient_);
      return {t, loss, dot(rule.trial_gradient_, rule.direction_)};
    }
    void keep() { rule.best_gradient_.swap(rule.trial_gradient_); }
  };

  using Column = Eigen::Map<Vector<Scalar>>;
  static Column column(Matrix<Scalar>& matrix, Index j) {
    return {matrix.data() + j * matrix.rows(), matrix.rows()};
  }

  // The relative gradient of J. Dennis and R. Schnabel, Numerical Methods for Unconstrained
  // Optimization, 1983, section 7.2: beyond the root of the rounding, losses say no more.
  bool within_rounding() const {
    const double root = std::sqrt(static_cast<double>(std::numeric_limits<Scalar>::epsilon()));
    return largest(gradient_) * std::max(1.0, largest(point_)) <=
           root * std::max(1.0, std::abs(loss_));
  }

  // Whether a point that is no lower is worth going to: its gradient is a good deal smaller, or
  // losses should have shown more.
  bool goes_on(const LinePoint& best) const {
    return best.f < loss_ || largest(best_gradient_) <= 0.5 * largest(gradient_) ||
           !within_rounding();
  }

  bool is_point(ConstVectorRef<Scalar> x) const {
    for (Index i = 0; i < x.size(); ++i) {
      if (!(x[i] == point_[i])) return false;
    }
    return true;
  }

  static double largest(const Vector<Scalar>& v) {
    double largest = 0;
    for (Index i = 0; i < v.size(); ++i) {
      const double size = std::abs(static_cast<double>(v[i]));
      if (size > largest || std::isnan(size)) largest = size;  // a NaN stays: nothing is above it
    }
    return largest;
  }

  static double absolute_sum(const Vector<Scalar>& v) {
    return reduce([](const auto& entry) { return abs(entry); }, v);
  }

  // direction <- -H g by the two loops of algorithm 7.4.
  void find_direction() {
    elementwise([](auto g, auto& q) { q = -g; }, std::as_const(gradient_), direction_);
    if (pairs_ == 0) return;
    const Index history = moves_.cols();
    const auto place = [&](Index age) { return (newest_ + history - age) % history; };
    for (Index age = 0; age < pairs_; ++age) {
      const Index j = place(age);
      const Column s = column(moves_, j), y = column(changes_, j);
      shares_[j] = dot(s, direction_) / static_cast<double>(curvatures_(j, 0));
      elementwise([a = Scalar(shares_[j])](auto y, auto& q) { q -= a * y; }, y, direction_);
    }
    const Column latest = column(changes_, newest_);
    const Scalar scale(static_cast<double>(curvatures_(newest_, 0)) / dot(latest, latest));
    elementwise([=](auto& q) { q *= scale; }, direction_);
    for (Index age = pairs_ - 1; age >= 0; --age) {
      const Index j = place(age);
      const Column s = column(moves_, j), y = column(changes_, j);
      const double share = dot(y, direction_) / static_cast<double>(curvatures_(j, 0));
      elementwise([a = Scalar(shares_[j] - share)](auto s, auto& d) { d += a * s; }, s, direction_);
    }
  }

  // Takes the pair of a step t along the direction into the history, over the oldest.
  void remember(Scalar t) {
    const Index next = (newest_ + 1) % moves_.cols();
    Column s = column(moves_, next), y = column(changes_, next);
    // The trial gradient's place is free now; the columns are written only if the pair is taken.
    elementwise([](auto best, auto g, auto& y) { y = best - g; }, std::as_const(best_gradient_),
                std::as_const(gradient_), trial_gradient_);
    const double curvature = static_cast<double>(t) * dot(trial_gradient_, direction_);
    if (!(curvature > options_.least_curvature)) return;
    elementwise(
        [=](auto d, auto change, auto& s, auto& y) {
          s = t * d;
          y = change;
        },
        std::as_const(direction_), std::as_const(trial_gradient_), s, y);
    curvatures_(next, 0) = Scalar(curvature);
    newest_ = next;
    pairs_ = std::min(pairs_ + 1, moves_.cols());
  }

  const LbfgsOptions& options_;
  Schedule* schedule_ = nullptr;
  bool reuse_ = false;
  Index number_ = 0;
  double learning_rate_ = kNaN;
  // The pairs, one a column, in a ring.
  Matrix<Scalar> moves_, changes_, curvatures_;
  Index pairs_ = 0, newest_ = 0;
  // The last point that was reached, and f there if evaluated_ is 1.
  Vector<Scalar> point_, gradient_;
  double loss_ = kNaN;
  Index evaluated_ = 0;
  Vector<Scalar> direction_, trial_, trial_gradient_, best_gradient_;
  Vector<double> shares_;
};

}  // namespace

void add_lbfgs(Registry& registry) {
  add_optimizer<Lbfgs, float, double>(
      registry,
      {.info = {.name = "lbfgs",
                .summary = "a quasi-Newton method with a short memory and a line search",
                .formula = "d = -H g,   H from the last `history` pairs s = change of x, "
                           "y = change of g with s y > least_curvature\n"
                           "x <- x + t d,   f(t) <= f(0) + c1 t f'(0) and |f'(t)| <= c2 |f'(0)|\n"
                           "the search tries t = learning_rate first (min(1, 1 / |g|_1) times "
                           "that without pairs), then cubic minima: up to 10 t, and a tenth of a "
                           "bracket from its ends",
                .source = "D. Liu and J. Nocedal, On the limited memory BFGS method for large "
                          "scale optimization, 1989; J. Nocedal and S. Wright, Numerical "
                          "Optimization, 2006, algorithms 3.5, 3.6, 7.4 and 7.5",
                .family = "second_order",
                .deviations =
                    "The choices of PyTorch's LBFGS, whose line_search_fn='strong_wolfe' "
                    "this reproduces with history=100,tolerance_gradient=1e- "
                    "7,tolerance_change=1e-9,least_curvature=1e-10; its defaults here are "
                    "0, so that a run goes on until losses cannot tell points apart. A pair "
                    "whose s y is at most least_curvature is not taken. Where a search "
                    "finds nothing lower, the pairs are dropped; where there were none, the "
                    "run has converged if the gradient is too small for losses to show a "
                    "descent, and failed otherwise. On a deterministic problem the last "
                    "point of a search is not evaluated again by the next step; on batches "
                    "every step evaluates anew, and both gradients of a pair are of one "
                    "batch."}},
      OptionTable<LbfgsOptions>{
          {"learning_rate", &LbfgsOptions::learning_rate, positive(), log_search(1e-2, 1.0),
           "first trial of the line search, before any schedule"},
          {"history", &LbfgsOptions::history, between(1, 1000), "pairs that are remembered",
           Fixed::yes},
          {"c1",
           &LbfgsOptions::c1,
           {0, 1, true, true},
           "sufficient decrease: share of the slope's promise"},
          {"c2",
           &LbfgsOptions::c2,
           {0, 1, true, true},
           "curvature: share of the slope that may be left; small: an exact search"},
          {"max_trials", &LbfgsOptions::max_trials, between(1, 1000),
           "points that a line search tries after its first"},
          {"tolerance_gradient", &LbfgsOptions::tolerance_gradient, non_negative(),
           "the run has converged where no entry of the gradient is greater"},
          {"tolerance_change", &LbfgsOptions::tolerance_change, non_negative(),
           "smallest slope to follow and smallest change of x to tell apart"},
          {"least_curvature", &LbfgsOptions::least_curvature, non_negative(),
           "a pair with s y not above this is not remembered"}}
          .with(less("c1", "c2", "otherwise there may be no step that meets both conditions")));
}

}  // namespace descend
