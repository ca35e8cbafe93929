// The program: the command that is asked for, with the plugins that it may need.

#include "harness/commands/command_line.h"
#include "harness/commands/exit_code.h"
#include "harness/registry/plugins.h"

int main(int argc, char** argv) {
  using namespace descend;
  return exit_code_of([&] {
    const Commands commands = all_commands();
    Command* const command = parse_command_line(argc, argv, commands, DESCEND_VERSION);
    if (!command) return kDone;
    Invocation invocation;
    invocation.command_line = command_line_text(argc, argv);
    if (command->arguments.takes_plugins()) {
      load_plugins(plugins_of_environment(), invocation.registry, invocation.plugins);
      invocation.named_plugins =
          load_plugins(command->arguments.plugin_files(), invocation.registry, invocation.plugins);
    }
    return command->run(invocation);
  });
}
