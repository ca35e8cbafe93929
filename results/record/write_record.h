/// A record as text: its line of runs.jsonl, and the files that the line names. README.md explains
/// each key.
#pragma once

#include <string>

#include "results/files/json_writer.h"
#include "results/record/record.h"

namespace descend {

/// A trace of more states than this has a file of its own.
inline constexpr std::size_t kLongTrace = 100'000;

/// Whether the record's trace is that long.
bool has_trace_file(const Record& record);

/// The exact bits of the trace's columns in name order, times left out, then of the outcome's
/// numbers (a number that is null counts as NaN), hashed.
std::string trace_hash(const Record& record);

/// The line of runs.jsonl, with its line break. `drawing_file` is where the store keeps the
/// record's drawing; empty: nowhere.
std::string record_line(const Record& record, const std::string& drawing_file = {});

/// The text of traces/<id>.json.
void write_trace(const Record& record, JsonWriter& writer);

/// The text of parameters/<id>.json; the record must have parameters.
void write_parameters(const Record& record, JsonWriter& writer);

/// The text of drawings/<hash of the columns>.json.
void write_drawing(const Drawing& drawing, JsonWriter& writer);

}  // namespace descend
