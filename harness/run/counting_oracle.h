/// The oracle of a run: counts every evaluation, holds the batch fixed within a step, and keeps
/// apart the time that the problem takes.
#pragma once

#include <optional>

#include "descend/numerics/sums.h"
#include "descend/optimizer.h"
#include "descend/problem.h"
#include "results/record/record.h"

namespace descend {

/// What a problem has said of a point.
template <typename Scalar>
struct Evaluated {
  Real<Scalar> loss{kNaN};
  Real<Scalar> gradient_norm{kNaN};
};

/// Thrown through a step that asks for more evaluations than the run's budget has left.
struct BudgetSpent {};

template <typename Scalar>
class CountingOracle final : public Oracle<Scalar> {
 public:
  /// `max_evaluations`: of gradients and values together.
  CountingOracle(Problem<Scalar>& problem, Index max_evaluations)
      : problem_(problem), samples_(problem.sample_count()), max_evaluations_(max_evaluations) {}

  /// Where the iterate and the batch of every step are found; both stay at their place.
  void start(const Vector<Scalar>& x, const Batch& batch) {
    x_.emplace(x);
    batch_ = &batch;
  }

  /// Before each step; `timed`: whether to read clocks in it.
  void begin_step(bool timed) {
    seen_ = false;
    timed_ = timed;
    if (!timed) return;
    problem_seconds_ = 0;
    own_seconds_ = 0;
  }

  Real<Scalar> value_and_gradient(VectorRef<Scalar> gradient) override;
  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient) override;
  Real<Scalar> value(ConstVectorRef<Scalar> x) override;
  std::uint64_t draw() const override { return batch_->draw; }

  /// Evaluates at a point for the record or the judge: neither counted nor timed.
  void evaluate_uncounted(ConstVectorRef<Scalar> x, const Batch& batch,
                          VectorRef<Scalar> gradient) {
    evaluated_.loss = problem_.value_and_gradient(x, batch, gradient);
    evaluated_.gradient_norm = norm(gradient);
  }

  /// Whether this step has asked at the iterate.
  bool seen() const { return seen_; }
  /// What it was told there, or what was evaluated uncounted since.
  const Evaluated<Scalar>& evaluated() const { return evaluated_; }

  const Evaluations& evaluations() const { return evaluations_; }
  /// Of this step, where it was timed: in the problem, and in the oracle's own bookkeeping.
  double problem_seconds() const { return problem_seconds_; }
  double own_seconds() const { return own_seconds_; }

 private:
  void check_budget() const {
    if (evaluations_.gradient + evaluations_.value >= max_evaluations_) [[unlikely]]
      stop();
  }
  [[noreturn, gnu::cold, gnu::noinline]] static void stop() { throw BudgetSpent(); }

  // A vector of another length would be read or written past its end.
  void check_length(Index length) const {
    if (length != x_->size()) [[unlikely]]
      refuse_length(length);
  }
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_length(Index length) const;

  Real<Scalar> evaluate(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient);
  [[gnu::noinline]] Real<Scalar> evaluate_timed(ConstVectorRef<Scalar> x,
                                                VectorRef<Scalar> gradient);
  void remember(const Real<Scalar>& loss, const VectorRef<Scalar>& gradient);
  [[gnu::noinline]] void remember_length(const VectorRef<Scalar>& gradient);
  void count_samples() {
    if (samples_ == 0) return;  // the problem is deterministic
    const auto chosen = static_cast<std::int64_t>(batch_->samples.size());
    evaluations_.samples += chosen == 0 ? samples_ : chosen;
  }

  Problem<Scalar>& problem_;
  Index samples_;
  Index max_evaluations_;
  std::optional<View<const Vector<Scalar>>> x_;
  const Batch* batch_ = nullptr;
  bool timed_ = false;
  bool seen_ = false;
  Evaluated<Scalar> evaluated_;
  Evaluations evaluations_;
  double problem_seconds_ = 0;
  double own_seconds_ = 0;
};

extern template class CountingOracle<float>;
extern template class CountingOracle<double>;
extern template class CountingOracle<Lanes>;

}  // namespace descend
