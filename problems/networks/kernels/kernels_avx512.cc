// Kernels for AVX-512.
#include "problems/networks/kernels/kernels_of.h"

#if defined(__x86_64__)

namespace descend::internal {
namespace {

struct Avx512 {
  template <auto function, typename... Arguments>
  [[gnu::target("avx512f,avx512vl,avx512dq,avx512bw"), gnu::flatten]] static void run(
      Arguments... arguments) {
    function(arguments...);
  }
};

}  // namespace

constinit const Kernels<float> kAvx512Float = kernels_of<Avx512, Pack<float, 16>, 6>();
constinit const Kernels<double> kAvx512Double = kernels_of<Avx512, Pack<double, 8>, 6>();

}  // namespace descend::internal

#endif
