#include "results/files/input_file.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "descend/types.h"

namespace descend {

std::string read_input_file(const std::string& path) {
  if (std::filesystem::is_directory(path)) throw BadInput(path + ": is a folder, not a file");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw BadInput(fmt::format("{}: {}", path, std::strerror(errno)));
  if (!std::filesystem::is_regular_file(path)) throw BadInput(path + ": is not a file");
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

}  // namespace descend
