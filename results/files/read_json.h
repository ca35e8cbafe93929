/// Reading JSON, with messages for people.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace descend {

/// Keys keep the order in which they were written.
using Json = nlohmann::ordered_json;

/// The object in one of a folder's files: manifest.json, map.json, parameters/<id>.json. Throws
/// BadInput where it is missing or no JSON object.
Json read_json_file(const std::filesystem::path& path);

/// A message of the JSON library without the library's own number of it.
std::string json_error_text(std::string_view message);

}  // namespace descend
