// `descend list`: every name with one line.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "harness/commands/commands.h"
#include "harness/registry/suites.h"
#include "harness/settings/wording.h"
#include "harness/terminal/style.h"

namespace descend {
namespace {

constexpr std::pair<const char*, Kind> kKinds[] = {
    {"optimizers", Kind::optimizer}, {"problems", Kind::problem}, {"schedules", Kind::schedule}};

void print_kind(const ProgramRegistry& registry, const char* title, Kind kind) {
  fmt::print("{}\n", styled(title, "1"));
  std::map<std::string, std::vector<const PluginInfo*>> families;
  std::size_t width = 0;
  for (const PluginInfo* info : registry.all(kind)) {
    families[info->family].push_back(info);
    width = std::max(width, info->name.size());
  }
  for (const auto& [family, infos] : families) {
    if (families.size() > 1) fmt::print("  {}\n", styled(family, "2"));
    for (const PluginInfo* info : infos) {
      fmt::print("  {:{}}  {}\n", info->name, width, info->summary);
    }
  }
}

Json suites_json() {
  Json suites = Json::array();
  for (const ShippedSuite& suite : shipped_suites()) {
    suites.push_back({{"name", suite.name},
                      {"kind", "suite"},
                      {"summary", Json::parse(suite.text).value("about", "")}});
  }
  return suites;
}

void print_suites() {
  fmt::print("{}\n", styled("suites", "1"));
  for (const Json& suite : suites_json()) {
    const std::string about = suite["summary"];
    // The first sentence.
    fmt::print("  {}  {}\n", suite["name"].get<std::string>(), about.substr(0, about.find(". ")));
  }
}

}  // namespace

int list_command(const ProgramRegistry& registry, const std::string& what, bool json) {
  if (what != "" && what != "suites" &&
      std::ranges::none_of(kKinds, [&](const auto& kind) { return what == kind.first; })) {
    const std::vector<std::string> known = {"optimizers", "problems", "schedules", "suites"};
    throw BadInput(fmt::format("list: there is no '{}'{}; there are {}", what,
                               did_you_mean(what, known), listed(known)));
  }
  Json all = Json::object();
  bool first = true;
  for (const auto& [title, kind] : kKinds) {
    if (what != "" && what != title) continue;
    if (!json) {
      if (!first) fmt::print("\n");
      print_kind(registry, title, kind);
    }
    first = false;
    all[title] = Json::array();
    for (const PluginInfo* info : registry.all(kind)) {
      all[title].push_back({{"name", info->name},
                            {"kind", kind_name(kind)},
                            {"family", info->family},
                            {"summary", info->summary}});
    }
  }
  if (what == "" || what == "suites") {
    if (!json) {
      if (!first) fmt::print("\n");
      print_suites();
    }
    all["suites"] = suites_json();
  }
  // One kind alone is a plain list.
  if (json) fmt::print("{}\n", (what.empty() ? all : all[what]).dump(2));
  return kDone;
}

}  // namespace descend
