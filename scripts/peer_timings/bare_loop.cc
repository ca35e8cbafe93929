// The least that a momentum step on the article's landscape can take: a loop, the C library's sine
// and cosine, nothing counted and nothing kept but the last loss.
#include "peer_loops.h"

int main() {
  const auto momentum = [] {
    return [](long steps) {
      volatile double kept = 0;
      double x = -3, v = 0, slope = 0, loss = 0;
      for (long k = 0; k < steps; ++k) {
        loss = landscape(x, slope);
        v = 0.9 * v - 0.01 * slope;
        x += v;
      }
      kept = loss + x;
      (void)kept;
    };
  };
  return serve(__VERSION__, {{"landscape", momentum}});
}
