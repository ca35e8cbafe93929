/// XXH3-128: what ids, builds and traces are told apart by. Not for security.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace descend {

/// A hash in 16 bytes.
struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  auto operator<=>(const Digest&) const = default;

  /// 32 hexadecimal digits.
  std::string hex() const;
};

/// The digest with these digits; nothing where they are not what hex() gives.
std::optional<Digest> digest_of(std::string_view hex);

/// Takes bytes and numbers in, gives their digest.
class Hash {
 public:
  Hash();
  ~Hash();

  Hash& add(std::string_view bytes);
  /// The bits of doubles. Every NaN counts as the same one, because compilers differ in its sign.
  Hash& add(double value) { return add(std::span(&value, 1)); }
  Hash& add(std::span<const double> values);

  Digest digest() const;
  std::string hex() const { return digest().hex(); }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace descend
