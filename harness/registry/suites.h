/// The suites that ship, carried inside the program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace descend {

struct ShippedSuite {
  std::string_view name;
  std::string_view text;
};

const std::vector<ShippedSuite>& shipped_suites();

struct SuiteSource {
  /// How messages name it: a shipped name or a path.
  std::string where;
  std::string text;
};

/// A word with '/' or '.json' in it is a path, anything else a shipped suite. Throws BadInput where
/// there is none of that name, or the file cannot be read.
SuiteSource load_suite(const std::string& name_or_path);

}  // namespace descend
