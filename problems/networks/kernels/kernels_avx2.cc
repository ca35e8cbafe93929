// Kernels for AVX2: 16 registers, 12 of which hold a tile.
#include "problems/networks/kernels/kernels_of.h"

#if defined(__x86_64__)

namespace descend::internal {
namespace {

struct Avx2 {
  template <auto function, typename... Arguments>
  [[gnu::target("avx2,fma"), gnu::flatten]] static void run(Arguments... arguments) {
    function(arguments...);
  }
};

}  // namespace

constinit const Kernels<float> kAvx2Float = kernels_of<Avx2, Pack<float, 8>, 6>();
constinit const Kernels<double> kAvx2Double = kernels_of<Avx2, Pack<double, 4>, 6>();

}  // namespace descend::internal

#endif
