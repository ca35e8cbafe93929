#include "results/store/store.h"

#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <shared_mutex>
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

struct Store::State {
  State(const fs::path& folder, const StoreOptions& options)
      : moved_to(options.restart ? move_aside(folder) : fs::path()),
        folder(make_folder(folder)),
        lock(folder),
        manifest(folder),
        runs(resume(folder, options.builds)),
        lines(folder / "runs.jsonl", O_WRONLY | O_CREAT | O_APPEND),
        drawings(folder) {
    runs.report.moved_to = moved_to;
    manifest.describe(options.suite, options.plugins);
  }

  void write_manifest() {
    RunCounts counts{.planned = planned, .done = static_cast<Index>(runs.done.size())};
    counts.failed = std::count_if(runs.done.begin(), runs.done.end(),
                                  [](const auto& failed) { return failed.second; });
    manifest.count(counts);
    manifest.write();
  }

  fs::path moved_to;
  fs::path folder;
  FolderLock lock;
  Manifest manifest;
  FolderRuns runs;
  OpenFile lines;
  Drawings drawings;
  mutable std::mutex mutex;
  // Shared by those who append.
  std::shared_mutex appending;
  std::string session;
  Index planned = 0;
};

Store::Store(fs::path folder, const StoreOptions& options)
    : state_(std::make_unique<State>(std::move(folder), options)) {}

Store::~Store() = default;

const OpenReport& Store::opened() const { return state_->runs.report; }

bool Store::done(std::string_view id) const {
  const std::lock_guard guard(state_->mutex);
  return state_->runs.done.contains(std::string(id));
}

std::string Store::start_session(const SessionInfo& session, Index missing) {
  const std::lock_guard guard(state_->mutex);
  state_->planned = static_cast<Index>(state_->runs.done.size()) + missing;
  state_->session = state_->manifest.start_session(session);
  state_->write_manifest();
  return state_->session;
}

bool Store::has_drawing(const std::string& key) const { return state_->drawings.has(key); }

void Store::append(const Record& record) {
  const std::shared_lock appending(state_->appending);
  auto write_beside = [&](const char* kind, void (*write)(const Record&, JsonWriter&)) {
    const fs::path path = make_folder(state_->folder / kind) / (record.id + ".json");
    write_atomically(path, [&](const Append& append) {
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
  state_->runs.done[record.id] = record.outcome.status == Status::failed;
}

void Store::stop() {
  state_->appending.lock();
  const std::lock_guard guard(state_->mutex);
  state_->write_manifest();
}

void Store::finish_session() {
  const std::lock_guard guard(state_->mutex);
  state_->manifest.finish_session(state_->session);
  state_->write_manifest();
}

void Store::keep_checks(const std::vector<Check>& checks) {
  const std::lock_guard guard(state_->mutex);
  state_->manifest.keep_checks(checks);
  state_->write_manifest();
}

}  // namespace descend
