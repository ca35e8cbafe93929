/// For tests: everything that is in the tree, and no plugin.
#pragma once

#include "harness/registry/registry.h"

namespace descend {

inline const ProgramRegistry& own_registry() {
  static const ProgramRegistry all;
  return all;
}

}  // namespace descend
