#include "results/record/parse_run.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <istream>
#include <vector>

namespace descend {
namespace {

// Nothing that the program writes is nested as deep.
constexpr std::size_t kMaxDepth = 100;

// So many members a line has as a rule: memory for them is taken at once.
constexpr std::size_t kUsualMembers = 32;

/// Builds the tree of everything but the trace, whose numbers go straight into its columns. Its
/// functions are those that nlohmann's parser calls; false ends the parsing.
class RunBuilder {
 public:
  RunBuilder(Traces traces, Json& run, Trace& trace) : traces_(traces), run_(run), trace_(trace) {
    run_ = nullptr;
    trace_.columns.clear();
  }

  /// Whether the trace, and what may stand behind it, was left unread.
  bool stopped() const { return stopped_; }
  const LineFault& fault() const { return fault_; }

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
    if (open_.size() == 1 && name == kTraceKey) {
      stopped_ = traces_ == Traces::skip;
      in_trace_ = true;
      return !stopped_;
    }
    key_ = name;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& problem) {
    fault_ = {json_error_text(problem.what()), true};
    return false;
  }

 private:
  /// Puts a value where the last key or the open array says; gives its place.
  Json* place(Json value) {
    if (open_.empty()) {
      run_ = std::move(value);
      if (run_.is_object()) run_.get_ref<Json::object_t&>().reserve(kUsualMembers);
      return &run_;
    }
    Json& parent = *open_.back();
    if (auto* const members = parent.get_ptr<Json::object_t*>()) {
      // Faster than parent[key_], which looks for the key first. Keys are unique.
      members->emplace_back(std::move(key_), std::move(value));
      return &members->back().second;
    }
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
    if (open_.size() == kMaxDepth) {
      fault_ = {fmt::format("nested deeper than {} levels", kMaxDepth)};
      return false;
    }
    open_.push_back(place(std::move(value)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool leave_trace() {
    in_trace_ = --trace_depth_ > 0;
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
    fault_ = {in_trace_ ? "`trace` is not an object of lists of numbers" : "not a run's line"};
    return false;
  }

  Traces traces_;
  Json& run_;
  Trace& trace_;
  // The objects and arrays that have not ended yet, each within the one before it.
  std::vector<Json*> open_;
  std::string key_;
  LineFault fault_;
  bool in_trace_ = false;
  bool stopped_ = false;
  int trace_depth_ = 0;
};

void require_equal_lengths(const Trace& trace) {
  for (const TraceColumn& column : trace.columns) {
    const TraceColumn& first = trace.columns.front();
    if (column.values.size() == first.values.size()) continue;
    throw BadInput(fmt::format("`{}`: `{}` has {} numbers, `{}` has {}", kTraceKey, first.name,
                               first.values.size(), column.name, column.values.size()));
  }
}

}  // namespace

std::optional<LineFault> parse_run(std::string_view line, Traces traces, StoredRun& run) {
  RunBuilder builder(traces, run.json, run.trace);
  if (!Json::sax_parse(line, &builder) && !builder.stopped()) return builder.fault();
  try {
    run.line = read_line(run.json);
    require_equal_lengths(run.trace);
  } catch (const BadInput& error) {
    // What is missing may stand behind the trace.
    if (builder.stopped()) return parse_run(line, Traces::read, run);
    return LineFault{error.what()};
  }
  return {};
}

void parse_trace_file(std::istream& text, Trace& trace) {
  Json rest;
  RunBuilder builder(Traces::read, rest, trace);
  if (!Json::sax_parse(text, &builder)) throw BadInput(builder.fault().error);
  require_equal_lengths(trace);
}

}  // namespace descend
