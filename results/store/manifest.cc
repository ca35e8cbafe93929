#include "results/store/manifest.h"

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "results/files/atomic_file.h"
#include "results/files/hash.h"
#include "results/files/read_json.h"

namespace descend {
namespace {

constexpr const char* kSchema = "descend.manifest/1";

Json empty_manifest() {
  return {{"schema", kSchema},        {"suite", nullptr},
          {"plugins", Json::array()}, {"runs", {{"planned", 0}, {"done", 0}, {"failed", 0}}},
          {"checks", Json::array()},  {"sessions", Json::object()}};
}

}  // namespace

Manifest::Manifest(std::filesystem::path folder) : path_(std::move(folder)) {
  path_ /= "manifest.json";
  if (!std::filesystem::exists(path_)) {
    json_ = std::make_unique<Json>(empty_manifest());
    return;
  }
  json_ = std::make_unique<Json>(read_json_file(path_));
  if (json_->value("schema", "") != kSchema || !json_->value("sessions", Json()).is_object()) {
    throw BadInput(path_.string() + ": not a manifest (`schema` is not " + kSchema + ")");
  }
}

Manifest::~Manifest() = default;

void Manifest::describe(const std::string& suite, const std::vector<PluginFile>& plugins) {
  (*json_)["suite"] = suite;
  // Plugins of earlier sessions stay: their runs may still be here.
  Json& list = (*json_)["plugins"];
  for (const PluginFile& plugin : plugins) {
    const Json entry = {{"name", plugin.name},
                        {"version", plugin.version},
                        {"path", plugin.path},
                        {"hash", plugin.hash}};
    if (std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(entry);
  }
}

void Manifest::count(const RunCounts& counts) {
  (*json_)["runs"] = {
      {"planned", counts.planned}, {"done", counts.done}, {"failed", counts.failed}};
}

void Manifest::keep_checks(const std::vector<Check>& checks) {
  Json& list = (*json_)["checks"] = Json::array();
  for (const Check& check : checks) {
    list.push_back({{"text", check.text()},
                    {"passed", check.passed},
                    {"run", check.run.empty() ? Json() : Json(check.run)}});
  }
}

std::string Manifest::start_session(const SessionInfo& session) {
  Json& sessions = (*json_)["sessions"];
  const std::string started = timestamp();
  // Folders of several machines are merged: the name has to be new among them all.
  std::string name;
  do {
    Hash hash;
    hash.add(started).add(session.command).add(session.environment.cpu).add(session.environment.os);
    hash.add(std::to_string(::getpid())).add(std::to_string(sessions.size())).add(name);
    name = started + "-" + hash.hex().substr(0, 8);
  } while (sessions.contains(name));
  sessions[name] = {{"environment", to_json(session.environment)},
                    {"overhead", session.overhead},
                    {"command", session.command},
                    {"jobs", session.jobs},
                    {"started", started},
                    {"finished", nullptr}};
  return name;
}

void Manifest::finish_session(const std::string& name) {
  (*json_)["sessions"].at(name)["finished"] = timestamp();
}

void Manifest::write() const {
  // A command line or a path need not be UTF-8; a double that is not finite is dumped as null.
  write_atomically(path_, json_->dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace descend
