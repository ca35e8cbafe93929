#include "harness/registry/suites.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "descend/types.h"
#include "harness/settings/wording.h"

namespace descend {

SuiteSource load_suite(const std::string& name_or_path) {
  const bool is_path = name_or_path.find('/') != std::string::npos ||
                       name_or_path.find(".json") != std::string::npos;
  if (!is_path) {
    std::vector<std::string> known;
    for (const ShippedSuite& suite : shipped_suites()) {
      if (suite.name == name_or_path) return {name_or_path, std::string(suite.text)};
      known.emplace_back(suite.name);
    }
    throw BadInput(
        fmt::format("there is no suite '{}'{}; known are {} (a path has a '/' or a .json in it)",
                    name_or_path, did_you_mean(name_or_path, known), listed(known)));
  }
  if (std::filesystem::is_directory(name_or_path)) {
    throw BadInput(name_or_path + ": is a folder, not a suite file");
  }
  std::ifstream file(name_or_path, std::ios::binary);
  if (!file) throw BadInput(fmt::format("{}: {}", name_or_path, std::strerror(errno)));
  std::ostringstream text;
  text << file.rdbuf();
  return {name_or_path, text.str()};
}

}  // namespace descend
