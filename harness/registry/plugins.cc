#include "harness/registry/plugins.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <memory>
#include <set>
#include <sstream>

#include "descend/plugin.h"
#include "harness/registry/keep_floating_point.h"
#include "results/files/hash.h"
#include "results/files/input_file.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> parts_of(const std::string& abi) {
  std::vector<std::string> parts;
  std::istringstream text(abi);
  for (std::string part; std::getline(text, part, ';');) parts.push_back(part);
  return parts;
}

// Which parts of two ABI texts differ, in words.
std::string difference(const std::string& plugin, const std::string& program) {
  const std::vector<std::string> theirs = parts_of(plugin), ours = parts_of(program);
  std::string text;
  for (const std::string& part : ours) {
    if (std::ranges::find(theirs, part) != theirs.end()) continue;
    const std::string name = part.substr(0, part.find('='));
    const auto other = std::ranges::find_if(
        theirs, [&](const std::string& candidate) { return candidate.starts_with(name + "="); });
    text += fmt::format("{}{} is {} in the plugin and {} in this program", text.empty() ? "" : "; ",
                        name, other == theirs.end() ? "unknown" : other->substr(name.size() + 1),
                        part.substr(name.size() + 1));
  }
  return text.empty() ? "the plugin says '" + plugin + "'" : text;
}

// An exception's text is meant for one line.
std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

// What dlopen says, without the path that it repeats, and with names as their authors wrote them.
std::string reason_of_loader(const std::string& path) {
  const char* said = dlerror();
  std::string reason = said ? said : "no reason is given";
  if (reason.starts_with(path + ": ")) reason.erase(0, path.size() + 2);
  std::ranges::replace(reason, '\n', ' ');
  const std::string undefined = "undefined symbol: ";
  if (!reason.starts_with(undefined)) return reason;
  const std::string symbol = reason.substr(undefined.size());
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> readable(
      abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status), std::free);
  return undefined + (status == 0 ? readable.get() : symbol);
}

void check_entry(const std::string& path, const PluginEntry* entry) {
  if (!entry || !entry->abi || std::strcmp(entry->abi, DESCEND_ABI) != 0) {
    throw BadInput(fmt::format("{}: was built for another program: {}", path,
                               difference(entry && entry->abi ? entry->abi : "", DESCEND_ABI)));
  }
  if (!entry->name || !is_plugin_word(entry->name)) {
    throw BadInput(fmt::format("{}: the plugin's name '{}' must match [a-z][a-z0-9_]*", path,
                               entry->name ? entry->name : ""));
  }
  if (!entry->version || !*entry->version || !entry->add) {
    throw BadInput(path + ": the plugin has no version, or nothing that adds to the registry");
  }
}

// What the exception that is being handled says.
std::string reason_of_exception() {
  try {
    throw;
  } catch (const std::exception& error) {
    return one_line(error.what());
  } catch (...) {
    return "an exception of unknown type";
  }
}

// An exception of a static initialiser cannot leave dlopen: it ends the program. While this lives,
// it does so as bad input does.
class EndsAsBadInput {
 public:
  explicit EndsAsBadInput(const std::string& path) : before_(std::set_terminate(end)) {
    path_ = path;
  }
  ~EndsAsBadInput() { std::set_terminate(before_); }
  EndsAsBadInput(const EndsAsBadInput&) = delete;
  EndsAsBadInput& operator=(const EndsAsBadInput&) = delete;

 private:
  [[noreturn]] static void end() {
    const std::string reason = std::current_exception() ? reason_of_exception() : "std::terminate";
    fmt::print(stderr, "descend: error: {}: a static initialiser failed: {}\n", path_, reason);
    std::_Exit(2);
  }

  static inline std::string path_;
  std::terminate_handler before_;
};

const PluginEntry* open_library(const std::string& path) {
  // A bare file name would be searched for in the system's folders.
  const std::string place = fs::absolute(path).string();
  const EndsAsBadInput ends(path);
  void* library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    throw BadInput(fmt::format("{}: cannot be loaded: {}", path, reason_of_loader(place)));
  }
  using Symbol = const PluginEntry* (*)();
  const auto symbol = reinterpret_cast<Symbol>(dlsym(library, "descend_plugin"));
  if (!symbol) {
    throw BadInput(path +
                   ": is a library, but no plugin: it exports no 'descend_plugin' "
                   "(write DESCEND_PLUGIN(name, version, function) in it)");
  }
  const PluginEntry* entry = symbol();
  check_entry(path, entry);
  return entry;
}

}  // namespace

PluginFile load_plugin(const std::string& path, ProgramRegistry& registry) {
  const std::string bytes = read_input_file(path);
  if (!bytes.starts_with("\x7f"
                         "ELF") &&
      !bytes.starts_with("\xcf\xfa\xed\xfe")) {
    throw BadInput(path + ": is not a shared library");
  }
  const KeepFloatingPoint keep;
  const PluginEntry* entry = open_library(path);
  PluginFile file{entry->name, entry->version, path, Hash().add(bytes).hex()};
  try {
    registry.begin_plugin({file.name, file.version, file.hash});
    entry->add(registry);
    registry.end_plugin();
  } catch (const BadInput& error) {
    throw BadInput(fmt::format("{}: {}", path, one_line(error.what())));
  } catch (const std::exception& error) {
    throw BadInput(fmt::format("{}: failed while registering: {}", path, one_line(error.what())));
  } catch (...) {
    throw BadInput(path + ": failed while registering, with an exception of unknown type");
  }
  return file;
}

std::vector<PluginFile> load_plugins(const std::vector<std::string>& paths,
                                     ProgramRegistry& registry, std::vector<PluginFile>& loaded) {
  std::vector<PluginFile> named;
  for (const std::string& path : paths) {
    const auto same = std::ranges::find_if(loaded, [&](const PluginFile& file) {
      std::error_code none;
      return fs::equivalent(file.path, path, none);
    });
    if (same == loaded.end()) {
      named.push_back(load_plugin(path, registry));
      loaded.push_back(named.back());
    } else {
      named.push_back(*same);
    }
  }
  return named;
}

std::string plugin_build(const std::string& name, const std::string& hash) {
  return name + ":" + hash;
}

std::vector<std::string> plugin_builds(const ProgramRegistry& registry,
                                       const std::vector<const Settings*>& all) {
  std::set<std::string> builds;
  for (const Settings* settings : all) {
    const PluginOrigin& origin = registry.origin(settings->name);
    if (!origin.plugin.empty()) builds.insert(plugin_build(origin.plugin, origin.hash));
    for (const Setting& setting : settings->values) {
      const auto* nested = std::get_if<Settings>(&setting.value.data);
      if (!nested) continue;
      for (std::string& build : plugin_builds(registry, {nested})) builds.insert(std::move(build));
    }
  }
  return {builds.begin(), builds.end()};
}

std::vector<std::string> plugins_of_environment() {
  std::vector<std::string> files;
  const char* path = std::getenv("DESCEND_PLUGIN_PATH");
  std::istringstream places(path ? path : "");
  for (std::string place; std::getline(places, place, ':');) {
    if (place.empty()) continue;
    if (!fs::is_directory(place)) {
      files.push_back(place);
      continue;
    }
    std::vector<std::string> found;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(place, error)) {
      if (entry.path().extension() == ".so") found.push_back(entry.path().string());
    }
    if (error) throw BadInput(fmt::format("DESCEND_PLUGIN_PATH: {}: {}", place, error.message()));
    std::ranges::sort(found);
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace descend
