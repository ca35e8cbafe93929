#include "optimizers/decompositions.h"

#include <algorithm>
#include <cmath>

namespace descend {
namespace {

// A fixed number of accumulators, added up in a fixed order.
double inner_product(const double* a, const double* b, Index n) {
  constexpr Index kLanes = 8;
  double sums[kLanes] = {};
  Index i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (Index lane = 0; lane < kLanes; ++lane) {
      sums[lane] = std::fma(a[i + lane], b[i + lane], sums[lane]);
    }
  }
  for (; i < n; ++i) sums[0] = std::fma(a[i], b[i], sums[0]);
  return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

// y += factor x
void add_scaled(double factor, const double* x, double* y, Index n) {
  for (Index i = 0; i < n; ++i) y[i] = std::fma(factor, x[i], y[i]);
}

// A sum of squares below this has lost digits to underflow; the rest of a column that is so small
// counts as zero.
constexpr double kNegligible = 1e-280;

// Turns x into the vector v of the reflection I - factor v v^T that takes it to (head, 0, …, 0).
struct Reflection {
  double head, factor;
};
Reflection reflect(double* x, Index n) {
  const double below = inner_product(x + 1, x + 1, n - 1);
  if (below < kNegligible) return {x[0], 0};
  const double length = std::sqrt(x[0] * x[0] + below);
  const double head = x[0] > 0 ? -length : length;
  x[0] -= head;
  return {head, 2 / (x[0] * x[0] + below)};
}

// Columns of `to` <- (I - factor v v^T) columns, rows from `first` on.
void apply(const double* v, double factor, Eigen::Ref<Matrix<double>> to, Index first, Index col) {
  const Index n = to.rows() - first;
  for (; col < to.cols(); ++col) {
    double* column = &to(first, col);
    add_scaled(-factor * inner_product(v, column, n), v, column, n);
  }
}

// The columns of `a` from `shift` on hold the vectors of reflections, from the entry `shift` below
// the diagonal down; turns `a` into the product of the reflections.
void accumulate(Eigen::Ref<Matrix<double>> a, Index shift, DecompositionSpace& space) {
  const Index n = a.rows();
  for (Index k = n - 1; k >= 0; --k) {
    const Index first = k + shift;
    const Index length = n - first;
    // Column `first` of the product takes the place of the vectors that were used already; the
    // vector of this reflection lies in column k and leaves it first.
    if (length <= 0) continue;
    const double factor = space.factors[k];
    for (Index i = 0; i < length; ++i) space.work[i] = a(first + i, k);
    a.col(first).tail(length).setZero();
    a.row(first).tail(length).setZero();
    a(first, first) = 1;
    if (factor != 0) apply(space.work.data(), factor, a, first, first);
  }
  if (shift > 0) {
    a.col(0).setZero();
    a.row(0).setZero();
    a(0, 0) = 1;
  }
}

// One implicit QR step on rows low … high of the tridiagonal matrix, the rotations applied to the
// columns of q.
void qr_step(Index low, Index high, double* d, double* e, Eigen::Ref<Matrix<double>> q) {
  const double half = (d[high - 1] - d[high]) / 2;
  const double last = e[high - 1];
  const double root = std::sqrt(half * half + last * last);
  const double shift = d[high] - last * (last / (half + (half >= 0 ? root : -root)));
  double x = d[low] - shift;
  double z = e[low];
  for (Index k = low; k < high; ++k) {
    const double length = std::sqrt(x * x + z * z);
    const double c = length > 0 ? x / length : 1;
    const double s = length > 0 ? z / length : 0;
    if (k > low) e[k - 1] = length;
    const double a = d[k], b = e[k], g = d[k + 1];
    const double cross = 2 * c * s * b;
    d[k] = c * c * a + cross + s * s * g;
    d[k + 1] = s * s * a - cross + c * c * g;
    e[k] = c * s * (g - a) + (c * c - s * s) * b;
    if (k + 1 < high) {
      x = e[k];
      z = s * e[k + 1];
      e[k + 1] = c * e[k + 1];
    }
    double* left = q.data() + k * q.outerStride();
    double* right = left + q.outerStride();
    for (Index i = 0; i < q.rows(); ++i) {
      const double old = left[i];
      left[i] = c * old + s * right[i];
      right[i] = c * right[i] - s * old;
    }
  }
}

}  // namespace

bool symmetric_eigen(Eigen::Ref<Matrix<double>> a, Eigen::Ref<Vector<double>> values,
                     DecompositionSpace& space) {
  const Index n = a.rows();
  double* d = space.diagonal.data();
  double* e = space.beside.data();
  double scale = 0;
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < n; ++i) {
      if (!std::isfinite(a(i, j))) return false;
      scale = std::max(scale, std::abs(a(i, j)));
    }
  }
  if (scale == 0) scale = 1;
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < n; ++i) a(i, j) /= scale;
  }

  for (Index k = 0; k < n; ++k) {
    d[k] = a(k, k);
    space.factors[k] = 0;
    const Index m = n - k - 1;
    if (m == 0) break;
    double* v = &a(k + 1, k);
    const Reflection reflection = reflect(v, m);
    e[k] = reflection.head;
    space.factors[k] = reflection.factor;
    if (reflection.factor == 0) continue;
    // The rest becomes rest - v w^T - w v^T, where w = p - factor / 2 (p v) v, p = factor rest v.
    double* w = space.work.data();
    std::fill(w, w + m, 0.0);
    for (Index j = 0; j < m; ++j) add_scaled(reflection.factor * v[j], &a(k + 1, k + 1 + j), w, m);
    add_scaled(-reflection.factor / 2 * inner_product(w, v, m), v, w, m);
    for (Index j = 0; j < m; ++j) {
      double* column = &a(k + 1, k + 1 + j);
      for (Index i = 0; i < m; ++i) column[i] -= v[i] * w[j] + w[i] * v[j];
    }
  }
  accumulate(a, 1, space);

  constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
  Index left = 40 * n;
  for (Index high = n - 1; high > 0;) {
    Index low = high;
    for (; low > 0; --low) {
      if (std::abs(e[low - 1]) <= kEpsilon * (std::abs(d[low - 1]) + std::abs(d[low]))) {
        e[low - 1] = 0;
        break;
      }
    }
    if (low == high) {
      --high;
    } else if (left-- == 0) {
      return false;
    } else {
      qr_step(low, high, d, e, a);
    }
  }

  for (Index k = 0; k < n; ++k) {
    const Index smallest = std::min_element(d + k, d + n) - d;
    if (smallest != k) {
      std::swap(d[smallest], d[k]);
      for (Index i = 0; i < n; ++i) std::swap(a(i, smallest), a(i, k));
    }
    values[k] = d[k] * scale;
  }
  return true;
}

void orthonormalize(Eigen::Ref<Matrix<double>> a, DecompositionSpace& space) {
  const Index n = a.rows();
  // The factor is the same for any multiple; a power of two rounds nothing.
  const double largest = a.cwiseAbs().maxCoeff();
  if (largest > 0 && std::isfinite(largest)) {
    a *= std::ldexp(1.0, -std::max(std::ilogb(largest), -1000));
  }
  for (Index k = 0; k < n; ++k) {
    const Reflection reflection = reflect(&a(k, k), n - k);
    space.factors[k] = reflection.factor;
    if (reflection.factor != 0) apply(&a(k, k), reflection.factor, a, k, k + 1);
  }
  accumulate(a, 0, space);
}

}  // namespace descend
