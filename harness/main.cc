// The program: the command that is asked for, with the plugins that it may need.

#include "harness/commands/command_line.h"
#include "harness/commands/exit_code.h"
#include "harness/terminal/output.h"

int main(int argc, char** argv) {
  using namespace descend;
  return exit_code_of([&] {
    own_standard_output();
    const Commands commands = all_commands();
    Command* const command = parse_command_line(argc, argv, commands, DESCEND_VERSION);
    if (!command) return kDone;
    return command->run(Invocation(command->arguments, command_line_text(argc, argv)));
  });
}
