/// The files of a plugin project, carried inside the program.
#pragma once

#include <string_view>
#include <vector>

namespace descend {

struct PluginTemplate {
  /// "CMakeLists.txt" for all kinds, "optimizer/source.cc", …
  std::string_view path;
  /// With @NAME@ for the plugin's name.
  std::string_view text;
};

const std::vector<PluginTemplate>& plugin_templates();

}  // namespace descend
