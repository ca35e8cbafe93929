#include "results/record/read_runs.h"

#include <fmt/core.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "results/files/read_json.h"

namespace descend {
namespace {

/// Builds the tree of everything but the trace, whose numbers go straight into its columns.
class RunBuilder {
 public:
  RunBuilder(Traces traces, Json& run, Trace& trace) : traces_(traces), run_(run), trace_(trace) {}

  /// Everything that was wanted has been seen, and the rest was left unread.
  bool stopped() const { return stopped_; }
  const std::string& error() const { return error_; }

  bool null() { return in_trace_ ? trace_number(kNaN, true) : add(nullptr); }
  bool boolean(bool value) { return in_trace_ ? misplaced() : add(value); }
  bool number_integer(std::int64_t value) {
    return in_trace_ ? trace_number(static_cast<double>(value), true) : add(value);
  }
  bool number_unsigned(std::uint64_t value) {
    return in_trace_ ? trace_number(static_cast<double>(value), true) : add(value);
  }
  bool number_float(double value, const std::string&) {
    return in_trace_ ? trace_number(value, false) : add(value);
  }
  bool string(std::string& value) { return in_trace_ ? misplaced() : add(std::move(value)); }
  bool binary(Json::binary_t&) { return misplaced(); }

  bool start_object(std::size_t) {
    if (in_trace_) return ++trace_depth_ == 1 || misplaced();
    return open(Json::object());
  }
  bool end_object() {
    if (in_trace_) return leave_trace();
    return close();
  }
  bool start_array(std::size_t) {
    if (in_trace_) return (++trace_depth_ == 2 && !trace_.columns.empty()) || misplaced();
    return open(Json::array());
  }
  bool end_array() {
    if (!in_trace_) return close();
    --trace_depth_;
    TraceColumn& column = trace_.columns.back();
    bool any = false;
    column.values.each_piece([&](std::span<const double> piece) {
      any = any || !std::all_of(piece.begin(), piece.end(), [](double v) { return std::isnan(v); });
    });
    column.integer = column.integer && any;
    return true;
  }
  bool key(std::string& name) {
    if (in_trace_) {
      trace_.columns.push_back({name, true, {}});
      return true;
    }
    if (open_.size() == 1 && name == "trace") {
      stopped_ = traces_ == Traces::skip && run_.contains("id") && run_.contains("outcome");
      in_trace_ = true;
      return !stopped_;
    }
    key_ = name;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& problem) {
    error_ = json_error_text(problem.what());
    return false;
  }

 private:
  /// Puts a value where the last key or the open array says; gives its place.
  Json* place(Json value) {
    if (open_.empty()) return &(run_ = std::move(value));
    Json& parent = *open_.back();
    if (!parent.is_array()) return &(parent[key_] = std::move(value));
    parent.push_back(std::move(value));
    return &parent.back();
  }
  bool add(Json value) {
    if (open_.empty()) return misplaced();
    place(std::move(value));
    return true;
  }
  bool open(Json value) {
    if (open_.empty() && !value.is_object()) return misplaced();
    open_.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool leave_trace() {
    in_trace_ = --trace_depth_ > 0;
    if (traces_ == Traces::skip) trace_.columns.clear();
    return true;
  }
  bool trace_number(double value, bool integer) {
    if (trace_depth_ != 2) return misplaced();
    TraceColumn& column = trace_.columns.back();
    column.integer = column.integer && integer;
    column.values.push_back(value);
    return true;
  }
  bool misplaced() {
    error_ = "not a run's line";
    return false;
  }

  Traces traces_;
  Json& run_;
  Trace& trace_;
  std::vector<Json*> open_;
  std::string key_;
  std::string error_;
  bool in_trace_ = false;
  bool stopped_ = false;
  int trace_depth_ = 0;
};

template <typename Input>
bool build(Input&& input, Traces traces, Json& run, Trace& trace, std::string& error) {
  run = nullptr;
  trace.columns.clear();
  RunBuilder builder(traces, run, trace);
  if (Json::sax_parse(std::forward<Input>(input), &builder) || builder.stopped()) return true;
  error = builder.error();
  return false;
}

bool parse_run(std::string_view line, Traces traces, Json& run, Trace& trace, std::string& error) {
  if (!build(line, traces, run, trace, error)) return false;
  auto has_text = [](const Json& json, const char* key) {
    return json.contains(key) && json[key].is_string();
  };
  if (has_text(run, "id") && has_text(run, "build") && run.contains("outcome") &&
      run["outcome"].is_object() && has_text(run["outcome"], "status")) {
    return true;
  }
  error = "not a run: no `id`, `build` or `outcome`";
  return false;
}

void read_trace_file(const std::filesystem::path& path, Trace& trace) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw BadInput(path.string() + ": the trace file of a run is missing");
  Json rest;
  std::string error;
  if (!build(file, Traces::read, rest, trace, error)) {
    throw BadInput(fmt::format("{}: {}", path.string(), error));
  }
}

}  // namespace

bool read_head(std::string_view line, Traces traces, RunHead& head, std::string& error) {
  Json run;
  Trace trace;
  if (!parse_run(line, traces, run, trace, error)) return false;
  head = {run["id"], run["build"], run["outcome"]["status"]};
  for (const char* key : {"trace_file", "parameters_file"}) {
    if (run.contains(key) && run[key].is_string()) head.files.push_back(run[key]);
  }
  return true;
}

ReadReport read_runs(const std::filesystem::path& folder, Traces traces, const VisitRun& visit,
                     const VisitBadLine& bad) {
  const std::filesystem::path path = folder / "runs.jsonl";
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw BadInput(errno == ENOENT ? path.string() + ": no such file; is this the folder of a run?"
                                   : fmt::format("{}: {}", path.string(), std::strerror(errno)));
  }
  ReadReport report;
  Json run;
  Trace trace;
  std::string line, error;
  for (Index number = 1; std::getline(file, line); ++number) {
    const bool last = file.eof() || file.peek() == std::ifstream::traits_type::eof();
    // A last line is read to its end, because what was cut short begins well.
    if (!parse_run(line, last ? Traces::read : traces, run, trace, error)) {
      if (!last && !bad) throw BadInput(fmt::format("{}:{}: {}", path.string(), number, error));
      if (last) {
        report.torn = true;
      } else {
        bad(number, error);
      }
      continue;
    }
    if (traces == Traces::read && run.contains("trace_file")) {
      read_trace_file(folder / run["trace_file"].get<std::string>(), trace);
    } else if (traces == Traces::skip) {
      trace.columns.clear();
    }
    run.erase("trace_file");
    visit(run, trace);
    ++report.runs;
  }
  return report;
}

}  // namespace descend
