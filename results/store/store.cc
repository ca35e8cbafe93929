#include "results/store/store.h"

#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <system_error>

#include "results/files/atomic_file.h"
#include "results/files/folder_lock.h"
#include "results/record/write_record.h"
#include "results/store/drawings.h"
#include "results/store/resume.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

fs::path make_folder(fs::path folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  // Links to a folder are folders too, though nothing is created then.
  if (!fs::is_directory(folder)) {
    throw BadInput(fmt::format("cannot write the folder {}: {}", folder.string(),
                               error ? error.message() : "it is a file"));
  }
  return folder;
}

/// Moves a folder of runs to <folder>.1, or the next number that is free; gives the new name, empty
/// where there was nothing to move.
fs::path move_aside(const fs::path& folder) {
  if (!fs::exists(folder) || fs::is_empty(folder)) return {};
  if (!fs::exists(folder / "runs.jsonl") && !fs::exists(folder / "manifest.json")) {
    throw BadInput(folder.string() + " is not empty and holds no runs: --restart will not move it");
  }
  if (fs::equivalent(folder, fs::current_path())) {
    throw BadInput(folder.string() +
                   " is the folder that you are in: --restart cannot move it from under you");
  }
  const FolderLock lock(folder);
  std::string name = folder.string();
  while (name.size() > 1 && name.ends_with('/')) name.pop_back();
  int number = 1;
  while (fs::exists(fmt::format("{}.{}", name, number))) ++number;
  const fs::path aside = fmt::format("{}.{}", name, number);
  fs::rename(name, aside);
  return aside;
}

}  // namespace

std::vector<std::string> OpenReport::sentences() const {
  std::vector<std::string> sentences;
  if (!moved_to.empty()) sentences.push_back("The old folder is now " + moved_to.string() + ".");
  if (torn > 0) {
    sentences.push_back("The last line of runs.jsonl was cut short: dropped, its run runs again.");
  }
  auto moved = [](Index count, const std::string& build) {
    return fmt::format("{} {} of {} moved to stale.jsonl, to run again where {} wanted.", count,
                       count == 1 ? "run" : "runs", build, count == 1 ? "it is" : "they are");
  };
  Index of_program = stale;
  for (const auto& [plugin, count] : stale_by_plugin) {
    sentences.push_back(
        fmt::format("The plugin {} has changed: {}", plugin, moved(count, "its old file")));
    of_program -= count;
  }
  if (incomplete > 0) {
    sentences.push_back(moved(incomplete, "which the trace or parameters file is gone"));
    of_program -= incomplete;
  }
  if (of_program > 0) sentences.push_back(moved(of_program, "another build"));
  return sentences;
}

struct Store::State {
  State(const fs::path& folder, const StoreOptions& options)
      : moved_to(options.restart ? move_aside(folder) : fs::path()),
        folder(make_folder(folder)),
        lock(folder),
        manifest(folder),
        found(examine(folder, options.builds)),
        lines(folder / "runs.jsonl", O_WRONLY | O_CREAT | O_APPEND),
        drawings(folder) {
    report = {moved_to,         static_cast<Index>(found.done.size()),
              found.stale,      found.stale_by_plugin,
              found.incomplete, found.torn};
    manifest.describe(options.suite, options.plugins);
  }

  void write_manifest() {
    RunCounts counts{.planned = planned, .done = static_cast<Index>(found.done.size())};
    counts.failed = std::count_if(found.done.begin(), found.done.end(),
                                  [](const auto& run) { return run.second; });
    manifest.count(counts);
    manifest.write();
  }

  fs::path moved_to;
  fs::path folder;
  FolderLock lock;
  Manifest manifest;
  Found found;
  OpenFile lines;
  Drawings drawings;
  OpenReport report;
  mutable std::mutex mutex;
  std::string session;
  Index planned = 0;
};

Store::Store(fs::path folder, const StoreOptions& options)
    : state_(std::make_unique<State>(std::move(folder), options)) {}

Store::~Store() = default;

const OpenReport& Store::opened() const { return state_->report; }

bool Store::done(std::string_view id) const {
  const std::lock_guard guard(state_->mutex);
  return state_->found.done.contains(std::string(id));
}

std::string Store::start_session(const SessionInfo& session, std::span<const std::string> planned) {
  const std::lock_guard guard(state_->mutex);
  std::set<std::string> all(planned.begin(), planned.end());
  for (const auto& [id, failed] : state_->found.done) all.insert(id);
  state_->planned = static_cast<Index>(all.size());
  state_->session = state_->manifest.start_session(session);
  state_->write_manifest();
  return state_->session;
}

bool Store::has_drawing(const std::string& key) const { return state_->drawings.has(key); }

void Store::append(const Record& record) {
  auto write_beside = [&](const char* kind, void (*write)(const Record&, JsonWriter&)) {
    const fs::path path = make_folder(state_->folder / kind) / (record.id + ".json");
    write_whole_file(path, [&](const Append& append) {
      JsonWriter writer(append);
      write(record, writer);
    });
  };
  if (has_trace_file(record)) write_beside("traces", write_trace);
  if (record.parameters) write_beside("parameters", write_parameters);
  const std::string line = record_line(record, state_->drawings.keep(record.drawing));

  const std::lock_guard guard(state_->mutex);
  const std::int64_t before = state_->lines.size();
  try {
    state_->lines.write(line);
  } catch (...) {
    state_->lines.truncate(before);  // a full disk leaves no half line
    throw;
  }
  state_->found.done[record.id] = record.outcome.status == Status::failed;
}

void Store::finish_session() {
  const std::lock_guard guard(state_->mutex);
  state_->manifest.finish_session(state_->session);
  state_->write_manifest();
}

}  // namespace descend
