#include "problems/networks/article_random.h"

#include <cmath>

#include "descend/numerics/elementary.h"

namespace descend {

ArticleRandom::ArticleRandom(std::uint64_t seed) {
  const auto low = static_cast<std::uint32_t>(seed), high = static_cast<std::uint32_t>(seed >> 32);
  if (high == 0) {
    engine_.seed(low);
  } else {
    std::seed_seq both{low, high};
    engine_.seed(both);
  }
}

double ArticleRandom::uniform() {
  const std::uint32_t a = engine_() >> 5;
  const std::uint32_t b = engine_() >> 6;
  return (a * 67108864.0 + b) / 9007199254740992.0;
}

double ArticleRandom::normal() {
  if (kept_) {
    const double second = *kept_;
    kept_.reset();
    return second;
  }
  double x1, x2, square;
  do {
    x1 = 2.0 * uniform() - 1.0;
    x2 = 2.0 * uniform() - 1.0;
    square = x1 * x1 + x2 * x2;
  } while (square >= 1.0 || square == 0.0);
  const double factor = std::sqrt(-2.0 * log(square) / square);
  kept_ = factor * x1;
  return factor * x2;
}

}  // namespace descend
