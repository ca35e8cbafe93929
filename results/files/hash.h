/// XXH3-128: what ids, builds and traces are told apart by. Not for security.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace descend {

/// Takes bytes and numbers in, gives 32 hexadecimal digits.
class Hash {
 public:
  Hash();
  ~Hash();

  Hash& add(std::string_view bytes);
  /// The bits of doubles. Every NaN counts as the same one, because compilers differ in its sign.
  Hash& add(double value) { return add(std::span(&value, 1)); }
  Hash& add(std::span<const double> values);

  std::string hex() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace descend
