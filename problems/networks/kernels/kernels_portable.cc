// Kernels for any machine.
#include "problems/networks/kernels/kernels_of.h"

namespace descend::internal {
namespace {

struct Portable {
  template <auto function, typename... Arguments>
  [[gnu::flatten]] static void run(Arguments... arguments) {
    function(arguments...);
  }
};

}  // namespace

constinit const Kernels<float> kPortableFloat = kernels_of<Portable, Pack<float, 4>, 6>();
constinit const Kernels<double> kPortableDouble = kernels_of<Portable, Pack<double, 2>, 6>();

}  // namespace descend::internal
