// `descend new`: a plugin project that builds against the installed program and runs at once.

#include "harness/commands/new.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "harness/commands/command.h"
#include "harness/settings/wording.h"
#include "harness/terminal/output.h"
#include "harness/terminal/style.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

// No library can have the name of one of CMake's own targets.
const std::vector<std::string> kTargetsOfCMake = {
    "all",  "clean",        "edit_cache",    "help",           "install", "list_install_components",
    "test", "preinstall",   "rebuild_cache", "package_source", "package", "depend",
    "none", "install_strip"};

// In an alphabetical order: nothing in a program can have one of these names.
const std::vector<std::string> kKeywords = {"alignas",       "alignof",     "and",
                                            "and_eq",        "asm",         "auto",
                                            "bitand",        "bitor",       "bool",
                                            "break",         "case",        "catch",
                                            "char",          "char16_t",    "char32_t",
                                            "char8_t",       "class",       "co_await",
                                            "co_return",     "co_yield",    "compl",
                                            "concept",       "const",       "const_cast",
                                            "consteval",     "constexpr",   "constinit",
                                            "continue",      "decltype",    "default",
                                            "delete",        "do",          "double",
                                            "dynamic_cast",  "else",        "enum",
                                            "explicit",      "export",      "extern",
                                            "false",         "float",       "for",
                                            "friend",        "goto",        "if",
                                            "inline",        "int",         "long",
                                            "mutable",       "namespace",   "new",
                                            "noexcept",      "not",         "not_eq",
                                            "nullptr",       "operator",    "or",
                                            "or_eq",         "private",     "protected",
                                            "public",        "register",    "reinterpret_cast",
                                            "requires",      "return",      "short",
                                            "signed",        "sizeof",      "static",
                                            "static_assert", "static_cast", "struct",
                                            "switch",        "template",    "this",
                                            "thread_local",  "throw",       "true",
                                            "try",           "typedef",     "typeid",
                                            "typename",      "union",       "unsigned",
                                            "using",         "virtual",     "void",
                                            "volatile",      "wchar_t",     "while",
                                            "xor",           "xor_eq"};

std::string with_name(std::string_view text, const std::string& name) {
  constexpr std::string_view kMark = "@NAME@";
  std::string filled;
  for (std::size_t at; (at = text.find(kMark)) != text.npos;
       text.remove_prefix(at + kMark.size())) {
    filled += text.substr(0, at);
    filled += name;
  }
  return filled += text;
}

// optimizer/source.cc is written as NAME.cc, optimizer/test.json as NAME_test.json.
std::string file_name(std::string_view path, const std::string& name) {
  const std::string_view file = path.substr(path.find('/') + 1);
  if (file == "source.cc") return name + ".cc";
  return file == "test.json" ? name + "_test.json" : std::string(file);
}

void require_free_folder(const fs::path& folder) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  if (!fs::exists(status)) return;
  if (!fs::is_directory(status)) throw BadInput(fmt::format("new: {} is a file", folder.string()));
  const bool empty = fs::is_empty(folder, error);
  if (error) throw BadInput(fmt::format("new: {}: {}", folder.string(), error.message()));
  if (!empty) {
    throw BadInput(
        fmt::format("new: {} is there and not empty; give another folder: descend new "
                    "KIND NAME DIR",
                    folder.string()));
  }
}

// Writes all of the project's files, or leaves none behind.
void write_project(const fs::path& folder, const std::string& kind, const std::string& name) {
  std::error_code error;
  const bool made = fs::create_directories(folder, error);
  if (error) throw BadInput(fmt::format("new: {}: {}", folder.string(), error.message()));
  std::vector<fs::path> written;
  for (const PluginTemplate& source : plugin_templates()) {
    if (source.path.find('/') != source.path.npos && !source.path.starts_with(kind + "/")) continue;
    const fs::path path = folder / file_name(source.path, name);
    std::ofstream file(path, std::ios::binary);
    file << with_name(source.text, name);
    if (file.close(); file) {
      written.push_back(path);
      continue;
    }
    const std::string reason = std::strerror(errno);
    for (const fs::path& one : written) fs::remove(one, error);
    fs::remove(path, error);
    if (made) fs::remove(folder, error);
    throw BadInput(fmt::format("new: {}: {}", path.string(), reason));
  }
}

