/// How optimizers and problems come from a shared library: write a function that adds them to the
/// registry, exactly as in the tree, and name it once:
///
///   void add_everything(descend::Registry& registry) { … }
///   DESCEND_PLUGIN("my_rules", "1.0", add_everything)
///
/// The library exports one symbol, `descend_plugin`. What it points to begins with a text that says
/// what the library was built against; the program compares that before it touches anything else,
/// and never unloads a library.
#pragma once

#include "descend/registry.h"

/// Changes whenever something in include/descend changes that a compiled plugin can notice.
#define DESCEND_API_VERSION 5

#define DESCEND_TEXT_(x) #x
#define DESCEND_TEXT(x) DESCEND_TEXT_(x)

#if defined(_LIBCPP_VERSION)
#define DESCEND_STANDARD_LIBRARY "libc++ " DESCEND_TEXT(_LIBCPP_ABI_VERSION)
#elif defined(_GLIBCXX_RELEASE)
#define DESCEND_STANDARD_LIBRARY "libstdc++ with C++11 ABI " DESCEND_TEXT(_GLIBCXX_USE_CXX11_ABI)
#else
#define DESCEND_STANDARD_LIBRARY "unknown"
#endif

#if defined(_GLIBCXX_DEBUG) || defined(_LIBCPP_ENABLE_DEBUG_MODE)
#define DESCEND_LIBRARY_DEBUG "on"
#else
#define DESCEND_LIBRARY_DEBUG "off"
#endif

/// What must be equal in the program and a plugin: `name=value` parts, joined by ';'.
#define DESCEND_ABI \
  "API version=" DESCEND_TEXT(DESCEND_API_VERSION)                             \
  ";Eigen version=" DESCEND_TEXT(EIGEN_WORLD_VERSION) "." DESCEND_TEXT(        \
      EIGEN_MAJOR_VERSION) "." DESCEND_TEXT(EIGEN_MINOR_VERSION)               \
  ";EIGEN_MAX_ALIGN_BYTES=" DESCEND_TEXT(EIGEN_MAX_ALIGN_BYTES)                \
  ";standard library=" DESCEND_STANDARD_LIBRARY                                \
  ";standard library's debug mode=" DESCEND_LIBRARY_DEBUG                      \
  ";bytes of float, double and pointer=" DESCEND_TEXT(__SIZEOF_FLOAT__) " "    \
      DESCEND_TEXT(__SIZEOF_DOUBLE__) " " DESCEND_TEXT(__SIZEOF_POINTER__)

namespace descend {

/// What `descend_plugin` points to. `abi` stays the first member for ever.
struct PluginEntry {
  const char* abi;
  const char* name;
  const char* version;
  /// Adds everything; an exception's text reaches the user.
  void (*add)(Registry& registry);
};

}  // namespace descend

/// Exports a plugin of that name and version; `add` is a `void (descend::Registry&)`.
#define DESCEND_PLUGIN(name, version, add)                                                         \
  extern "C" __attribute__((visibility("default"))) const descend::PluginEntry* descend_plugin() { \
    static const descend::PluginEntry entry = {DESCEND_ABI, name, version, add};                   \
    return &entry;                                                                                 \
  }
