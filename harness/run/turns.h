/// Whether updates lead to and fro.
#pragma once

#include "descend/numerics/elementwise.h"
#include "descend/numerics/sums.h"

namespace descend {

/// Compares an update with the one before it, now and then: a pair takes as long as two passes over
/// the parameters.
template <typename Scalar>
class Turns {
 public:
  /// Of update number k, which has led from `previous` to `x`: below 0 where it reverses the one
  /// before, above 0 where it does not, 0 where they are not compared. In lanes for each.
  Real<Scalar> add(Index k, const Vector<Scalar>& x, const Vector<Scalar>& previous) {
    const Index within = k % (x.size() > kLarge ? kSeldom : kOften);
    if (within == 0) {
      update_.resize(x.size());
      elementwise([](const auto& x, const auto& previous, auto& update) { update = x - previous; },
                  x, previous, update_);
    } else if (within == 1) {
      const Real<Scalar> product =
          reduce([](const auto& x, const auto& previous,
                    const auto& before) { return (x - previous) * before; },
                 x, previous, std::as_const(update_));
      return select(product < Real<Scalar>(0.0), Real<Scalar>(-1.0), Real<Scalar>(1.0));
    }
    return 0.0;
  }

 private:
  static constexpr Index kOften = 16, kSeldom = 64, kLarge = 256;
  Vector<Scalar> update_;
};

}  // namespace descend
