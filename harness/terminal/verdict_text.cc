#include "harness/terminal/verdict_text.h"

#include <fmt/format.h>

#include "harness/terminal/style.h"

namespace descend {

std::string verdict_text(const std::string& verdict) {
  struct Mark {
    const char* verdict;
    const char* mark;
    const char* style;
  };
  static constexpr Mark kMarks[] = {
      {"global_minimum", "●", "32"}, {"local_minimum", "◐", "33"}, {"descending", "↘", "36"},
      {"oscillating", "≈", "33"},    {"stalled", "–", "33"},       {"diverged", "✗", "31"},
      {"left_domain", "→", "31"},
  };
  for (const Mark& known : kMarks) {
    if (verdict == known.verdict)
      return styled(fmt::format("{} {}", known.mark, verdict), known.style);
  }
  return "? " + verdict;
}

}  // namespace descend
