#include "results/store/environment.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

namespace descend {
namespace {

TEST(Environment, KnowsMachineAndProgram) {
  const Environment environment = gather_environment();
  EXPECT_FALSE(environment.cpu.empty());
  EXPECT_GE(environment.cores, 1);
  EXPECT_LE(environment.cores, static_cast<int>(std::thread::hardware_concurrency()));
  EXPECT_GT(environment.memory_bytes, 1 << 26);
  EXPECT_NE(environment.os.find("Linux"), std::string::npos) << environment.os;
#if defined(__clang__)
  EXPECT_TRUE(environment.compiler.starts_with("clang "));
#else
  EXPECT_TRUE(environment.compiler.starts_with("g++ "));
#endif
  EXPECT_NE(environment.flags.find("-ffp-contract=off"), std::string::npos) << environment.flags;
  EXPECT_EQ(environment.flags.find('<'), std::string::npos) << environment.flags;
  EXPECT_FALSE(environment.build_type.empty());
  EXPECT_TRUE(environment.commit == "unknown" || environment.commit.size() >= 40);
  EXPECT_TRUE(environment.libraries.at("eigen").starts_with("3."));
  EXPECT_TRUE(environment.libraries.contains("nlohmann_json"));
}

TEST(Environment, IdentifiesTheBuild) {
  EXPECT_EQ(build_identity().size(), 32u);
  EXPECT_EQ(build_identity(), build_identity());
}

}  // namespace
}  // namespace descend
