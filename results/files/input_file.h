/// A file that someone names: a plugin, data.
#pragma once

#include <string>

namespace descend {

/// All bytes of it. Throws BadInput, beginning with the path: no such file, a folder, not readable.
std::string read_input_file(const std::string& path);

}  // namespace descend
