/// A piece of state as visitors are shown it; `state.h` is what authors of plugins read.
#pragma once

#include <string_view>

#include "descend/types.h"

namespace descend {

/// A piece of state in memory: elements of one type, column by column.
struct StatePiece {
  /// A vector as long as x; numbers in a shape of their own; or what a start leaves as it is.
  enum Use { like_x, own_shape, kept };

  Use use;
  /// "float32", "float64", "float64x16" (Lanes), "int64", "bool", "text", …: a constant.
  std::string_view type;
  std::size_t element_size;
  Index rows, cols;
  void* data;
  /// Gives `owner` another size and returns where its elements are then. Null: it has one size.
  void* (*resize_owner)(void* owner, Index rows, Index cols);
  void* owner;

  Index size() const { return rows * cols; }
  std::size_t bytes() const { return static_cast<std::size_t>(size()) * element_size; }

  /// False where it has another size and cannot change it.
  bool resize(Index new_rows, Index new_cols) {
    if (new_rows == rows && new_cols == cols) return true;
    if (!resize_owner) return false;
    data = resize_owner(owner, rows = new_rows, cols = new_cols);
    return true;
  }
};

namespace internal {

template <typename T>
concept StateElement = (std::is_arithmetic_v<T> && sizeof(T) <= 8) || std::is_same_v<T, Lanes>;

template <StateElement T>
constexpr std::string_view element_type() {
  static_assert(Lanes::kCount == 16);
  if (std::is_same_v<T, Lanes>) return "float64x16";
  if (std::is_same_v<T, bool>) return "bool";
  if (std::is_same_v<T, char>) return "text";
  if (std::is_floating_point_v<T>) return sizeof(T) == 4 ? "float32" : "float64";
  constexpr bool kSigned = std::is_signed_v<T>;
  if (sizeof(T) == 8) return kSigned ? "int64" : "uint64";
  if (sizeof(T) == 4) return kSigned ? "int32" : "uint32";
  if (sizeof(T) == 2) return kSigned ? "int16" : "uint16";
  return kSigned ? "int8" : "uint8";
}

/// Of an element, or of a container whose elements lie side by side.
template <typename T>
StatePiece state_piece(StatePiece::Use use, T& x) {
  if constexpr (StateElement<T>) {
    return {use, element_type<T>(), sizeof(T), 1, 1, &x, nullptr, nullptr};
  } else {
    static_assert(
        requires { x.data(), x.size(); },
        "state is a number, a container of numbers, a std::optional or a generator; "
        "anything else needs a `void state(StateVisitor&)` of its own");
    using Element = std::remove_pointer_t<decltype(x.data())>;
    StatePiece piece{
        use, element_type<Element>(), sizeof(Element), Index(x.size()), 1, x.data(), nullptr, &x};
    if constexpr (requires { x.cols(); }) {
      piece.rows = x.rows();
      piece.cols = x.cols();
      piece.resize_owner = [](void* owner, Index rows, Index cols) -> void* {
        static_cast<T*>(owner)->resize(rows, cols);
        return static_cast<T*>(owner)->data();
      };
    } else if constexpr (requires { x.resize(x.size()); }) {
      piece.resize_owner = [](void* owner, Index rows, Index) -> void* {
        static_cast<T*>(owner)->resize(static_cast<std::size_t>(rows));
        return static_cast<T*>(owner)->data();
      };
    }
    return piece;
  }
}

}  // namespace internal

}  // namespace descend
