#include "results/store/resume.h"

#include <fcntl.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <set>
#include <string_view>

#include "results/files/atomic_file.h"
#include "results/files/hash.h"
#include "results/record/parse_run.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

/// What has changed since a line was written: the program, a plugin, or nothing.
struct BuildChange {
  bool program = false;
  std::string plugin = {};
};

BuildChange change_of(std::string_view build, const std::vector<std::string>& builds) {
  const std::size_t first = build.find('+');
  if (std::ranges::find(builds, build.substr(0, first)) == builds.end()) return {.program = true};
  for (std::size_t plus = first; plus != build.npos; plus = build.find('+')) {
    build.remove_prefix(plus + 1);
    const std::string_view plugin = build.substr(0, build.find('+'));
    const std::string_view name = plugin.substr(0, plugin.find(':') + 1);
    const bool same_file = std::ranges::find(builds, plugin) != builds.end();
    const bool loaded = std::ranges::any_of(
        builds, [&](const std::string& candidate) { return candidate.starts_with(name); });
    if (loaded && !same_file) return {.plugin = std::string(name.substr(0, name.size() - 1))};
  }
  return {};
}

/// Whether the trace and the parameters that a line names are there.
bool has_files(const fs::path& folder, const RunLine& line) {
  return std::ranges::all_of(
      std::array{&line.trace_file, &line.parameters_file},
      [&](const std::string* file) { return file->empty() || fs::exists(folder / *file); });
}

/// Copies the lines of `path`, where there is such a file.
void copy_lines(const fs::path& path, const std::function<void(const std::string&)>& copy) {
  std::ifstream file(path, std::ios::binary);
  for (std::string line; std::getline(file, line);) copy(line + '\n');
}

/// Moves lines for which `stale` holds a number to stale.jsonl. If the program dies between the two
/// renames, they are in both files, and the next start finds them again: so none goes there twice.
void move_stale(const fs::path& folder, const std::set<Index>& stale) {
  const fs::path runs = folder / "runs.jsonl", old = folder / "stale.jsonl";
  write_atomically(old, [&](const Append& append) {
    std::set<std::string> there;
    copy_lines(old, [&](const std::string& line) {
      there.insert(Hash().add(line).hex());
      append(line);
    });
    Index number = 0;
    copy_lines(runs, [&](const std::string& line) {
      if (stale.contains(number++) && !there.contains(Hash().add(line).hex())) append(line);
    });
  });
  write_atomically(runs, [&](const Append& append) {
    Index number = 0;
    copy_lines(runs, [&](const std::string& line) {
      if (!stale.contains(number++)) append(line);
    });
  });
}

/// What a killed program had written beside the places of its files.
void remove_partial_files(const fs::path& folder) {
  for (const fs::path& place :
       {folder, folder / "traces", folder / "parameters", folder / "drawings"}) {
    if (!fs::is_directory(place)) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator(place)) {
      if (entry.path().filename().string().find(".partial-") != std::string::npos)
        fs::remove(entry.path());
    }
  }
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

FolderRuns resume(const fs::path& folder, const std::vector<std::string>& builds) {
  remove_partial_files(folder);
  const fs::path path = folder / "runs.jsonl";
  FolderRuns runs;
  OpenReport& report = runs.report;
  std::ifstream file(path, std::ios::binary);
  std::set<Index> stale;
  std::string text;
  std::int64_t end_of_good = 0;
  StoredRun run;
  for (Index number = 0; std::getline(file, text); ++number) {
    const bool cut = file.eof();  // without its line break it may go on
    const bool last = cut || file.peek() == std::ifstream::traits_type::eof();
    const auto fault = parse_run(text, last ? Traces::read : Traces::skip, run);
    if (cut || (last && fault && fault->cut_short)) {
      report.torn = 1;
      break;
    }
    if (fault) {
      throw BadInput(fmt::format("{}:{}: {}; --restart moves the folder aside and begins afresh",
                                 path.string(), number + 1, fault->error));
    }
    end_of_good += static_cast<std::int64_t>(text.size()) + 1;
    const BuildChange change = change_of(run.line.build, builds);
    const bool complete = has_files(folder, run.line);
    if (!change.program && change.plugin.empty() && complete) {
      runs.done[run.line.id] = run.line.outcome.status == Status::failed;
      continue;
    }
    stale.insert(number);
    if (!change.program && change.plugin.empty()) ++report.incomplete;
    if (!change.plugin.empty()) ++report.stale_by_plugin[change.plugin];
  }
  file.close();
  if (report.torn > 0) OpenFile(path, O_WRONLY).truncate(end_of_good);
  if (!stale.empty()) move_stale(folder, stale);
  report.done = static_cast<Index>(runs.done.size());
  report.stale = static_cast<Index>(stale.size());
  return runs;
}

}  // namespace descend
