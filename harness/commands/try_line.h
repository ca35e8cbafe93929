#pragma once

#include <string>

#include "harness/registry/registry.h"

namespace descend {

/// A command that shows an optimizer, a problem or a schedule at work, with a learning rate at
/// which nothing explodes.
std::string try_line(const ProgramRegistry& registry, const PluginInfo& info, Kind kind);

}  // namespace descend
