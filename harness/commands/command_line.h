/// From the words of a command line to the command that they name. CLI11, which takes seconds to
/// compile, is included in command_line.cc only.
#pragma once

#include <string>

#include "harness/commands/command.h"

namespace descend {

/// The command that is asked for, with its arguments filled in; null where help or the version was
/// asked for, which are then printed. Throws BadInput.
Command* parse_command_line(int argc, char** argv, const Commands& commands,
                            const std::string& version);

/// The command line as it would be typed.
std::string command_line_text(int argc, char** argv);

}  // namespace descend
