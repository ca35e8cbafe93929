/// Several walks over the same vectors for the price of one: a formula with sums in it goes through
/// its vectors in stretches that stay in the processor's cache from the first walk to the last.
///
///   StretchSum<Scalar> size;
///   in_stretches(x.size(), [&](Index first, Index count) {
///     auto part = x.segment(first, count);
///     elementwise([=](auto& x) { x *= half; }, part);
///     size.add([](auto& sum, const auto& x) { sum = fma(x, x, sum); }, part);
///   });
///
/// The sums have the bits of `reduce`, `dot` and `squared_norm` over the whole vectors.
#pragma once

#include "descend/numerics/elementwise.h"

namespace descend {

/// Elements of a stretch: a multiple of 16, so that full eights go to the two halves of the sixteen
/// sums in turn, as without stretches. Short, so that the processor, which looks some hundred
/// instructions ahead, fetches the next stretch while it still computes in this one.
inline constexpr Index kStretch = 128;
static_assert(kStretch % (2 * Eight::kCount) == 0);

/// Calls f(first, count) for one stretch after another, the last one being shorter.
template <typename Function>
void in_stretches(Index size, const Function& f) {
  for (Index first = 0; first < size; first += kStretch) {
    f(first, std::min(kStretch, size - first));
  }
}

/// A sum as the head of elementwise.h defines it, over vectors of `Scalar`, stretch by stretch.
template <typename Scalar>
class StretchSum {
  static constexpr bool kOfLanes = std::is_same_v<Scalar, Lanes>;
  static constexpr int kEight = Eight::kCount;
  using Sum = std::conditional_t<kOfLanes, Lanes, Eight>;

 public:
  StretchSum() {
    for (Sum& sum : sums_) sum = Sum(0.0);
  }

  /// Calls step(sum, element...) for the elements of the next stretch, with Eight or double like
  /// `reduce`. Only the last stretch may have a length that is no multiple of 16.
  template <typename Step, typename... Vectors>
  DESCEND_INLINE void add(const Step& step, const Vectors&... vectors) {
    walk(step, internal::common_size(vectors...), internal::address(vectors)...);
  }

  Real<Scalar> total() const {
    if constexpr (kOfLanes) {
      Lanes sums[2 * kEight];
      std::copy(std::begin(sums_), std::end(sums_), sums);
      for (int width = kEight; width > 0; width /= 2) {
        for (int j = 0; j < width; ++j) sums[j] += sums[j + width];
      }
      return sums[0] + rest_;
    } else {
      const Eight eight = sums_[0] + sums_[1];
      const Four four = eight.low + eight.high;
      return ((four[0] + four[2]) + (four[1] + four[3])) + rest_;
    }
  }

 private:
  template <typename Step, typename... Elements>
  DESCEND_INLINE void walk(const Step& step, Index size, const Elements*... elements) {
    using internal::Loaded;
    Index i = 0;
    if constexpr (kOfLanes) {
      for (; i + kEight <= size; i += kEight) {
        Lanes* eight = sums_ + i % (2 * kEight);
        for (int j = 0; j < kEight; ++j) step(eight[j], elements[i + j]...);
      }
    } else {
      Eight first = sums_[0], second = sums_[1];
      for (; i + 2 * kEight <= size; i += 2 * kEight) {
        step(first, Loaded<Eight, const Elements>(elements + i).get()...);
        step(second, Loaded<Eight, const Elements>(elements + i + kEight).get()...);
      }
      if (i + kEight <= size) {
        step(first, Loaded<Eight, const Elements>(elements + i).get()...);
        i += kEight;
      }
      sums_[0] = first;
      sums_[1] = second;
    }
    for (; i < size; ++i) step(rest_, Loaded<Real<Scalar>, const Elements>(elements + i).get()...);
  }

  /// Sixteen sums: sixteen Lanes, or two Eights.
  Sum sums_[kOfLanes ? 2 * kEight : 2];
  Real<Scalar> rest_ = 0.0;
};

}  // namespace descend
