/// A vector whose surroundings show whether someone wrote beside it.
#pragma once

#include <algorithm>

#include "descend/types.h"

namespace descend {

/// n numbers in the middle of a longer vector; what lies before and behind them keeps one value.
template <typename Scalar>
class GuardedVector {
 public:
  explicit GuardedVector(Index n, double inside = kNaN)
      : n_(n), memory_(Vector<Scalar>::Constant(n + 2 * kMargin, Scalar(inside))) {
    surround_by(1.0);
  }

  Eigen::Map<Vector<Scalar>> view() { return {memory_.data() + kMargin, n_}; }

  /// The value on both sides: what is computed from the vector must not change with it.
  void surround_by(double value) {
    value_ = value;
    memory_.head(kMargin).setConstant(Scalar(value));
    memory_.tail(kMargin).setConstant(Scalar(value));
  }

  bool intact() const {
    const auto same = [&](const Scalar& x) { return all(x == Scalar(value_)); };
    return std::all_of(memory_.data(), memory_.data() + kMargin, same) &&
           std::all_of(memory_.data() + kMargin + n_, memory_.data() + memory_.size(), same);
  }

 private:
  // As many as keep the view aligned like the whole.
  static constexpr Index kMargin = 1024;

  Index n_;
  double value_ = 0;
  Vector<Scalar> memory_;
};

}  // namespace descend
