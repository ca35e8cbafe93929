#include "results/report/report_folder.h"

#include <fmt/core.h>

#include <system_error>

#include "results/record/read_runs.h"
#include "results/record/settings_json.h"
#include "results/report/report_files.h"
#include "results/report/thinning.h"

namespace descend {
namespace {

namespace fs = std::filesystem;

/// Reading a larger file of parameters would take gigabytes.
constexpr std::uintmax_t kMaxParametersFile = 256'000'000;

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What the page draws before anybody chooses anything.
bool drawn_first(const std::string& column) {
  for (const char* first : {"step", "loss", "accuracy", "learning_rate", "x0", "x1", "x2"}) {
    if (column == first) return true;
  }
  return false;
}

/// The page has no files beside it.
void erase_files(Json& run) {
  for (auto member = run.begin(); member != run.end();) {
    member = is_file_key(member.key()) ? run.erase(member) : std::next(member);
  }
}

void keep_common(Json& common, const Json& run) {
  for (auto entry = common.begin(); entry != common.end();) {
    const auto found = run.find(entry.key());
    entry = found != run.end() && *found == *entry ? std::next(entry) : common.erase(entry);
  }
}

/// The states that the plan leaves it; what no first picture needs goes to the end of the page.
void write_trace(const Trace& trace, ReportOutput& out) {
  const TraceColumn* const loss = trace.find("loss");
  const std::vector<double> guide = (loss ? *loss : trace.columns[0]).values.numbers();
  const auto kept = kept_states(guide, out.plan.max_states);
  out.writer.key("trace").begin_object();
  for (const TraceColumn& column : trace.columns) {
    out.writer.key(column.name);
    write_column(out.writer, picked(column.values.numbers(), kept), out.plan.digits,
                 drawn_first(column.name) ? nullptr : &out.later);
  }
  out.writer.end_object();
  out.summary.shown_states += static_cast<Index>(kept.size());
}

}  // namespace

ReportFolder::ReportFolder(fs::path path) : path_(std::move(path)), drawings_(path_) {
  for (const char* file : {"runs.jsonl", "map.json", "timings.json"}) {
    if (fs::exists(path_ / file)) return;
  }
  throw BadInput(fmt::format("{}: {}", path_.string(),
                             fs::is_directory(path_)
                                 ? "holds no runs.jsonl, no map.json and no timings.json"
                                 : "no such folder"));
}

void ReportFolder::measure(std::vector<RunSize>& runs, ReportSummary& summary) {
  if (!fs::exists(path_ / "runs.jsonl")) return;
  first_ = runs.size();
  auto visit = [&](StoredRun& run) {
    RunSize size;
    size.parameters = !run.line.parameters_file.empty();
    size.settings = std::hash<std::string>{}(text_without_seeds(run.line.settings));
    erase_files(run.json);
    size.head = dump(run.json).size();
    size.measure(run.trace);
    summary.states += static_cast<Index>(size.states);
    if (runs.size() == first_) {
      for (const auto& [key, value] : run.json.items()) {
        if (!is_result_key(key)) common_[key] = value;
      }
    } else {
      keep_common(common_, run.json);
    }
    runs.push_back(size);
  };
  auto bad = [&](Index line, const std::string& error) {
    summary.bad_lines.push_back(
        fmt::format("{}:{}: {}", (path_ / "runs.jsonl").string(), line, error));
  };
  const ReadReport report = read_runs(path_, Traces::read, visit, bad);
  if (report.torn) {
    summary.bad_lines.push_back((path_ / "runs.jsonl").string() + ": the last line was cut short");
  }
  const std::size_t shared = dump(common_).size();
  count_ = runs.size() - first_;
  for (std::size_t i = first_; i < runs.size(); ++i) runs[i].head -= std::min(runs[i].head, shared);
}

void ReportFolder::write_file(JsonWriter& writer, const char* key, const char* file) const {
  writer.key(key);
  const fs::path path = path_ / file;
  if (!fs::exists(path)) {
    writer.null();
    return;
  }
  Json json = read_json_file(path);
  // What a suite expects is no part of the page, and may be a line for each of many runs.
  if (json.is_object()) json.erase("checks");
  writer.raw(dump(json));
}

void ReportFolder::write(ReportOutput& out) {
  JsonWriter& writer = out.writer;
  writer.begin_object();
  writer.key("path").string(path_.string());
  write_file(writer, "manifest", "manifest.json");
  writer.key("common").raw(common_.is_null() ? "{}" : dump(common_));
  writer.key("runs").begin_array();
  if (fs::exists(path_ / "runs.jsonl")) {
    write_runs(out);
  }
  writer.end_array();
  writer.key("parameters").begin_object();
  for (const auto& [id, text] : parameters_) writer.key(id).raw(text);
  writer.end_object();
  drawings_.write(writer.key("drawings"));
  write_file(writer, "timings", "timings.json");
  out.summary.timings += fs::exists(path_ / "timings.json") ? 1 : 0;
  writer.key("map");
  const fs::path map = path_ / "map.json";
  out.summary.maps += fs::exists(map) ? 1 : 0;
  fs::exists(map) ? write_map(writer, read_json_file(map)) : void(writer.null());
  writer.end_object();
}

void ReportFolder::write_runs(ReportOutput& out) {
  std::size_t number = 0;
  auto visit = [&](StoredRun& run) {
    // A run that came while this was being written has no place in the plan.
    if (number >= count_ || !out.plan.shown[first_ + number++]) return;
    const Json parameters = read_parameters(run.line.parameters_file, out.summary);
    const std::string drawing = drawing_name(run.line.drawing_file, parameters);
    // A point that the trace holds needs no parameters beside it.
    if (parameters.is_object() && run.trace.find("x0") == nullptr) {
      std::string text = packed_parameters(parameters, out.max_parameters_bytes);
      if (text.empty()) {
        ++out.summary.parameters_left_out;
      } else {
        parameters_[run.line.id] = std::move(text);
      }
    }
    erase_files(run.json);
    out.writer.begin_object();
    for (const auto& [key, value] : run.json.items()) {
      if (!common_.contains(key)) out.writer.key(key).raw(dump(value));
    }
    if (!drawing.empty()) out.writer.key("drawing").string(drawing);
    if (!run.trace.columns.empty()) write_trace(run.trace, out);
    out.writer.end_object();
    ++out.summary.runs;
  };
  read_runs(path_, Traces::read, visit, [](Index, const std::string&) {});
}

Json ReportFolder::read_parameters(const std::string& file, ReportSummary& summary) const {
  if (file.empty()) return {};
  const fs::path path = path_ / file;
  std::error_code error;
  if (fs::file_size(path, error) <= kMaxParametersFile && !error) return read_json_file(path);
  ++summary.parameters_left_out;
  return {};
}

std::string ReportFolder::drawing_name(const std::string& file, const Json& parameters) {
  std::string name;
  if (!file.empty()) name = drawings_.of_file(file);
  if (name.empty() && parameters.is_object() && parameters.contains("drawing")) {
    name = drawings_.of_columns(parameters["drawing"]);
  }
  return name;
}

}  // namespace descend
