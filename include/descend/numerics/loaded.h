/// Elements of vectors, as loops over several vectors take them.
#pragma once

#include <stdexcept>
#include <string>
#include <type_traits>

#include "descend/types.h"

namespace descend::internal {

template <typename Vector>
auto* address(Vector& vector) {
  static_assert(std::remove_const_t<Vector>::InnerStrideAtCompileTime == 1);
  return vector.data();
}

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_lengths(Index one, Index other) {
  throw std::length_error("vectors of lengths " + std::to_string(one) + " and " +
                          std::to_string(other) + " are used together");
}

/// The vectors' common size.
template <typename First, typename... Others>
DESCEND_INLINE Index common_size(const First& first, const Others&... others) {
  const Index size = first.size();
  ((others.size() == size ? void() : refuse_lengths(size, others.size())), ...);
  return size;
}

/// Elements in memory as T: one as double, neighbours as Eight, or one that is Lanes. What is done
/// to them goes back to memory unless they are const.
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

/// How generic code takes the elements of vectors one by one: Lanes as they are, numbers as double.
template <typename... Elements>
using OneByOne = std::conditional_t<(std::is_same_v<std::remove_const_t<Elements>, Lanes> && ...),
                                    Lanes, double>;

}  // namespace descend::internal
