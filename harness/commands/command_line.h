/// The command line as a whole. (CLI11 is met in command_line.cc only: it takes seconds to
/// compile.)
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
