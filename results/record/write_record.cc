#include "results/record/write_record.h"

#include <algorithm>
#include <string_view>

#include "results/files/hash.h"
#include "results/record/run_line.h"

namespace descend {
namespace {

bool is_time(const TraceColumn& column) { return column.name.ends_with("_seconds"); }

void write_columns(const std::vector<Column>& columns, JsonWriter& writer) {
  writer.begin_object();
  for (const Column& column : columns) writer.key(column.name).numbers(column.values);
  writer.end_object();
}

void write_trace_columns(const Trace& trace, JsonWriter& writer) {
  writer.key(kTraceKey).begin_object();
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

bool has_trace_file(const Record& record) { return record.trace.states() > kLongTrace; }

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
  LineFiles files{trace_hash(record), {}, drawing_file, {}};
  if (record.parameters) files.parameters_file = "parameters/" + record.id + ".json";
  if (has_trace_file(record)) files.trace_file = "traces/" + record.id + ".json";
  JsonWriter writer;
  writer.begin_object();
  write_line(writer, record, files);
  if (files.trace_file.empty()) write_trace_columns(record.trace, writer);
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
