/// Optimizers and problems from shared libraries.
#pragma once

#include <string>
#include <vector>

#include "harness/registry/registry.h"
#include "results/store/manifest.h"

namespace descend {

/// Loads a plugin and adds what it brings to the registry. Throws BadInput, beginning with the
/// path: no such file, not a library, undefined symbols, no `descend_plugin` in it, built against
/// another ABI (which part differs), a name that is taken, an exception while registering.
PluginFile load_plugin(const std::string& path, ProgramRegistry& registry);

/// Loads those of `paths` that are not yet among `loaded`, and adds them there. The same file
/// twice, by whatever path, is loaded once. Gives what `paths` name, loaded now or before.
std::vector<PluginFile> load_plugins(const std::vector<std::string>& paths,
                                     ProgramRegistry& registry, std::vector<PluginFile>& loaded);

/// The files that DESCEND_PLUGIN_PATH names: libraries, or folders whose *.so files count, in the
/// order of their names; separated by ':'. Empty where it is not set.
std::vector<std::string> plugins_of_environment();

/// How a plugin file is named in `build` and in the ids of runs.
std::string plugin_build(const std::string& name, const std::string& hash);

/// The plugin files that settings touch, nested ones included: sorted, each once, as plugin_build
/// names them.
std::vector<std::string> plugin_builds(const ProgramRegistry& registry,
                                       const std::vector<const Settings*>& all);

}  // namespace descend
