#include "results/files/read_json.h"

#include <fmt/core.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "descend/types.h"

namespace descend {

Json read_json_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw BadInput(path.string() + ": no such file");
  try {
    Json json = Json::parse(file);
    if (json.is_object()) return json;
  } catch (const Json::parse_error& error) {
    throw BadInput(fmt::format("{}: {}", path.string(), json_error_text(error.what())));
  }
  throw BadInput(path.string() + ": not a JSON object");
}

std::string json_error_text(std::string_view message) {
  const std::size_t end = message.find("] ");
  return std::string(message.substr(end == message.npos ? 0 : end + 2));
}

}  // namespace descend
