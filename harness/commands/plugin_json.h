/// What programs are told of a plugin.
#pragma once

#include "harness/registry/registry.h"
#include "harness/settings/settings.h"

namespace descend {

/// The object that `show --json` prints, and what a problem at its default options says of itself:
/// `uses_seed`, `dimension`, `domain`, `target_loss`, `lower_bound`, `learning_rate`, null where it
/// cannot be made of defaults alone. Throws BadInput where the problem says what cannot be true.
Json plugin_json(const ProgramRegistry& registry, const PluginInfo& info, Kind kind);

}  // namespace descend
