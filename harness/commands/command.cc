#include "harness/commands/command.h"

#include "harness/registry/plugins.h"

namespace descend {

Invocation::Invocation(const Arguments& arguments, std::string typed)
    : command_line(std::move(typed)) {
  if (!arguments.takes_plugins()) return;
  load_plugins(plugins_of_environment(), registry, plugins);
  named_plugins = load_plugins(arguments.plugin_files(), registry, plugins);
}

}  // namespace descend
