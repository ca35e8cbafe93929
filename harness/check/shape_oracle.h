/// The objectives that the conformance kit tries an optimizer on.
#pragma once

#include <stdexcept>
#include <string>

#include "descend/optimizer.h"

namespace descend {

enum class Shape { bowl, flat, cliff, broken };

/// Objectives of any dimension. A bowl with slopes and curvatures below one, so that no rule's
/// default rate makes it explode; a plain; 10^20 x^4 / 4, which explodes at once; and one that
/// gives no numbers.
template <typename Scalar>
class ShapeOracle final : public Oracle<Scalar> {
 public:
  /// The iterate is read where it stands at each evaluation.
  ShapeOracle(Shape shape, Eigen::Map<Vector<Scalar>> iterate)
      : shape_(shape), iterate_(iterate.data()), n_(iterate.size()) {}

  Real<Scalar> value_and_gradient(VectorRef<Scalar> gradient) override {
    check_length(gradient.size());
    return evaluate(iterate_, gradient.data());
  }
  Real<Scalar> value_and_gradient(ConstVectorRef<Scalar> x, VectorRef<Scalar> gradient) override {
    check_length(x.size());
    check_length(gradient.size());
    return evaluate(x.data(), gradient.data());
  }
  Real<Scalar> value(ConstVectorRef<Scalar> x) override {
    check_length(x.size());
    return evaluate(x.data(), nullptr);
  }
  std::uint64_t draw() const override { return 7; }

  long evaluations = 0;

 private:
  void check_length(Index length) const {
    if (length != n_) {
      throw std::length_error("it asks with a vector of length " + std::to_string(length) +
                              " where x has " + std::to_string(n_) + " numbers");
    }
  }

  Real<Scalar> evaluate(const Scalar* x, Scalar* gradient) {
    ++evaluations;
    Real<Scalar> loss(0.0);
    for (Index i = 0; i < n_; ++i) {
      Scalar slope(0.0);
      if (shape_ == Shape::bowl) {
        const Scalar width(0.3 + 0.1 * static_cast<double>(i % 5));
        const Scalar d = width * (x[i] - Scalar(0.25 * static_cast<double>(i % 7) - 0.75));
        const Scalar root = sqrt(Scalar(1.0) + d * d);
        slope = width * d / root;
        loss += Real<Scalar>(root) - 1.0;
      } else if (shape_ == Shape::cliff) {
        slope = Scalar(1e20) * x[i] * x[i] * x[i];
        loss += Real<Scalar>(slope) * Real<Scalar>(x[i]) / 4.0;
      } else if (shape_ == Shape::broken) {
        slope = Scalar(kNaN);
        loss = kNaN;
      }
      if (gradient) gradient[i] = slope;
    }
    return loss;
  }

  Shape shape_;
  const Scalar* iterate_;
  Index n_;
};

}  // namespace descend
