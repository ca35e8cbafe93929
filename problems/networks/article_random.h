/// The stream of random numbers that the article's NumPy draws from after `np.random.seed(seed)`.
#pragma once

#include <cstdint>
#include <optional>
#include <random>

namespace descend {

/// MT19937 and, for normals, Marsaglia's polar method, as NumPy's legacy generator has them
/// (numpy/random/src/legacy/legacy-distributions.c). Equal seeds give equal bits everywhere.
class ArticleRandom {
 public:
  /// NumPy's own seeding below 2^32; beyond it, which NumPy refuses, a std::seed_seq of both
  /// halves.
  explicit ArticleRandom(std::uint64_t seed);

  /// Uniform on [0, 1), with 53 random bits.
  double uniform();
  /// Mean 0, variance 1.
  double normal();

 private:
  std::mt19937 engine_;
  /// The second of the pair that the polar method makes.
  std::optional<double> kept_;
};

}  // namespace descend
