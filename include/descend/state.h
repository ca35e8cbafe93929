/// The state of optimizers, schedules and problems, named piece by piece, so that others can size
/// and zero it, count it, save it and restore it.
#pragma once

#include <cstring>
#include <sstream>
#include <string>
#include <string_view>

#include "descend/state_piece.h"

namespace descend {

/// Comes to see each piece of an object's state, by a name that the object has once.
class StateVisitor {
 public:
  virtual ~StateVisitor() = default;

  /// State that every start sizes (a vector: as long as x; a matrix: as the object has done) and
  /// zeroes.
  template <typename Scalar>
  void operator()(std::string_view name, Vector<Scalar>& vector) {
    piece(name, internal::state_piece(StatePiece::like_x, vector));
  }
  template <typename Scalar>
  void operator()(std::string_view name, Matrix<Scalar>& matrix) {
    piece(name, internal::state_piece(StatePiece::own_shape, matrix));
  }
  template <internal::StateElement Number>
  void operator()(std::string_view name, Number& number) {
    piece(name, internal::state_piece(StatePiece::own_shape, number));
  }

  /// State that is saved and restored, and otherwise the object's own affair: numbers, texts,
  /// strings and vectors of numbers, std::optional of them, random generators, and nested objects
  /// that have a `state` of their own.
  template <typename T>
  void keep(std::string_view name, T& x);

 protected:
  virtual void piece(std::string_view name, StatePiece piece) = 0;
  /// Before and after the pieces of a nested object. False: they are not wanted.
  virtual bool enter(std::string_view /*name*/) { return true; }
  virtual void leave() {}
};

template <typename T>
void StateVisitor::keep(std::string_view name, T& x) {
  if constexpr (requires { x.state(*this); }) {
    if (!enter(name)) return;
    x.state(*this);
    leave();
  } else if constexpr (requires { x.has_value(); }) {
    bool has_value = x.has_value();
    auto value = x.value_or(typename T::value_type{});
    keep(std::string(name) + " is set", has_value);
    keep(name, value);
    x = has_value ? T(value) : T();
  } else if constexpr (requires(std::stringstream text) { x(), text << x, text >> x; }) {
    // A generator of the standard library writes and reads itself.
    std::stringstream text;
    text << x;
    std::string words = text.str();
    keep(name, words);
    std::stringstream(words) >> x;
  } else {
    piece(name, internal::state_piece(StatePiece::kept, x));
  }
}

/// Sizes vectors to the length n of x, and zeroes what is not kept. Nested objects have started
/// by themselves.
class ZeroState final : public StateVisitor {
 public:
  explicit ZeroState(Index n) : n_(n) {}

 private:
  void piece(std::string_view, StatePiece piece) override {
    if (piece.use == StatePiece::kept) return;
    if (piece.use == StatePiece::like_x) piece.resize(n_, 1);
    if (piece.size() > 0) std::memset(piece.data, 0, piece.bytes());
  }
  bool enter(std::string_view) override { return false; }

  Index n_;
};

/// Counts the numbers of a state, nested objects included, without what is only kept: a rule's
/// cost in memory.
class StateSize final : public StateVisitor {
 public:
  template <typename Object>
  explicit StateSize(Object& object) {
    object.state(*this);
  }

  Index like_x() const { return like_x_; }
  Index total() const { return like_x_ + others_; }
  std::size_t bytes() const { return bytes_; }

 private:
  void piece(std::string_view, StatePiece piece) override {
    if (piece.use == StatePiece::like_x) like_x_ += piece.size();
    if (piece.use == StatePiece::own_shape) others_ += piece.size();
    if (piece.use != StatePiece::kept) bytes_ += piece.bytes();
  }

  Index like_x_ = 0, others_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace descend
