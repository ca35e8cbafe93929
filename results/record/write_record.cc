#include "results/record/write_record.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "results/files/hash.h"
#include "results/record/settings_json.h"

namespace descend {
namespace {

bool is_time(const TraceColumn& column) { return column.name.ends_with("_seconds"); }

void write_optional(JsonWriter& writer, std::string_view key, const std::optional<Index>& value) {
  writer.key(key);
  value ? writer.integer(*value) : writer.null();
}

void write_outcome(const Outcome& outcome, JsonWriter& writer) {
  writer.key("outcome").begin_object();
  writer.key("status").string(name_of(outcome.status));
  writer.key("verdict").string(name_of(outcome.verdict));
  writer.key("reason").string(outcome.reason);
  writer.key("steps").integer(outcome.steps);
  writer.key("final_loss").number(outcome.final_loss);
  writer.key("best_loss").number(outcome.best_loss);
  writer.key("best_step").integer(outcome.best_step);
  write_optional(writer, "target_step", outcome.target_step);
  write_optional(writer, "explosion_start_step", outcome.explosion_start_step);
  write_optional(writer, "diverged_step", outcome.diverged_step);
  write_optional(writer, "reached_minimum_index", outcome.reached_minimum_index);
  write_optional(writer, "reached_step", outcome.reached_step);
  write_optional(writer, "left_domain_step", outcome.left_domain_step);
  writer.end_object();
}

void write_columns(const std::vector<Column>& columns, JsonWriter& writer) {
  writer.begin_object();
  for (const Column& column : columns) writer.key(column.name).numbers(column.values);
  writer.end_object();
}

void write_trace_columns(const Trace& trace, JsonWriter& writer) {
  writer.key("trace").begin_object();
  if (trace.columns.empty()) {  // a run that was not made: the columns that every reader looks for
    for (const char* name : {"step", "loss"}) writer.key(name).numbers(Series(), true);
  }
  for (const TraceColumn& column : trace.columns) {
    writer.key(column.name).numbers(column.values, column.integer);
  }
  writer.end_object();
}

const char* role_name(Role role) {
  switch (role) {
    case Role::vector:
      return "vector";
    case Role::matrix:
      return "matrix";
    case Role::table:
      return "table";
  }
  return "vector";
}

}  // namespace

bool has_trace_file(const Record& record) {
  const auto& columns = record.trace.columns;
  return !columns.empty() && columns.front().values.size() > kLongTrace;
}

std::string trace_hash(const Record& record) {
  std::vector<const TraceColumn*> columns;
  for (const TraceColumn& column : record.trace.columns) {
    if (!is_time(column)) columns.push_back(&column);
  }
  std::sort(columns.begin(), columns.end(),
            [](const TraceColumn* a, const TraceColumn* b) { return a->name < b->name; });
  Hash hash;
  for (const TraceColumn* column : columns) {
    column->values.each_piece([&](std::span<const double> piece) { hash.add(piece); });
  }
  const Outcome& outcome = record.outcome;
  auto number = [](const std::optional<Index>& value) {
    return value ? static_cast<double>(*value) : kNaN;
  };
  hash.add(static_cast<double>(outcome.steps)).add(outcome.final_loss).add(outcome.best_loss);
  hash.add(static_cast<double>(outcome.best_step)).add(number(outcome.target_step));
  hash.add(number(outcome.explosion_start_step)).add(number(outcome.diverged_step));
  hash.add(number(outcome.reached_minimum_index)).add(number(outcome.reached_step));
  hash.add(number(outcome.left_domain_step));
  return hash.hex();
}

std::string record_line(const Record& record, const std::string& drawing_file) {
  JsonWriter writer;
  writer.begin_object();
  writer.key("schema").string("descend.run/1");
  writer.key("id").string(record.id);
  writer.key("session").string(record.session);
  writer.key("build").string(record.build);
  const Json settings = to_json(record.settings);
  for (const auto& [key, value] : settings.items()) {
    writer.key(key).raw(value.dump());
  }
  write_outcome(record.outcome, writer);
  writer.key("evaluations").begin_object();
  writer.key("value").integer(record.evaluations.value);
  writer.key("gradient").integer(record.evaluations.gradient);
  writer.key("samples").integer(record.evaluations.samples);
  writer.end_object();
  writer.key("timing").begin_object();
  writer.key("wall_seconds").number(record.timing.wall);
  writer.key("cpu_seconds").number(record.timing.cpu);
  writer.key("problem_seconds").number(record.timing.problem);
  writer.key("optimizer_seconds").number(record.timing.optimizer);
  writer.key("recording_seconds").number(record.timing.recording);
  writer.key("harness_seconds").number(record.timing.harness);
  writer.key("clock_stride").integer(record.timing.clock_stride);
  writer.end_object();
  writer.key("trace_hash").string(trace_hash(record));
  if (record.parameters) writer.key("parameters_file").string("parameters/" + record.id + ".json");
  if (!drawing_file.empty()) writer.key("drawing_file").string(drawing_file);
  if (has_trace_file(record)) {
    writer.key("trace_file").string("traces/" + record.id + ".json");
  } else {
    write_trace_columns(record.trace, writer);
  }
  writer.end_object();
  return writer.take() + '\n';
}

void write_trace(const Record& record, JsonWriter& writer) {
  writer.begin_object();
  writer.key("schema").string("descend.trace/1");
  writer.key("id").string(record.id);
  write_trace_columns(record.trace, writer);
  writer.end_object();
  writer.flush();
}

void write_parameters(const Record& record, JsonWriter& writer) {
  const RecordedParameters& recorded = record.parameters.value();
  writer.begin_object();
  writer.key("schema").string("descend.parameters/1");
  writer.key("id").string(record.id);
  writer.key("blocks").begin_array();
  for (const Block& block : recorded.blocks) {
    writer.begin_object();
    writer.key("name").string(block.name);
    writer.key("offset").integer(block.offset);
    writer.key("rows").integer(block.rows);
    writer.key("cols").integer(block.cols);
    writer.key("role").string(role_name(block.role));
    writer.end_object();
  }
  writer.end_array();
  writer.key("steps").begin_array();
  for (const Index step : recorded.steps) writer.integer(step);
  writer.end_array();
  auto write_vectors = [&](std::string_view key, const std::vector<std::vector<double>>& vectors) {
    writer.key(key).begin_array();
    for (const auto& vector : vectors) writer.numbers(vector);
    writer.end_array();
  };
  write_vectors("parameters", recorded.parameters);
  write_vectors("updates", recorded.updates);
  write_vectors("gradients", recorded.gradients);
  write_columns(record.drawing.columns, writer.key("drawing"));
  writer.end_object();
  writer.flush();
}

void write_drawing(const Drawing& drawing, JsonWriter& writer) {
  writer.begin_object();
  writer.key("schema").string("descend.drawing/1");
  write_columns(drawing.columns, writer.key("columns"));
  writer.end_object();
  writer.flush();
}

}  // namespace descend
