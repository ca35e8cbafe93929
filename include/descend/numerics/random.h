/// Random numbers with the same bits on every platform; the standard library's distributions and
/// std::shuffle differ from one implementation to the next.
///
/// Generator: xoshiro256** 1.0, its state filled by splitmix64 (D. Blackman and S. Vigna, Scrambled
/// linear pseudorandom number generators, ACM Trans. Math. Softw. 47, 2021; prng.di.unimi.it).
#pragma once

#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "descend/numerics/elementary.h"
#include "descend/state.h"

namespace descend {

/// The next output of splitmix64; moves `state` on. (G. Steele, D. Lea and C. Flood, Fast
/// splittable pseudorandom number generators, OOPSLA 2014.)
inline std::uint64_t splitmix64(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/// A stream of random numbers. Also a uniform random bit generator in the standard library's sense.
class Random {
 public:
  using result_type = std::uint64_t;

  /// The generator's 256 bits as they are; not all of them 0.
  explicit Random(const std::array<std::uint64_t, 4>& state) : state_(state) {}

  /// Streams of the same seed, and the same stream of different seeds, have nothing in common.
  Random(std::uint64_t seed, std::uint64_t stream) {
    std::uint64_t mixed = splitmix64(seed) ^ stream;  // the seed first, so that 1, 2 is not 2, 1
    for (std::uint64_t& word : state_) word = splitmix64(mixed);
  }
  /// A stream by name ("data", "start", ...): its number is the FNV-1a hash of the name.
  Random(std::uint64_t seed, std::string_view stream) : Random(seed, hash(stream)) {}

  void state(StateVisitor& visit) {
    visit.keep("state", state_);
    visit.keep("kept", kept_);
  }

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  /// 64 random bits.
  result_type operator()() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// A multiple of 2^-53 in [0, 1).
  double uniform() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }
  /// In [low, high]; `high` only where rounding leads there.
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Standard normal, by pairs (G. Box and M. Muller, A note on the generation of random normal
  /// deviates, Ann. Math. Stat. 29, 1958): two draws give two numbers, the second is kept.
  double normal() {
    if (kept_) return *std::exchange(kept_, std::nullopt);
    const double radius = std::sqrt(-2 * log(1 - uniform()));  // of (0, 1]: at most 8.6
    const SinCos<double> direction = sincos(0x1.921fb54442d18p+2 * uniform());  // 2 pi
    kept_ = radius * direction.sin;
    return radius * direction.cos;
  }

  /// A whole number in [0, count), each equally likely; count > 0. (D. Lemire, Fast random integer
  /// generation in an interval, ACM Trans. Model. Comput. Simul. 29, 2019.)
  std::uint64_t below(std::uint64_t count) {
    assert(count > 0);
    __extension__ using Wide = unsigned __int128;
    Wide product = static_cast<Wide>((*this)()) * count;
    if (static_cast<std::uint64_t>(product) < count) {
      const std::uint64_t surplus = (0 - count) % count;  // 2^64 mod count: draws that would repeat
      while (static_cast<std::uint64_t>(product) < surplus) {
        product = static_cast<Wide>((*this)()) * count;
      }
    }
    return static_cast<std::uint64_t>(product >> 64);
  }

  /// Puts the items in random order, each equally likely. (R. Durstenfeld, Algorithm 235, Commun.
  /// ACM 7, 1964: the Fisher-Yates shuffle, from the last item down.)
  void shuffle(std::span<Index> items) {
    for (std::size_t left = items.size(); left > 1; --left) {
      std::swap(items[left - 1], items[below(left)]);
    }
  }

 private:
  static constexpr std::uint64_t hash(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char letter : name) {
      hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    }
    return hash;
  }

  std::array<std::uint64_t, 4> state_{};
  std::optional<double> kept_;
};

}  // namespace descend
