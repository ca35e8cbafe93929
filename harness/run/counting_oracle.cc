#include "harness/run/counting_oracle.h"

#include <stdexcept>
#include <string>

#include "descend/numerics/lanes.h"
#include "harness/run/clock.h"

namespace descend {

template <typename Scalar>
Real<Scalar> CountingOracle<Scalar>::value_and_gradient(VectorRef<Scalar> gradient) {
  check_length(gradient.size());
  const Real<Scalar> loss = evaluate(*x_, gradient);
  if (!seen_) remember(loss, gradient);
  return loss;
}

template <typename Scalar>
Real<Scalar> CountingOracle<Scalar>::value_and_gradient(ConstVectorRef<Scalar> x,
                                                        VectorRef<Scalar> gradient) {
  check_length(x.size());
  check_length(gradient.size());
  return evaluate(x, gradient);
}

template <typename Scalar>
Real<Scalar> CountingOracle<Scalar>::value(ConstVectorRef<Scalar> x) {
  check_length(x.size());
  check_budget();
  ++evaluations_.value;
  count_samples();
  if (!timed_) return problem_.value(x, *batch_);
  const Clock::time_point start = Clock::now();
  const Real<Scalar> loss = problem_.value(x, *batch_);
  problem_seconds_ += seconds_since(start);
  return loss;
}

template <typename Scalar>
void CountingOracle<Scalar>::refuse_length(Index length) const {
  throw std::length_error("the optimizer asks with a vector of length " + std::to_string(length) +
                          ", the problem has " + std::to_string(x_->size()) + " parameters");
}

template <typename Scalar>
Real<Scalar> CountingOracle<Scalar>::evaluate(ConstVectorRef<Scalar> x,
                                              VectorRef<Scalar> gradient) {
  check_budget();
  ++evaluations_.gradient;
  count_samples();
  if (timed_) [[unlikely]]
    return evaluate_timed(x, gradient);
  return problem_.value_and_gradient(x, *batch_, gradient);
}

template <typename Scalar>
Real<Scalar> CountingOracle<Scalar>::evaluate_timed(ConstVectorRef<Scalar> x,
                                                    VectorRef<Scalar> gradient) {
  const Clock::time_point start = Clock::now();
  const Real<Scalar> loss = problem_.value_and_gradient(x, *batch_, gradient);
  problem_seconds_ += seconds_since(start);
  return loss;
}

template <typename Scalar>
void CountingOracle<Scalar>::remember(const Real<Scalar>& loss, const VectorRef<Scalar>& gradient) {
  seen_ = true;
  evaluated_.loss = loss;
  if (gradient.size() == 1 && !timed_) [[likely]] {
    evaluated_.gradient_norm = norm(gradient);
  } else {
    remember_length(gradient);
  }
}

template <typename Scalar>
void CountingOracle<Scalar>::remember_length(const VectorRef<Scalar>& gradient) {
  const Clock::time_point start = timed_ ? Clock::now() : Clock::time_point();
  evaluated_.gradient_norm = norm(gradient);
  if (timed_) own_seconds_ += seconds_since(start);
}

template class CountingOracle<float>;
template class CountingOracle<double>;
template class CountingOracle<Lanes>;

}  // namespace descend
