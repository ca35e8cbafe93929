#include "harness/terminal/style.h"

#include <fmt/format.h>

#include <cstdlib>

#include "harness/terminal/output.h"

namespace descend {

bool colours() {
  static const bool shown = output_is_terminal() && std::getenv("NO_COLOR") == nullptr;
  return shown;
}

std::string styled(std::string_view text, const char* style) {
  if (!colours()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", style, text);
}

std::string coloured(std::string_view text, int colour) {
  return styled(text, fmt::format("38;5;{}", colour).c_str());
}

std::string two_halves(int upper, int lower) {
  return styled("▀", fmt::format("38;5;{};48;5;{}", upper, lower).c_str());
}

}  // namespace descend
