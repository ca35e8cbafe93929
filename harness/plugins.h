/// Optimizers and problems from shared libraries.
#pragma once

#include <string>
#include <vector>

#include "harness/registry.h"
#include "results/manifest.h"

namespace descend {

/// Loads a plugin and adds what it brings to the registry. Throws BadInput, beginning with the path:
/// no such file, not a library, undefined symbols, no `descend_plugin` in it, built against another
/// ABI (which part differs), a name that is taken, an exception while registering.
PluginFile load_plugin(const std::string& path, ProgramRegistry& registry);

/// The files that DESCEND_PLUGIN_PATH names: libraries, or folders whose *.so files count, in the
/// order of their names; separated by ':'. Empty where it is not set.
std::vector<std::string> plugins_of_environment();

}  // namespace descend
