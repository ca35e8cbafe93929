// `descend list`: every name with one line.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "harness/commands/command.h"
#include "harness/registry/suites.h"
#include "harness/run/state_size.h"
#include "harness/settings/settings.h"
#include "harness/settings/wording.h"
#include "harness/terminal/output.h"
#include "harness/terminal/style.h"

namespace descend {
namespace {

constexpr std::pair<const char*, Kind> kKinds[] = {
    {"optimizers", Kind::optimizer}, {"problems", Kind::problem}, {"schedules", Kind::schedule}};

// Of optimizers the memory of their state, right-aligned: "8 B".
std::string state_column(const ProgramRegistry& registry, Kind kind, const std::string& name) {
  if (kind != Kind::optimizer) return "";
  const std::optional<double> bytes = state_bytes_per_parameter(registry, name);
  return fmt::format("{:>6}  ", bytes ? fmt::format("{:g} B", *bytes) : "");
}

std::string with_spaces(std::string words) {
  std::ranges::replace(words, '_', ' ');
  return words;
}

void print_kind(const ProgramRegistry& registry, Kind kind) {
  std::map<std::string, std::vector<const PluginInfo*>> families;
  std::size_t width = 0;
  for (const PluginInfo* info : registry.all(kind)) {
    families[info->family].push_back(info);
    width = std::max(width, info->name.size());
  }
  for (const auto& [family, infos] : families) {
    if (families.size() > 1) print("  {}\n", styled(with_spaces(family), "2"));
    for (const PluginInfo* info : infos) {
      print("  {:{}}  {}{}\n", info->name, width, state_column(registry, kind, info->name),
            info->summary);
    }
  }
  if (kind == Kind::optimizer) {
    print("  {}\n", styled("B: bytes of state for each parameter, in float32", "2"));
  }
}

Json kind_json(const ProgramRegistry& registry, Kind kind) {
  Json list = Json::array();
  for (const PluginInfo* info : registry.all(kind)) {
    list.push_back({{"name", info->name},
                    {"kind", kind_name(kind)},
                    {"family", info->family},
                    {"summary", info->summary}});
    if (kind != Kind::optimizer) continue;
    const std::optional<double> bytes = state_bytes_per_parameter(registry, info->name);
    list.back()["state_bytes_per_parameter"] = bytes ? Json(*bytes) : Json();
  }
  return list;
}

Json suites_json() {
  Json suites = Json::array();
  for (const ShippedSuite& suite : shipped_suites()) {
    suites.push_back({{"name", suite.name},
                      {"kind", "suite"},
                      {"family", nullptr},
                      {"summary", Json::parse(suite.text).value("about", "")}});
  }
  return suites;
}

void print_suites() {
  for (const Json& suite : suites_json()) {
    const std::string about = suite["summary"];
    // The first sentence.
    print("  {}  {}\n", suite["name"].get<std::string>(), about.substr(0, about.find(". ")));
  }
}

class ListCommand final : public Command {
 public:
  ListCommand() : Command("list", "Names of everything, with one line each") {
    arguments.positional("WHAT", what_, "optimizers, problems, schedules or suites");
    arguments.flag("--json", json_,
                   "For programs: an object with a list of each kind that is asked for");
    arguments.plugins();
    examples = R"(  descend list                       everything
  descend list optimizers            one kind
  descend list problems --json       for programs)";
  }

  int run(const Invocation& invocation) override {
    check_what();
    Json all = Json::object();
    bool first = true;
    auto heading = [&](const char* title) {
      if (!json_ && !first) print("\n");
      if (!json_) print("{}\n", styled(title, "1"));
      first = false;
    };
    for (const auto& [title, kind] : kKinds) {
      if (!what_.empty() && what_ != title) continue;
      heading(title);
      if (json_) {
        all[title] = kind_json(invocation.registry, kind);
      } else {
        print_kind(invocation.registry, kind);
      }
    }
    if (what_.empty() || what_ == "suites") {
      heading("suites");
      if (json_) {
        all["suites"] = suites_json();
      } else {
        print_suites();
      }
    }
    if (json_) print_document(all.dump(2) + "\n");
    return kDone;
  }

 private:
  void check_what() const {
    std::vector<std::string> known;
    for (const auto& [title, kind] : kKinds) known.emplace_back(title);
    known.emplace_back("suites");
    if (what_.empty() || std::ranges::find(known, what_) != known.end()) return;
    throw BadInput(fmt::format("list: there is no '{}'{}; there are {}", what_,
                               did_you_mean(what_, known), listed(known)));
  }

  std::string what_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> list_command() { return std::make_unique<ListCommand>(); }

}  // namespace descend
