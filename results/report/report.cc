#include "results/report/report.h"

#include <fmt/core.h>

#include <algorithm>

#include "results/files/atomic_file.h"
#include "results/report/report_folder.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

// Together with the page and the drawings a file stays under 20 MB.
constexpr std::size_t kRunsRoom = 13'000'000;
constexpr std::size_t kParametersRoom = 4'000'000;

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

}  // namespace

ReportSummary write_report(std::span<const fs::path> paths, const fs::path& out,
                           std::string_view page, const DrawingOf& drawing_of) {
  const std::size_t place = page.find(kPlaceholder), later_place = page.find(kLater);
  if (place == page.npos || later_place == page.npos || later_place < place)
    throw std::invalid_argument("the page has no place for its data");
  std::vector<ReportFolder> folders(paths.begin(), paths.end());
  ReportSummary summary;
  std::vector<RunSize> sizes;
  std::vector<std::size_t> first;
  bool other_files = false;
  for (std::size_t i = 0; i < folders.size(); ++i) {
    first.push_back(sizes.size());
    folders[i].measure(sizes, summary);
    for (const char* file : {"map.json", "timings.json"}) {
      other_files = other_files || fs::exists(paths[i] / file);
    }
  }
  if (sizes.empty() && !other_files) {
    throw BadInput((paths[0] / "runs.jsonl").string() + ": holds no runs yet");
  }
  require_place(out);
  const ReportPlan plan = plan_report(sizes, kRunsRoom);
  const auto with_parameters = std::count_if(sizes.begin(), sizes.end(),
                                             [](const RunSize& size) { return size.parameters; });
  const std::size_t parameters_room =
      kParametersRoom / std::max<std::size_t>(1, static_cast<std::size_t>(with_parameters));

  write_whole_file(out, [&](const Append& append) {
    std::string later;
    append(page.substr(0, place));
    JsonWriter writer([&](std::string_view piece) { append_escaped(append, piece); });
    writer.begin_object();
    writer.key("schema").string("descend.report/1");
    writer.key("title").string(title_of(paths));
    writer.key("folders").begin_array();
    for (std::size_t i = 0; i < folders.size(); ++i) {
      folders[i].write(writer, plan, first[i], parameters_room, drawing_of, summary, later);
    }
    writer.end_array();
    summary.runs_left_out = std::ssize(sizes) - summary.runs;
    writer.key("thinned");
    if (summary.shown_states < summary.states || summary.runs_left_out > 0) {
      writer.begin_object();
      writer.key("shown_points").integer(summary.shown_states);
      writer.key("points").integer(summary.states);
      writer.key("runs_left_out").integer(summary.runs_left_out);
      writer.end_object();
    } else {
      writer.null();
    }
    writer.end_object();
    writer.flush();
    const std::size_t after = place + kPlaceholder.size();
    append(page.substr(after, later_place - after));
    append(later);
    append(page.substr(later_place + kLater.size()));
  });
  return summary;
}

}  // namespace descend
