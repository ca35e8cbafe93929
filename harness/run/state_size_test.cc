#include "harness/run/state_size.h"

#include <gtest/gtest.h>

#include "harness/registry/own_registry.h"

namespace descend {
namespace {

TEST(StateBytes, AreThoseForEachParameter) {
  // Vectors of float32 as the rules' papers have them; Shampoo's L and R with their roots and a
  // momentum, and the history of L-BFGS with two gradients and the point.
  const std::pair<const char*, double> cases[] = {
      {"sgd", 0}, {"momentum", 4}, {"adam", 8}, {"amsgrad", 12}, {"lookahead", 8}};
  for (const auto& [rule, bytes] : cases) {
    EXPECT_EQ(state_bytes_per_parameter(own_registry(), rule), bytes) << rule;
  }
  for (const PluginInfo* info : own_registry().all(Kind::optimizer)) {
    EXPECT_TRUE(state_bytes_per_parameter(own_registry(), info->name)) << info->name;
  }
}

}  // namespace
}  // namespace descend
