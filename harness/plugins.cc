#include "harness/plugins.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cfenv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "descend/plugin.h"
#include "results/hash.h"

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace descend {
namespace {

namespace fs = std::filesystem;

// A library linked with -ffast-math switches the processor to flush-to-zero when it is loaded, which
// would change every later number of the program.
class KeepFloatingPoint {
 public:
  KeepFloatingPoint() { std::fegetenv(&environment_); }
  ~KeepFloatingPoint() {
    std::fesetenv(&environment_);
#if defined(__SSE__)
    _mm_setcsr(control_);
#endif
  }
  KeepFloatingPoint(const KeepFloatingPoint&) = delete;
  KeepFloatingPoint& operator=(const KeepFloatingPoint&) = delete;

 private:
  std::fenv_t environment_;
#if defined(__SSE__)
  unsigned control_ = _mm_getcsr();
#endif
};

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

std::string read_file(const std::string& path) {
  if (fs::is_directory(path)) throw BadInput(path + ": is a folder, not a plugin");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw BadInput(fmt::format("{}: {}", path, std::strerror(errno)));
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// What dlopen says repeats the path.
std::string reason_of_loader(const std::string& path) {
  const char* said = dlerror();
  std::string reason = said ? said : "cannot be loaded";
  if (reason.starts_with(path + ": ")) reason.erase(0, path.size() + 2);
  std::ranges::replace(reason, '\n', ' ');
  return reason;
}

}  // namespace

PluginFile load_plugin(const std::string& path, ProgramRegistry& registry) {
  const std::string bytes = read_file(path);
  if (!bytes.starts_with("\x7f"
                         "ELF") &&
      !bytes.starts_with("\xcf\xfa\xed\xfe")) {
    throw BadInput(path + ": is not a shared library");
  }
  const KeepFloatingPoint keep;
  // A bare file name would be searched for in the system's folders.
  const std::string place = fs::absolute(path).string();
  void* library = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    throw BadInput(fmt::format("{}: cannot be loaded: {}", path, reason_of_loader(place)));
  }
  using Symbol = const PluginEntry* (*)();
  const auto symbol = reinterpret_cast<Symbol>(dlsym(library, "descend_plugin"));
  if (!symbol) {
    throw BadInput(path + ": is a library, but no plugin: it exports no 'descend_plugin' "
                          "(write DESCEND_PLUGIN(name, version, function) in it)");
  }
  const PluginEntry* entry = symbol();
  if (!entry || !entry->abi || std::strcmp(entry->abi, DESCEND_ABI) != 0) {
    throw BadInput(fmt::format("{}: was built for another program: {}", path,
                               difference(entry && entry->abi ? entry->abi : "", DESCEND_ABI)));
  }
  PluginFile file{entry->name, entry->version, path, Hash().add(bytes).hex()};
  try {
    registry.begin_plugin(file.name, file.hash);
    entry->add(registry);
    registry.end_plugin();
  } catch (const BadInput& error) {
    throw BadInput(fmt::format("{}: {}", path, error.what()));
  } catch (const std::exception& error) {
    throw BadInput(fmt::format("{}: failed while registering: {}", path, error.what()));
  } catch (...) {
    throw BadInput(path + ": failed while registering, with an exception of unknown type");
  }
  return file;
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
    for (const fs::directory_entry& entry : fs::directory_iterator(place)) {
      if (entry.path().extension() == ".so") found.push_back(entry.path().string());
    }
    std::ranges::sort(found);
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace descend
