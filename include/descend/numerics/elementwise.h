/// Walks over vectors: `elementwise` writes an update rule as its formula and costs one pass over
/// memory; `reduce`, `sum`, `dot` and `norm` add up in a fixed order.
///
/// Why the bits stay the same, whatever the compiler, the width of its vectors, the address of the
/// data, and whether a run is computed alone or in a lane:
/// - elementwise: each element goes through the same IEEE operations, and no compiler may merge or
///   reorder them (-ffp-contract=off, no fast-math); where fma is wanted, the formula calls it.
/// - reductions: floats are widened to double first. There are seventeen sums, all 0 at the start.
///   Full eights of elements go to the first sixteen, the first eight to sums 0 to 7, the next to 8
///   to 15, the third to 0 to 7 again, and so on; the last n mod 8 elements go to the seventeenth,
///   one after another. At the end sums j and j + 8 are added, then j and j + 4, j and j + 2, the
///   last two, and the seventeenth. That is what a sum means here, and each path below follows it.
///   Sixteen, because so many hide the latency of an addition with AVX2.
///
/// Vectors are Eigen vectors or views of them without a stride; they must not overlap (the same
/// vector twice is allowed where it is only read). Nothing is allocated. Vectors of different
/// lengths are a std::length_error: state that was never sized must not write into its neighbours.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "descend/types.h"

namespace descend {
namespace internal {

template <typename Vector>
auto* address(Vector& vector) {
  static_assert(std::remove_const_t<Vector>::InnerStrideAtCompileTime == 1);
  return vector.data();
}

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_lengths(Index one, Index other) {
  throw std::length_error("vectors of lengths " + std::to_string(one) + " and " +
                          std::to_string(other) + " are walked together");
}

/// The vectors' common size.
template <typename First, typename... Others>
DESCEND_INLINE Index common_size(const First& first, const Others&... others) {
  const Index size = first.size();
  ((others.size() == size ? void() : refuse_lengths(size, others.size())), ...);
  return size;
}

/// Elements that are walked together, and how far ahead they are fetched. Of three vectors or fewer
/// the processor does that best by itself; where arithmetic takes about as long as memory, as it
/// does with more, it looks too short a way ahead to do both at once.
inline constexpr Index kBlock = 64, kAhead = 256, kFewest = 4;

template <typename Element>
DESCEND_INLINE void fetch_block(const Element* from) {
  const char* const bytes = reinterpret_cast<const char*>(from);
  for (std::size_t i = 0; i < kBlock * sizeof(Element); i += 64) __builtin_prefetch(bytes + i);
}

template <typename Function, typename... Elements>
[[gnu::noinline]] void walk_all(Function f, Index size, Elements* __restrict__... elements) {
  for (Index first = 0; first < size; first += kBlock) {
    if (sizeof...(elements) >= kFewest && first + kAhead + kBlock <= size) {
      (fetch_block(elements + first + kAhead), ...);
    }
    const Index end = std::min(first + kBlock, size);
    // Left to itself, g++ checks at run time whether so many vectors overlap, or gives up. clang
    // does without, and would warn wherever its word for it does not lead to a vectorised loop.
#ifndef __clang__
#pragma GCC ivdep
#endif
    for (Index i = first; i < end; ++i) f(elements[i]...);
  }
}

template <typename Function, typename... Elements>
DESCEND_INLINE void walk(Function& f, Index size, Elements*... elements) {
  // In one dimension the way into a vectorised loop and out again would cost most of a step, and so
  // would the frame that it needs.
  if (size == 1) [[likely]]
    return f(*elements...);
  walk_all(f, size, elements...);
}

/// Elements in memory as T: one as double, neighbours as Eight, or one that is Lanes. What f
/// did to them goes back to memory unless they are const.
template <typename T, typename Element>
class Loaded {
 public:
  using Reference = std::conditional_t<std::is_const_v<Element>, const T&, T&>;

  DESCEND_INLINE explicit Loaded(Element* element) : element_(element) {
    if constexpr (kLoadsEight) {
      value_ = T::load(element);
    } else {
      value_ = *element;
    }
  }
  DESCEND_INLINE ~Loaded() {
    if constexpr (std::is_const_v<Element>) {
      // Nothing has changed.
    } else if constexpr (kLoadsEight) {
      value_.store(element_);
    } else {
      *element_ = static_cast<Element>(value_);
    }
  }
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;

  DESCEND_INLINE Reference get() { return value_; }

