#include "results/store/environment.h"

#include <fmt/core.h>
#include <gnu/libc-version.h>
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <xxhash.h>

#include <Eigen/Core>
#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "descend/types.h"
#include "results/files/hash.h"
#include "results/store/build_info.h"

namespace descend {
namespace {

/// The text behind the first line of `path` that begins with `key`, without what surrounds it.
std::string look_up(const char* path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(key)) continue;
    const std::string surround = " \t:=\"";
    const std::size_t first = line.find_first_not_of(surround, key.size());
    if (first == std::string::npos) break;
    return line.substr(first, line.find_last_not_of(surround) - first + 1);
  }
  return "unknown";
}

/// Cores that this process may use: fewer than the machine's in a container or under taskset.
int usable_cores() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  return static_cast<int>(std::thread::hardware_concurrency());
}

std::string operating_system() {
  utsname name;
  if (uname(&name) != 0) return look_up("/etc/os-release", "PRETTY_NAME");
  return fmt::format("{}, {} {} {}", look_up("/etc/os-release", "PRETTY_NAME"), name.sysname,
                     name.release, name.machine);
}

std::string compiler() {
#if defined(__clang__)
  return fmt::format("clang {}", __clang_version__);
#else
  return fmt::format("g++ {}", __VERSION__);
#endif
}

std::map<std::string, std::string> libraries() {
  std::map<std::string, std::string> versions = {
      {"eigen",
       fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
      {"fmt",
       fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
      {"glibc", gnu_get_libc_version()},
      {"libstdc++", std::to_string(_GLIBCXX_RELEASE)},
      {"nlohmann_json", fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR,
                                    NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH)},
      {"xxhash",
       fmt::format("{}.{}.{}", XXH_VERSION_MAJOR, XXH_VERSION_MINOR, XXH_VERSION_RELEASE)},
  };
  const std::string cli11 = DESCEND_CLI11_VERSION, benchmark = DESCEND_BENCHMARK_VERSION;
  if (!cli11.empty()) versions["cli11"] = cli11;
  if (!benchmark.empty()) versions["benchmark"] = benchmark;
  return versions;
}

std::string hash_of_program() {
  Hash hash;
  std::ifstream program("/proc/self/exe", std::ios::binary);
  std::vector<char> piece(1 << 20);
  while (program.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
         program.gcount() > 0) {
    hash.add(std::string_view(piece.data(), static_cast<std::size_t>(program.gcount())));
  }
  if (program.eof()) return hash.hex();
  hash.add(DESCEND_COMMIT).add(DESCEND_FLAGS).add(compiler());
  return "configured-" + hash.hex();
}

}  // namespace

Environment gather_environment() {
  Environment environment;
  environment.cpu = look_up("/proc/cpuinfo", "model name");
  environment.cores = usable_cores();
  environment.memory_bytes =
      static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
  environment.os = operating_system();
  environment.compiler = compiler();
  environment.flags = DESCEND_FLAGS;
  environment.build_type = DESCEND_BUILD_TYPE;
  environment.commit = DESCEND_COMMIT;
  environment.libraries = libraries();
  environment.load_average.fill(kNaN);
  if (getloadavg(environment.load_average.data(), 3) != 3) environment.load_average.fill(kNaN);
  return environment;
}

nlohmann::ordered_json to_json(const Environment& environment) {
  nlohmann::ordered_json json = {
      {"cpu", environment.cpu},
      {"cores", environment.cores},
      {"memory_bytes", environment.memory_bytes},
      {"os", environment.os},
      {"compiler", environment.compiler},
      {"flags", environment.flags},
      {"build_type", environment.build_type},
      {"commit", environment.commit},
      {"libraries", environment.libraries},
  };
  json["load_average"] = environment.load_average;  // dump() writes a NaN as null
  return json;
}

const std::string& build_identity() {
  static const std::string identity = hash_of_program();
  return identity;
}

std::string timestamp() {
  const std::time_t now = std::time(nullptr);
  std::tm utc;
  gmtime_r(&now, &utc);
  char text[sizeof "2024-05-01T12:00:00Z"];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

}  // namespace descend
