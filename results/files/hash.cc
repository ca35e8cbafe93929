#include "results/files/hash.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace descend {

static_assert(std::endian::native == std::endian::little, "hashes of doubles are of these bytes");

struct Hash::State {
  XXH3_state_t xxh3;
};

Hash::Hash() : state_(std::make_unique<State>()) { XXH3_128bits_reset(&state_->xxh3); }

Hash::~Hash() = default;

Hash& Hash::add(std::string_view bytes) {
  XXH3_128bits_update(&state_->xxh3, bytes.data(), bytes.size());
  return *this;
}

Hash& Hash::add(std::span<const double> values) {
  constexpr std::uint64_t kOneNaN = 0x7ff8000000000000;
  std::array<std::uint64_t, 512> bits;  // many at once: XXH3 is slow on eight bytes at a time
  while (!values.empty()) {
    const std::size_t count = std::min(values.size(), bits.size());
    for (std::size_t i = 0; i < count; ++i) {
      bits[i] = std::isnan(values[i]) ? kOneNaN : std::bit_cast<std::uint64_t>(values[i]);
    }
    XXH3_128bits_update(&state_->xxh3, bits.data(), count * sizeof bits[0]);
    values = values.subspan(count);
  }
  return *this;
}

Digest Hash::digest() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(&state_->xxh3);
  return {hash.high64, hash.low64};
}

std::string Digest::hex() const {
  std::string text;
  for (const std::uint64_t half : {high, low}) {
    for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[half >> shift & 15];
  }
  return text;
}

std::optional<Digest> digest_of(std::string_view hex) {
  Digest digest;
  const char* middle = hex.data() + std::min<std::size_t>(16, hex.size());
  const char* end = hex.data() + hex.size();
  std::from_chars(hex.data(), middle, digest.high, 16);
  std::from_chars(middle, end, digest.low, 16);
  return digest.hex() == hex ? std::optional(digest) : std::nullopt;
}

}  // namespace descend
