/// Sums over vectors, with the same bits whatever the compiler, the width of its vectors, the
/// address of the data, and whether a run is computed alone or in a lane.
///
/// Floats are widened to double first. There are seventeen sums, all 0 at the start. Full eights of
/// elements go to the first sixteen, the first eight to sums 0 to 7, the next to 8 to 15, the third
/// to 0 to 7 again, and so on; the last n mod 8 elements go to the seventeenth, one after another.
/// At the end sums j and j + 8 are added, then j and j + 4, j and j + 2, the last two, and the
/// seventeenth. Sixteen, because so many hide the latency of an addition with AVX2.
///
/// What vectors may be is said in `elementwise.h`.
#pragma once

#include <algorithm>
#include <cmath>

#include "descend/numerics/loaded.h"

namespace descend {

/// A sum over vectors of `Scalar` in one or several parts: the bits are the same.
template <typename Scalar>
class Sum {
  static constexpr bool kOfLanes = std::is_same_v<Scalar, Lanes>;
  static constexpr int kEight = Eight::kCount, kSixteen = 2 * kEight;

 public:
  using Total = std::conditional_t<kOfLanes, Lanes, double>;

  DESCEND_INLINE Sum() {
    for (auto& sum : sums_) sum = 0.0;
  }

  /// Calls step(sum, element...) for all elements of the next part: with neighbours as Eight (one
  /// as double at the end, and where `in_eights` is false), or with Lanes. It may write to elements
  /// of vectors that are not const. Only the last part may have a length that is no multiple of 16.
  template <bool in_eights = true, typename Step, typename... Vectors>
  DESCEND_INLINE void add(const Step& step, Vectors&&... vectors) {
    add_all<in_eights>(step, internal::common_size(vectors...), internal::address(vectors)...);
  }

  /// What `add` and `total` give together.
  template <bool in_eights = true, typename Step, typename... Vectors>
  DESCEND_INLINE static Total of(const Step& step, Vectors&&... vectors) {
    const Index size = internal::common_size(vectors...);
    if (size < kEight) {  // sixteen sums of nothing would take longer than all the rest
      Total rest(0.0);
      add_rest(rest, step, 0, size, internal::address(vectors)...);
      return 0.0 + rest;
    }
    Sum sum;
    sum.template add_all<in_eights>(step, size, internal::address(vectors)...);
    return sum.total();
  }

  /// Of all parts, once.
  DESCEND_INLINE Total total() {
    if constexpr (kOfLanes) {
      for (int width = kEight; width > 0; width /= 2) {
        for (int j = 0; j < width; ++j) sums_[j] += sums_[j + width];
      }
      return sums_[0] + rest_;
    } else {
      const Eight eight = sums_[0] + sums_[1];
      const Four four = eight.low + eight.high;
      return ((four[0] + four[2]) + (four[1] + four[3])) + rest_;
    }
  }

 private:
  template <typename T, typename Element>
  using Loaded = internal::Loaded<T, Element>;

  template <bool in_eights, typename Step, typename... Elements>
  DESCEND_INLINE void add_all(const Step& step, Index size, Elements*... elements) {
    Index i = 0;
    if constexpr (kOfLanes) {
      for (; i + kEight <= size; i += kEight) {
        Lanes* const eight = sums_ + i % kSixteen;
        for (int j = 0; j < kEight; ++j) {
          step(eight[j], Loaded<Lanes, Elements>(elements + i + j).get()...);
        }
      }
    } else if constexpr (in_eights) {
      Eight first = sums_[0], second = sums_[1];
      for (; i + kSixteen <= size; i += kSixteen) {
        step(first, Loaded<Eight, Elements>(elements + i).get()...);
        step(second, Loaded<Eight, Elements>(elements + i + kEight).get()...);
      }
      if (i + kEight <= size) {
        step(first, Loaded<Eight, Elements>(elements + i).get()...);
        i += kEight;
      }
      sums_[0] = first;
      sums_[1] = second;
    } else {
      double sums[kSixteen];
      for (int half : {0, 1}) sums_[half].store(sums + half * kEight);
      for (; i + kEight <= size; i += kEight) {
        double* const eight = sums + i % kSixteen;
        for (int j = 0; j < kEight; ++j) {
          step(eight[j], Loaded<double, Elements>(elements + i + j).get()...);
        }
      }
      for (int half : {0, 1}) sums_[half] = Eight::load(sums + half * kEight);
    }
    add_rest(rest_, step, i, size, elements...);
  }

  template <typename Step, typename... Elements>
  DESCEND_INLINE static void add_rest(Total& rest, const Step& step, Index i, Index size,
                                      Elements*... elements) {
    for (; i < size; ++i) step(rest, Loaded<Total, Elements>(elements + i).get()...);
  }

