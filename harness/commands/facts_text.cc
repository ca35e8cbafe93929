#include "harness/commands/facts_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace descend {
namespace {

std::string interval_text(const Json& interval) {
  const auto end = [](const Json& number) {
    return number.is_null() ? "infinity" : fmt::format("{:g}", number.get<double>());
  };
  return fmt::format("[{}{}, {}]", interval[0].is_null() ? "-" : "", end(interval[0]),
                     end(interval[1]));
}

std::string domain_text(const Json& domain) {
  constexpr std::size_t kListed = 3;
  bool equal = true;
  for (const Json& interval : domain) equal = equal && interval == domain[0];
  if (equal && domain.size() > 1) return "each coordinate in " + interval_text(domain[0]);
  std::string text;
  for (std::size_t i = 0; i < std::min(domain.size(), kListed); ++i) {
    text += (i == 0 ? "" : " x ") + interval_text(domain[i]);
  }
  return domain.size() > kListed ? text + " x …" : text;
}

std::string point_text(const Json& point) {
  std::string text;
  for (const Json& x : point) {
    text += fmt::format("{}{:.10g}", text.empty() ? "" : ", ", x.get<double>());
  }
  return point.size() == 1 ? text : "(" + text + ")";
}

// The minima, by ascending x: where they are known, each with its loss.
std::string minima_text(const Json& minima) {
  std::string text;
  for (std::size_t i = 0; i < minima.size(); ++i) {
    const Json& minimum = minima[i];
    const std::string place = minimum["x"].is_null() ? "the minimum" : point_text(minimum["x"]);
    text += fmt::format("  Minimum {}: f = {:.10g} at {}{}\n", i, minimum["loss"].get<double>(),
                        place, minimum["kink"] == true ? ", a kink" : "");
  }
  return text;
}

}  // namespace

std::string facts_text(const Json& facts) {
  std::string text;
  const auto line = [&](const char* name, const std::string& value) {
    text += fmt::format("  {}: {}\n", name, value);
  };
  if (!facts["dimension"].is_null()) line("Dimension", facts["dimension"].dump());
  if (!facts["start"].is_null()) {
    line(facts["uses_seed"] == false ? "Start" : "Start with seed 0", point_text(facts["start"]));
  }
  if (!facts["domain"].is_null()) line("Domain", domain_text(facts["domain"]));
  if (!facts["minima"].is_null()) text += minima_text(facts["minima"]);
  for (const auto& [key, name] : {std::pair{"tolerance", "A minimum is reached within a loss of"},
                                  {"loss_bound", "Exploded beyond a loss of"},
                                  {"target_loss", "Solved at a loss of"},
                                  {"lower_bound", "No loss is below"},
                                  {"learning_rate", "A learning rate that works"}}) {
    if (!facts[key].is_null()) line(name, fmt::format("{:g}", facts[key].get<double>()));
  }
  if (facts["loss_bound"].is_null()) {
    line("Exploded beyond a loss of", "1e12 max(1, |loss at the start|)");
  }
  if (facts["uses_seed"] == false) line("Seed", "changes nothing");
  return text;
}

}  // namespace descend
