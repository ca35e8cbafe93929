/// A line of runs.jsonl with types, written and read. results/README.md explains each key.
#pragma once

#include <string>
#include <string_view>

#include "results/files/json_writer.h"
#include "results/files/read_json.h"
#include "results/record/record.h"

namespace descend {

/// The object of columns within a line, and the file that has it instead.
inline constexpr const char* kTraceKey = "trace";
inline constexpr const char* kTraceFileKey = "trace_file";

/// What a line says of its trace, and the files that it names, relative to its folder; empty: none.
struct LineFiles {
  std::string trace_hash;
  std::string parameters_file;
  std::string drawing_file;
  std::string trace_file;
};

/// All that a line says beside the trace itself.
struct RunLine : RunSummary, LineFiles {};

/// Writes the members of a line's object that stand before its trace.
void write_line(JsonWriter& writer, const RunSummary& run, const LineFiles& files);

/// Throws BadInput, which names the key, where a key of the format's first version is missing, or
/// where a value has another type. Keys that it does not know are let be; a verdict that a later
/// version has added is `unknown`.
RunLine read_line(const Json& json);

/// Whether a line says under this key which run it is or what came of it, rather than what was
/// asked for or who made it.
bool is_result_key(std::string_view key);
/// Whether a line names a file under this key.
bool is_file_key(std::string_view key);

}  // namespace descend
