#include "results/export/export.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <system_error>

#include "results/files/atomic_file.h"
#include "results/files/csv.h"
#include "results/files/json_writer.h"
#include "results/map/map_file.h"
#include "results/record/read_runs.h"

namespace descend {
namespace {

namespace fs = std::filesystem;
using Folders = std::span<const fs::path>;

constexpr std::size_t kPiece = 1 << 20;

bool has_runs(const fs::path& folder) { return fs::exists(folder / "runs.jsonl"); }
bool has_map(const fs::path& folder) { return fs::exists(folder / "map.json"); }

void require_results(Folders folders) {
  for (const fs::path& folder : folders) {
    if (has_runs(folder) || has_map(folder)) continue;
    throw BadInput(fmt::format(
        "{}: {}", folder.string(),
        fs::is_directory(folder) ? "holds no runs.jsonl and no map.json" : "no such folder"));
  }
}

/// Appends the leaves of a run, nested keys joined by dots; lists are leaves.
void flatten(const Json& json, const std::string& prefix, std::vector<std::string>& keys,
             std::vector<const Json*>& values) {
  for (const auto& [key, value] : json.items()) {
    if (value.is_object()) {
      flatten(value, prefix + key + ".", keys, values);
    } else {
      keys.push_back(prefix + key);
      values.push_back(&value);
    }
  }
}

void header(CsvRows& rows, bool several, const std::vector<std::string>& names) {
  if (several) rows.field("folder");
  for (const std::string& name : names) rows.field(name);
  rows.end_row();
}

void hand_on(CsvRows& rows, const Append& append, std::size_t at_least) {
  if (rows.text().size() < at_least) return;
  append(rows.text());
  rows.text().clear();
}

/// One pass to learn the columns, one to write: runs need not fit into memory.
void write_runs(Folders folders, const Append& append, ExportReport& report) {
  CsvColumns columns;
  std::vector<std::string> keys;
  std::vector<const Json*> values;
  auto each = [&](const std::function<void(const fs::path&)>& use) {
    for (const fs::path& folder : folders) {
      if (!has_runs(folder)) continue;
      read_runs(folder, Traces::skip, [&](StoredRun& run) {
        keys.clear();
        values.clear();
        flatten(run.json, "", keys, values);
        use(folder);
      });
    }
  };
  each([&](const fs::path&) { columns.add(keys); });
  CsvRows rows;
  header(rows, folders.size() > 1, columns.names());
  each([&](const fs::path& folder) {
    if (folders.size() > 1) rows.field(folder.string());
    for (const std::string& name : columns.names()) {
      const auto found = std::find(keys.begin(), keys.end(), name);
      found == keys.end() ? rows.empty() : rows.json(*values[found - keys.begin()]);
    }
    rows.end_row();
    hand_on(rows, append, kPiece);
    ++report.runs;
  });
  hand_on(rows, append, 0);
}

void write_traces(Folders folders, const Append& append, ExportReport& report) {
  CsvColumns columns;
  auto each = [&](const std::function<void(const fs::path&, const StoredRun&)>& use) {
    report.torn = 0;
    for (const fs::path& folder : folders) {
      if (!has_runs(folder)) continue;
      auto visit = [&](StoredRun& run) { use(folder, run); };
      report.torn += read_runs(folder, Traces::read, visit).torn ? 1 : 0;
    }
  };
  columns.add({"id"});
  each([&](const fs::path&, const StoredRun& run) {
    std::vector<std::string> keys;
    for (const TraceColumn& column : run.trace.columns) keys.push_back(column.name);
    keys.insert(keys.begin(), "id");
    columns.add(keys);
  });
  CsvRows rows;
  header(rows, folders.size() > 1, columns.names());
  each([&](const fs::path& folder, const StoredRun& run) {
    const Trace& trace = run.trace;
    std::vector<const TraceColumn*> found;
    for (const std::string& name : columns.names()) found.push_back(trace.find(name));
    const std::size_t states = trace.states();
    for (std::size_t i = 0; i < states; ++i) {
      if (folders.size() > 1) rows.field(folder.string());
      rows.field(run.line.id);
      for (std::size_t j = 1; j < found.size(); ++j) {
        const TraceColumn* const column = found[j];
        if (column != nullptr && i < column->values.size()) {
          rows.number(column->values[i], column->integer);
        } else {
          rows.empty();
        }
      }
      rows.end_row();
      hand_on(rows, append, kPiece);
    }
    report.states += static_cast<Index>(states);
  });
  hand_on(rows, append, 0);
}

void write_maps(Folders folders, const Append& append, ExportReport& report) {
  CsvColumns columns;
  std::vector<MapCells> maps;
  for (const fs::path& folder : folders) {
    if (!has_map(folder)) continue;
    maps.emplace_back(folder / "map.json");
    columns.add(maps.back().names());
  }
  CsvRows rows;
  header(rows, folders.size() > 1, columns.names());
  auto map = maps.begin();
  for (const fs::path& folder : folders) {
    if (!has_map(folder)) continue;
    for (Index cell = 0; cell < map->size(); ++cell) {
      if (folders.size() > 1) rows.field(folder.string());
      for (const std::string& name : columns.names()) rows.json(map->value(cell, name));
      rows.end_row();
      hand_on(rows, append, kPiece);
    }
    report.cells += map->size();
    ++map;
  }
  hand_on(rows, append, 0);
}

void write_run(const StoredRun& run, JsonWriter& writer) {
  writer.begin_object();
  for (const auto& [key, value] : run.json.items()) writer.key(key).raw(value.dump());
  writer.key(kTraceKey).begin_object();
  for (const TraceColumn& column : run.trace.columns) {
    writer.key(column.name).numbers(column.values, column.integer);
  }
  writer.end_object().end_object();
}

}  // namespace

ExportReport export_csv(Folders folders, const fs::path& out) {
  require_results(folders);
  if (out.extension() == ".csv") {
    throw BadInput(out.string() + ": csv is written as several files: name a folder for them");
  }
  std::error_code error;
  fs::create_directories(out, error);
  if (!fs::is_directory(out)) {
    throw BadInput(fmt::format("cannot write the folder {}: {}", out.string(),
                               error ? error.message() : "it is a file"));
  }
  ExportReport report;
  auto write = [&](const char* name, auto rows) {
    write_atomically(out / name, [&](const Append& append) { rows(folders, append, report); });
  };
  if (std::any_of(folders.begin(), folders.end(), has_runs)) {
    write("runs.csv", write_runs);
    write("traces.csv", write_traces);
  }
  if (std::any_of(folders.begin(), folders.end(), has_map)) write("map.csv", write_maps);
  return report;
}

ExportReport export_json(Folders folders, const fs::path& out) {
  require_results(folders);
  if (fs::is_directory(out))
    throw BadInput(out.string() + " is a folder: name a file for the json");
  ExportReport report;
  write_atomically(out, [&](const Append& append) {
    JsonWriter writer([&](std::string_view piece) { append(piece); });
    writer.begin_array();
    for (const fs::path& folder : folders) {
      if (has_runs(folder)) {
        const ReadReport read = read_runs(folder, Traces::read, [&](StoredRun& run) {
          write_run(run, writer);
          report.states += static_cast<Index>(run.trace.states());
        });
        report.runs += read.runs;
        report.torn += read.torn ? 1 : 0;
        continue;
      }
      const MapCells map(folder / "map.json");
      for (Index cell = 0; cell < map.size(); ++cell) {
        writer.begin_object();
        for (const std::string& name : map.names()) {
          writer.key(name).raw(map.value(cell, name).dump());
        }
        writer.end_object();
      }
      report.cells += map.size();
    }
    writer.end_array();
    append(writer.take() + "\n");
  });
  return report;
}

}  // namespace descend
