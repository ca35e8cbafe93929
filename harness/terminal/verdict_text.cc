#include "harness/terminal/verdict_text.h"

#include <fmt/format.h>

#include <array>

#include "harness/terminal/style.h"

namespace descend {
namespace {

struct Colour {
  // Of text.
  const char* style;
  // Of cells, among the terminal's 256 colours.
  int colour;
};

// By VerdictInfo::colour.
constexpr std::array<Colour, kVerdictColours> kColours = {{
    {"32", 35},   // green
    {"33", 178},  // sand
    {"31", 88},   // dark red
    {"33", 173},  // light blue on the page; orange here
    {"36", 74},   // blue
    {"33", 245},  // grey
    {"31", 131},  // purple
    {"", 238},    // light grey
    {"32", 30},   // teal
    {"33", 208},  // orange
    {"33", 100},  // olive
    {"31", 160},  // red
}};

}  // namespace

std::string verdict_text(std::string_view name) {
  const std::optional<Verdict> verdict = verdict_named(name);
  if (!verdict) return fmt::format("? {}", name);
  const VerdictInfo& info = info_of(*verdict);
  const std::string text = fmt::format("{} {}", info.mark, info.name);
  const char* const style = kColours[info.colour].style;
  return *style == '\0' ? text : styled(text, style);
}

int terminal_colour(Verdict verdict) { return kColours[info_of(verdict).colour].colour; }

}  // namespace descend