// Where CMake finds the package of this program.
struct Package {
  // Where the program is installed; empty: it runs from the folder in which it was built, and has
  // to be installed first.
  std::string prefix;
  std::string build_folder;
};

Package package_of_this_program() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path prefix = program.parent_path().parent_path();
  for (const char* place : {"lib", "lib64", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu"}) {
    if (fs::exists(prefix / place / "cmake/descend/descend-config.cmake", error)) {
      return {.prefix = prefix.string(), .build_folder = {}};
    }
  }
  return {.prefix = {}, .build_folder = program.parent_path().string()};
}

void print_next(const fs::path& folder, const std::string& kind, const std::string& name) {
  const Package package = package_of_this_program();
  std::string configure = "cmake -G Ninja -B build";
  if (package.prefix.empty()) {
    print(
        "\nThis program runs from where it was built. Plugins are built against an installed "
        "one:\n  cmake --install {} --prefix ~/.local\n",
        package.build_folder);
    configure += " -DCMAKE_PREFIX_PATH=$HOME/.local";
  } else if (package.prefix != "/usr" && package.prefix != "/usr/local") {
    configure += " -DCMAKE_PREFIX_PATH=" + package.prefix;
  }
  print(
      "\nBuild it, test it, run it:\n  cd {}\n  {}\n  cmake --build build\n"
      "  ctest --test-dir build\n",
      folder.string(), configure);
  const std::string arguments =
      kind == "optimizer" ? fmt::format(
                                "-p article_landscape spiral -o {} sgd:learning_rate=0.01 "
                                "momentum:learning_rate=0.01 adam",
                                name)
      : kind == "problem"
          ? fmt::format("-p {} -o sgd:learning_rate=0.05 momentum:learning_rate=0.01 adam", name)
          : fmt::format("-p article_landscape -o sgd:learning_rate=0.01 -s {} constant", name);
  print("  descend run {} --plugin build/{}.so\n", arguments, name);
}

class NewCommand final : public Command {
 public:
  NewCommand()
      : Command("new", "Writes a plugin project: your own optimizer, problem or schedule") {
    arguments.positional("KIND", kind_, "optimizer, problem or schedule").required();
    arguments.positional("NAME", name_, "What it will be called: [a-z][a-z0-9_]*").required();
    arguments.positional("DIR", folder_, "The folder to write (NAME)");
    examples =
        R"(  descend new optimizer my_rule      the folder my_rule, with source, test and how to build
  descend new problem my_valley
  descend new schedule my_decay somewhere/else)";
  }

  int run(const Invocation& invocation) override {
    const std::vector<std::string> kinds = {"optimizer", "problem", "schedule"};
    if (std::ranges::find(kinds, kind_) == kinds.end()) {
      throw BadInput(fmt::format("new: there is no kind '{}'{}; there are {}", kind_,
                                 did_you_mean(kind_, kinds), listed(kinds)));
    }
    invocation.registry.check_free("new: the name", name_);
    if (std::ranges::binary_search(kKeywords, name_)) {
      throw BadInput(fmt::format("new: '{}' is a keyword of C++; choose another name", name_));
    }
    if (std::ranges::find(kTargetsOfCMake, name_) != kTargetsOfCMake.end()) {
      throw BadInput(
          fmt::format("new: '{}' is a target of CMake's own; choose another name", name_));
    }
    const fs::path place = folder_.empty() ? fs::path(name_) : fs::path(folder_);
    require_free_folder(place);
    write_project(place, kind_, name_);
    for (const auto& [file, holds] :
         {std::pair{name_ + ".cc", "formula, options and code: make it yours"},
          std::pair{name_ + "_test.json", "what it must do, for ctest"},
          std::pair{std::string("CMakeLists.txt"), "builds it against the installed Descend"},
          std::pair{std::string("README.md"), "how to go on"}}) {
      print("{:<40} {}\n", (place / file).string(), styled(holds, "2"));
    }
    print_next(place, kind_, name_);
    return kDone;
  }

 private:
  std::string kind_, name_, folder_;
};

}  // namespace

std::unique_ptr<Command> new_command() { return std::make_unique<NewCommand>(); }

}  // namespace descend