 private:
  static constexpr bool kLoadsEight = std::is_same_v<T, Eight>;

  Element* element_;
  T value_;
};

/// Calls step(sum, element...) for all elements; sums as the head of this file defines them.
template <bool in_eights, typename Step, typename... Elements>
DESCEND_INLINE auto accumulate(const Step& step, Index size, Elements*... elements) {
  constexpr bool kOfLanes = (std::is_same_v<std::remove_const_t<Elements>, Lanes> && ...);
  constexpr int kEight = Eight::kCount;
  using T = std::conditional_t<kOfLanes, Lanes, double>;
  Index i = 0;
  T total(0);
  if (size >= kEight) {
    if constexpr (in_eights && !kOfLanes) {
      Eight first(0), second(0);
      for (; i + 2 * kEight <= size; i += 2 * kEight) {
        step(first, Loaded<Eight, Elements>(elements + i).get()...);
        step(second, Loaded<Eight, Elements>(elements + i + kEight).get()...);
      }
      if (i + kEight <= size) {
        step(first, Loaded<Eight, Elements>(elements + i).get()...);
        i += kEight;
      }
      const Eight eight = first + second;
      const Four four = eight.low + eight.high;
      total = (four[0] + four[2]) + (four[1] + four[3]);
    } else {
      T sums[2 * kEight];
      for (T& sum : sums) sum = T(0);
      for (; i + kEight <= size; i += kEight) {
        T* eight = sums + i % (2 * kEight);
        for (int j = 0; j < kEight; ++j) {
          step(eight[j], Loaded<T, Elements>(elements + i + j).get()...);
        }
      }
      for (int width = kEight; width > 0; width /= 2) {
        for (int j = 0; j < width; ++j) sums[j] += sums[j + width];
      }
      total = sums[0];
    }
  }
  T rest(0);
  for (; i < size; ++i) step(rest, Loaded<T, Elements>(elements + i).get()...);
  return T(total + rest);
}

}  // namespace internal

/// Calls f(element...) once for each index: elements of const vectors come as const, those of
/// others as references. f is compiled once for a single element and vectorised by the compiler.
template <typename Function, typename... Vectors>
void elementwise(Function f, Vectors&&... vectors) {
  internal::walk(f, internal::common_size(vectors...), internal::address(vectors)...);
}

/// The same for formulas with sin or cos in them, which compilers do not vectorise: f is called
/// with neighbours as Eight (floats widened to double and rounded on the way back) and, for
/// the last few, with doubles. Same bits as one by one.
template <typename Function, typename... Vectors>
void lanewise(const Function& f, Vectors&&... vectors) {
  internal::accumulate<true>([&](auto&, auto&... element) { f(element...); },
                             internal::common_size(vectors...), internal::address(vectors)...);
}

/// The sum over all indices of f(element...), in double, or in each lane for vectors of Lanes.
/// A generic f is called with Eight or double as in `lanewise`, and may write to elements of
/// vectors that are not const; an f that takes doubles only is called with one at a time.
template <typename Function, typename... Vectors>
auto reduce(const Function& f, Vectors&&... vectors) {
  const auto step = [&](auto& sum, auto&... element) { sum += f(element...); };
  constexpr bool kInEights = std::is_invocable_v<
      const Function&,
      typename internal::Loaded<
          Eight, std::remove_pointer_t<decltype(internal::address(vectors))>>::Reference...>;
  return internal::accumulate<kInEights>(step, internal::common_size(vectors...),
                                         internal::address(vectors)...);
}

/// The sum of all elements.
template <typename Vector>
auto sum(const Vector& v) {
  return reduce([](const auto& x) { return x; }, v);
}

/// The sum of the products, each added with a single rounding.
template <typename VectorA, typename VectorB>
auto dot(const VectorA& a, const VectorB& b) {
  const auto step = [](auto& sum, const auto& x, const auto& y) { sum = fma(x, y, sum); };
  return internal::accumulate<true>(step, internal::common_size(a, b), internal::address(a),
                                    internal::address(b));
}

/// The sum of the squares, as dot(v, v).
template <typename Vector>
auto squared_norm(const Vector& v) {
  const auto step = [](auto& sum, const auto& x) { sum = fma(x, x, sum); };
  return internal::accumulate<true>(step, v.size(), internal::address(v));
}

/// The Euclidean length: infinite where the squares are, for doubles beyond 1e154.
template <typename Vector>
auto norm(const Vector& v) {
  return sqrt(squared_norm(v));
}

}  // namespace descend
