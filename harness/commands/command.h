/// A command of the program. Each is one file of this folder, which ends in a function
/// `NAME_command` that makes it, and one word in the list of the folder's CMakeLists.txt.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "harness/commands/arguments.h"
#include "harness/commands/exit_code.h"
#include "harness/registry/registry.h"
#include "results/store/manifest.h"

namespace descend {

/// What a command finds when it begins.
struct Invocation {
  /// Loads the plugins that the environment and the arguments name, where the command takes any.
  Invocation(const Arguments& arguments, std::string typed);

  ProgramRegistry registry;
  /// The plugins that are loaded; and those of them that the arguments name.
  std::vector<PluginFile> plugins, named_plugins;
  /// As typed, for the manifest.
  std::string command_line;
};

class Command {
 public:
  /// `about` is what help says of it. Constructors of commands declare their `arguments`.
  Command(std::string name, std::string about) : name(std::move(name)), about(std::move(about)) {}
  virtual ~Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  /// Prints results on standard output and returns the exit code. Throws BadInput for bad input.
  virtual int run(const Invocation& invocation) = 0;

  const std::string name;
  const std::string about;
  Arguments arguments;
  /// Command lines, one a line, which its help ends with.
  std::string examples;
};

using Commands = std::vector<std::unique_ptr<Command>>;

/// Every command, in the order of the list.
Commands all_commands();

}  // namespace descend
