#include "results/report/report.h"

#include <fmt/core.h>

#include <algorithm>

#include "results/files/atomic_file.h"
#include "results/record/outcome.h"
#include "results/report/report_folder.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

// Together with the page and the drawings a file stays under 20 MB.
constexpr std::size_t kMaxRunsBytes = 13'000'000;
constexpr std::size_t kMaxParametersBytes = 4'000'000;

/// What stands in the page where its data belong: what is drawn first, before the page's program,
/// and what is read while that draws already.
constexpr std::string_view kPlaceholder = "DESCEND_REPORT_DATA", kLater = "DESCEND_REPORT_LATER";

/// Within a page no text of the results may look like its end: `<` stands only in strings.
void append_escaped(const Append& append, std::string_view json) {
  while (true) {
    const std::size_t end = json.find('<');
    append(json.substr(0, end));
    if (end == json.npos) return;
    append("\\u003c");
    json.remove_prefix(end + 1);
  }
}

/// The folders' own names.
std::string title_of(std::span<const fs::path> folders) {
  std::string title;
  for (const fs::path& folder : folders) {
    fs::path name = fs::absolute(folder).lexically_normal();
    if (!name.has_filename()) name = name.parent_path();
    title += (title.empty() ? "" : ", ") + name.filename().string();
  }
  return title;
}

void require_place(const fs::path& out) {
  if (fs::is_directory(out))
    throw BadInput(out.string() + " is a folder: name a file for the page");
  if (!out.has_parent_path()) return;
  std::error_code error;
  fs::create_directories(out.parent_path(), error);
  if (!fs::is_directory(out.parent_path())) {
    throw BadInput(fmt::format("cannot write the folder {}: {}", out.parent_path().string(),
                               error ? error.message() : "it is a file"));
  }
}

/// The page's template around its two places for data.
struct Template {
  explicit Template(std::string_view page) {
    const std::size_t place = page.find(kPlaceholder), later = page.find(kLater);
    if (place == page.npos || later == page.npos || later < place)
      throw std::invalid_argument("the page has no place for its data");
    begin = page.substr(0, place);
    middle = page.substr(place + kPlaceholder.size(), later - place - kPlaceholder.size());
    end = page.substr(later + kLater.size());
  }
  std::string_view begin, middle, end;
};

std::vector<RunSize> measure(std::vector<ReportFolder>& folders, ReportSummary& summary) {
  std::vector<RunSize> sizes;
  for (ReportFolder& folder : folders) folder.measure(sizes, summary);
  return sizes;
}

bool holds_other_files(std::span<const fs::path> paths) {
  return std::ranges::any_of(paths, [](const fs::path& path) {
    return fs::exists(path / "map.json") || fs::exists(path / "timings.json");
  });
}

/// All that the program can give, so that the page knows each one.
void write_verdicts(JsonWriter& writer) {
  writer.key("verdicts").begin_array();
  for (const VerdictInfo& verdict : verdicts()) {
    writer.begin_object();
    writer.key("name").string(verdict.name);
    writer.key("colour").integer(static_cast<Index>(verdict.colour));
    writer.key("sentence").string(verdict.sentence);
    writer.end_object();
  }
  writer.end_array();
}

void write_thinned(JsonWriter& writer, const ReportSummary& summary) {
  writer.key("thinned");
  if (summary.shown_states == summary.states && summary.runs_left_out == 0) {
    writer.null();
    return;
  }
  writer.begin_object();
  writer.key("shown_points").integer(summary.shown_states);
  writer.key("points").integer(summary.states);
  writer.key("runs_left_out").integer(summary.runs_left_out);
  writer.end_object();
}

}  // namespace

ReportSummary write_report(std::span<const fs::path> paths, const fs::path& out,
                           std::string_view page) {
  const Template around(page);
  std::vector<ReportFolder> folders(paths.begin(), paths.end());
  ReportSummary summary;
  const std::vector<RunSize> sizes = measure(folders, summary);
  if (sizes.empty() && !holds_other_files(paths)) {
    throw BadInput((paths[0] / "runs.jsonl").string() + ": holds no runs yet");
  }
  require_place(out);
  const ReportPlan plan = plan_report(sizes, kMaxRunsBytes);
  const auto with_parameters = static_cast<std::size_t>(
      std::ranges::count_if(sizes, [](const RunSize& size) { return size.parameters; }));

  write_atomically(out, [&](const Append& append) {
    append(around.begin);
    JsonWriter writer([&](std::string_view piece) { append_escaped(append, piece); });
    std::string later;
    ReportOutput output{writer, plan,
                        kMaxParametersBytes / std::max<std::size_t>(1, with_parameters), summary,
                        later};
    writer.begin_object();
    writer.key("schema").string("descend.report/1");
    writer.key("title").string(title_of(paths));
    write_verdicts(writer);
    writer.key("folders").begin_array();
    for (ReportFolder& folder : folders) folder.write(output);
    writer.end_array();
    summary.runs_left_out = std::ssize(sizes) - summary.runs;
    write_thinned(writer, summary);
    writer.end_object();
    writer.flush();
    append(around.middle);
    append(later);
    append(around.end);
  });
  return summary;
}

}  // namespace descend
