#include "problems/functions/start.h"

#include <fmt/format.h>

namespace descend {

bool is_random(const StartOptions& options) {
  const auto* word = std::get_if<std::string>(&options.start);
  return word && *word == "random";
}

void check_start(const StartOptions& options, const std::string& problem, Index dimension) {
  const auto* point = std::get_if<std::vector<double>>(&options.start);
  if (!point || static_cast<Index>(point->size()) == dimension) return;
  throw BadInput(
      fmt::format("{}: start has {} numbers, but x has {}", problem, point->size(), dimension));
}

}  // namespace descend
