/// Loops over vectors: `elementwise` writes an update rule as its formula and costs one pass over
/// memory. (`sums.h` adds up.)
///
/// The bits stay the same, whatever the compiler, the width of its vectors, the address of the
/// data, and whether a run is computed alone or in a lane: each element goes through the same IEEE
/// operations, and no compiler may merge or reorder them (-ffp-contract=off, no fast-math). Where
/// fma is wanted, the formula calls it.
///
/// Vectors are Eigen vectors or views of them without a stride; they must not overlap (the same
/// vector twice is allowed where it is only read). Nothing is allocated. Vectors of different
/// lengths are a std::length_error: state that was never sized must not write into its neighbours.
#pragma once

#include <algorithm>

#include "descend/numerics/loaded.h"

namespace descend {
namespace internal {

/// Elements of a block, how many elements ahead blocks are fetched, and for how many vectors at
/// least. For fewer the processor does that best by itself; for more, where arithmetic takes about
/// as long as memory, it does not look far enough ahead to do both at once.
inline constexpr Index kBlock = 64, kAhead = 256, kVectorsToFetch = 4;

template <typename Element>
DESCEND_INLINE void fetch_block(const Element* from) {
  const char* const bytes = reinterpret_cast<const char*>(from);
  for (std::size_t i = 0; i < kBlock * sizeof(Element); i += 64) __builtin_prefetch(bytes + i);
}

template <typename Function, typename... Elements>
[[gnu::noinline]] void for_all(Function f, Index size, Elements* __restrict__... elements) {
  for (Index first = 0; first < size; first += kBlock) {
    if (sizeof...(elements) >= kVectorsToFetch && first + kAhead + kBlock <= size) {
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
DESCEND_INLINE void for_each(Function& f, Index size, Elements*... elements) {
  // In one dimension, entering a vectorised loop and its stack frame would cost most of a step.
  if (size == 1) [[likely]]
    return f(*elements...);
  for_all(f, size, elements...);
}

template <typename Function, typename... Elements>
DESCEND_INLINE void for_each_eight(const Function& f, Index size, Elements*... elements) {
  using One = OneByOne<Elements...>;
  Index i = 0;
  if constexpr (!std::is_same_v<One, Lanes>) {
    for (; i + Eight::kCount <= size; i += Eight::kCount) {
      f(Loaded<Eight, Elements>(elements + i).get()...);
    }
  }
  for (; i < size; ++i) f(Loaded<One, Elements>(elements + i).get()...);
}

}  // namespace internal

/// Calls f(element...) once for each index: elements of const vectors come as const, those of
/// others as references. f is compiled once for a single element and vectorised by the compiler.
template <typename Function, typename... Vectors>
void elementwise(Function f, Vectors&&... vectors) {
  internal::for_each(f, internal::common_size(vectors...), internal::address(vectors)...);
}

/// The same for formulas with sin or cos in them, which compilers do not vectorise: f is called
/// with neighbours as Eight (floats widened to double and rounded on the way back) and, for the
/// last few, with doubles. Same bits as one by one.
template <typename Function, typename... Vectors>
void lanewise(const Function& f, Vectors&&... vectors) {
  internal::for_each_eight(f, internal::common_size(vectors...), internal::address(vectors)...);
}

}  // namespace descend
