/// The oracle of a run: counts every evaluation, holds the batch fixed within a step, and keeps
/// apart the time that the problem takes.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

#include "descend/elementwise.h"
#include "descend/optimizer.h"
#include "descend/problem.h"
#include "results/record.h"

namespace descend {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

template <typename Scalar>
class CountingOracle final : public Oracle<Scalar> {
 public:
  explicit CountingOracle(Problem<Scalar>& problem)
      : problem_(problem), samples_(problem.sample_count()) {}

  /// Before each step: the point, the batch (kept by the caller until the step is done), and
  /// whether to read clocks in this step.
  void begin_step(const Vector<Scalar>& x, const Batch& batch, bool timed) {
    iterate_ = x.data();
    size_ = x.size();
    batch_ = &batch;
    timed_ = timed;
    seen_ = false;
    problem_seconds_ = 0;
    own_seconds_ = 0;
  }

  Real<Scalar> value_and_gradient(VectorRef<Scalar> gradient) override {
    check_length(gradient.size());
    const Eigen::Map<const Vector<Scalar>> x(iterate_, size_);
    const Real<Scalar> loss = evaluate(x, gradient.data());
    const Clock::time_point start = timed_ ? Clock::now() : Clock::time_point();
    if (!seen_) {
      seen_ = true;
      loss_ = loss;
      // One number needs no squares, which could overflow.
      gradient_norm_ = size_ == 1 ? abs(Real<Scalar>(gradient[0])) : norm(gradient);
    }
    if (timed_) own_seconds_ += seconds_since(start);
    return loss;
  }

  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient) override {
    check_length(x.size());
    check_length(gradient.size());
    return evaluate(x, gradient.data());
  }

  Real<Scalar> value(ConstVectorRef<Scalar> x) override {
    check_length(x.size());
    ++evaluations_.value;
    evaluations_.samples += batch_samples();
    if (!timed_) return problem_.value(x, *batch_);
    const Clock::time_point start = Clock::now();
    const Real<Scalar> loss = problem_.value(x, *batch_);
    problem_seconds_ += seconds_since(start);
    return loss;
  }

  std::uint64_t draw() const override { return batch_->draw; }

  /// Whether this step asked at the iterate, and if so what it was told.
  bool seen() const { return seen_; }
  Real<Scalar> loss() const { return loss_; }
  Real<Scalar> gradient_norm() const { return gradient_norm_; }

  const Evaluations& evaluations() const { return evaluations_; }
  /// Of this step, where it was timed: in the problem, and in the oracle's own book-keeping.
  double problem_seconds() const { return problem_seconds_; }
  double own_seconds() const { return own_seconds_; }

 private:
  // A vector of another length would be read or written past its end.
  void check_length(Index length) const {
    if (length != size_) {
      throw std::length_error("the optimizer asks with a vector of length " +
                              std::to_string(length) + ", the problem has " +
                              std::to_string(size_) + " parameters");
    }
  }

  // Of `size_` numbers; a view that is copied while it is new makes the processor wait.
  Real<Scalar> evaluate(ConstVectorRef<Scalar> x, Scalar* numbers) {
    Eigen::Map<Vector<Scalar>> gradient(numbers, size_);
    ++evaluations_.gradient;
    evaluations_.samples += batch_samples();
    if (!timed_) return problem_.value_and_gradient(x, *batch_, gradient);
    const Clock::time_point start = Clock::now();
    const Real<Scalar> loss = problem_.value_and_gradient(x, *batch_, gradient);
    problem_seconds_ += seconds_since(start);
    return loss;
  }

  std::int64_t batch_samples() const {
    return batch_->samples.empty() ? samples_ : static_cast<std::int64_t>(batch_->samples.size());
  }

  Problem<Scalar>& problem_;
  Index samples_;
  const Scalar* iterate_ = nullptr;
  Index size_ = 0;
  const Batch* batch_ = nullptr;
  bool timed_ = false;
  bool seen_ = false;
  Real<Scalar> loss_ = kNaN;
  Real<Scalar> gradient_norm_ = kNaN;
  Evaluations evaluations_;
  double problem_seconds_ = 0;
  double own_seconds_ = 0;
};

}  // namespace descend