  /// Sixteen sums: sixteen Lanes, or two Eights.
  std::conditional_t<kOfLanes, Lanes[kSixteen], Eight[2]> sums_;
  Total rest_ = 0.0;
};

namespace internal {

/// What the sum over vectors of these is taken of.
template <typename... Vectors>
using SumOver =
    Sum<OneByOne<std::remove_pointer_t<decltype(address(std::declval<Vectors&>()))>...>>;

/// Whether f takes neighbours of such vectors as Eight.
template <typename Function, typename... Vectors>
inline constexpr bool kTakesEights =
    std::is_invocable_v<const Function&,
                        typename Loaded<Eight, std::remove_pointer_t<decltype(address(
                                                   std::declval<Vectors&>()))>>::Reference...>;

}  // namespace internal

/// The sum over all indices of f(element...), in double, or in each lane for vectors of Lanes. A
/// generic f is called as Sum::add calls its step; an f that takes doubles only, with one at a
/// time.
template <typename Function, typename... Vectors>
auto reduce(const Function& f, Vectors&&... vectors) {
  return internal::SumOver<Vectors...>::template of<internal::kTakesEights<Function, Vectors...>>(
      [&](auto& sum, auto&... element) { sum += f(element...); }, vectors...);
}

/// The sum of all elements.
template <typename Vector>
auto sum(const Vector& v) {
  return reduce([](const auto& x) { return x; }, v);
}

/// The sum of the products, each added with a single rounding.
template <typename VectorA, typename VectorB>
auto dot(const VectorA& a, const VectorB& b) {
  return internal::SumOver<const VectorA, const VectorB>::of(
      [](auto& sum, const auto& x, const auto& y) { sum = fma(x, y, sum); }, a, b);
}

/// The sum of the squares, as dot(v, v).
template <typename Vector>
auto squared_norm(const Vector& v) {
  return internal::SumOver<const Vector>::of([](auto& sum, const auto& x) { sum = fma(x, x, sum); },
                                             v);
}

namespace internal {

/// Whether a sum of squares says all that there is to know: none of the squares has overflowed, and
/// what they lost to underflow is below the sum's last digit. (Of NaN nothing better is known.)
template <typename Total>
DESCEND_INLINE auto is_trusted(const Total& squares) {
  return (!(squares < 0x1p-960)) & (!(squares > 0x1.fffffffffffffp1023));
}

/// The Euclidean length of the numbers at(0), …, at(size - 1), of any size: they are brought near 1
/// by a power of two.
template <typename At>
[[gnu::cold, gnu::noinline]] double scaled_norm(Index size, const At& at) {
  double largest = 0;
  for (Index i = 0; i < size; ++i) {
    const double number = std::abs(at(i));
    if (std::isnan(number)) return number;
    largest = std::max(largest, number);
  }
  if (largest == 0 || largest == HUGE_VAL) return largest;
  const int exponent = std::ilogb(largest);
  double squares = 0;
  for (Index i = 0; i < size; ++i) {
    const double number = std::ldexp(at(i), -exponent);
    squares += number * number;
  }
  return std::ldexp(std::sqrt(squares), exponent);
}

/// The root of `squares`, a sum of the squares of at(0), …, at(size - 1), where it can be trusted;
/// else their length, computed anew in the lanes that need it.
template <typename Total, typename At>
DESCEND_INLINE Total length_of(const Total& squares, Index size, const At& at) {
  const auto trusted = is_trusted(squares);
  Total length = sqrt(squares);
  if constexpr (std::is_same_v<Total, Lanes>) {
    if (all(trusted)) [[likely]]
      return length;
    for (int lane = 0; lane < Lanes::kCount; ++lane) {
      if (trusted[lane]) continue;
      length[lane] = scaled_norm(size, [&](Index i) { return at(i)[lane]; });
    }
    return length;
  } else {
    if (trusted) [[likely]]
      return length;
    return scaled_norm(size, at);
  }
}

}  // namespace internal

/// The Euclidean length of a vector whose sum of squares is known. Right for numbers of any size,
/// also where their squares overflow or underflow.
template <typename Vector, typename Total>
Total norm(const Vector& v, const Total& squares) {
  return internal::length_of(squares, v.size(), [&](Index i) { return Total(v[i]); });
}

/// The Euclidean length.
template <typename Vector>
auto norm(const Vector& v) {
  using Total = typename internal::SumOver<const Vector>::Total;
  return v.size() == 1 ? abs(Total(v[0])) : norm(v, squared_norm(v));
}

/// The Euclidean distance of two vectors.
template <typename VectorA, typename VectorB>
auto distance(const VectorA& a, const VectorB& b) {
  using Total = typename internal::SumOver<const VectorA, const VectorB>::Total;
  const auto apart = [&](Index i) { return Total(a[i]) - Total(b[i]); };
  if (a.size() == 1) return abs(apart(0));
  const Total squares =
      reduce([](const auto& p, const auto& q) { return (p - q) * (p - q); }, a, b);
  return internal::length_of(squares, a.size(), apart);
}

/// Elements of a chunk: a multiple of 16, as sums want it. Short, so that the processor, which
/// looks some hundred instructions ahead, fetches the next chunk while it still computes in this
/// one.
inline constexpr Index kChunk = 128;

/// Calls f(first, count) for one chunk of indices after another, the last one being shorter: a
/// formula that goes over its vectors several times finds them in the processor's cache.
///
///   Sum<Scalar> size;
///   in_chunks(x.size(), [&](Index first, Index count) {
///     auto part = x.segment(first, count);
///     elementwise([=](auto& x) { x *= half; }, part);
///     size.add([](auto& sum, const auto& x) { sum = fma(x, x, sum); }, std::as_const(part));
///   });
template <typename Function>
void in_chunks(Index size, const Function& f) {
  for (Index first = 0; first < size; first += kChunk) f(first, std::min(kChunk, size - first));
}

}  // namespace descend
