/// Forward differentiation: a number together with its derivative, carried through every operation.
#pragma once

#include "descend/numerics/elementary.h"

namespace descend {

/// A value and its derivative with respect to the one independent variable.
template <typename T>
struct Dual {
  T value;
  T slope;

  Dual(double constant) : value(constant), slope(0.0) {}  // NOLINT: constants have slope 0
  Dual(T value_of, T slope_of) : value(value_of), slope(slope_of) {}
};

/// The independent variable itself.
template <typename T>
Dual<T> variable(T x) {
  return {x, T(1.0)};
}

template <typename T>
Dual<T> operator-(const Dual<T>& a) {
  return {-a.value, -a.slope};
}
template <typename T>
Dual<T> operator+(const Dual<T>& a, const Dual<T>& b) {
  return {a.value + b.value, a.slope + b.slope};
}
template <typename T>
Dual<T> operator-(const Dual<T>& a, const Dual<T>& b) {
  return {a.value - b.value, a.slope - b.slope};
}
template <typename T>
Dual<T> operator*(const Dual<T>& a, const Dual<T>& b) {
  return {a.value * b.value, a.slope * b.value + a.value * b.slope};
}
template <typename T>
Dual<T> operator/(const Dual<T>& a, const Dual<T>& b) {
  const T ratio = a.value / b.value;
  return {ratio, (a.slope - ratio * b.slope) / b.value};
}
template <typename T>
SinCos<Dual<T>> sincos(const Dual<T>& x) {
  const auto [sine, cosine] = sincos(x.value);
  return {{sine, cosine * x.slope}, {cosine, -(sine * x.slope)}};
}

}  // namespace descend
