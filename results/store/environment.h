/// What a figure depends on beside the program's input: machine, compiler, libraries, load.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace descend {

struct Environment {
  std::string cpu;
  int cores = 0;
  std::int64_t memory_bytes = 0;
  std::string os;
  std::string compiler;
  std::string flags;
  std::string build_type;
  /// The commit that was configured, "-dirty" behind it where files differed from it; "unknown"
  /// outside a checkout.
  std::string commit;
  /// Name to version.
  std::map<std::string, std::string> libraries;
  /// Means over 1, 5 and 15 minutes; NaN where the system does not say.
  std::array<double, 3> load_average;
};

/// This machine and this program, now.
Environment gather_environment();

nlohmann::ordered_json to_json(const Environment& environment);

/// Tells one build of the program from another: a hash of the program's file; where that cannot be
/// read, of what it was configured from. Computed once.
const std::string& build_identity();

/// Now, in UTC, as 2024-05-01T12:00:00Z.
std::string timestamp();

}  // namespace descend
