#include "results/record/run_line.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "results/files/object_reader.h"
#include "results/record/settings_json.h"

namespace descend {
namespace {

constexpr const char* kSchemaKey = "schema";
constexpr const char* kSchema = "descend.run/1";

// The keys of each object, in the order of the file. `keys` is a LineWriter, a LineReader, or a
// KeyFinder.

void id_key(auto& keys, auto& run) { keys.required("id", run.id); }

void origin_keys(auto& keys, auto& run) {
  keys.required("session", run.session);
  keys.required("build", run.build);
}

// Between these two stand the keys of the settings.

void result_keys(auto& keys, auto& run, auto& files) {
  keys.required("outcome", run.outcome);
  keys.required("evaluations", run.evaluations);
  keys.required("timing", run.timing);
  keys.required("trace_hash", files.trace_hash);
}

void file_keys(auto& keys, auto& files) {
  keys.file("parameters_file", files.parameters_file);
  keys.file("drawing_file", files.drawing_file);
  keys.file(kTraceFileKey, files.trace_file);
}

void outcome_keys(auto& keys, auto& outcome) {
  keys.required("status", outcome.status);
  keys.required("verdict", outcome.verdict);
  keys.required("reason", outcome.reason);
  keys.required("steps", outcome.steps);
  keys.required("final_loss", outcome.final_loss);
  keys.required("best_loss", outcome.best_loss);
  keys.required("best_step", outcome.best_step);
  keys.required("target_step", outcome.target_step);
  keys.required("explosion_start_step", outcome.explosion_start_step);
  keys.required("diverged_step", outcome.diverged_step);
  keys.required("reached_minimum_index", outcome.reached_minimum_index);
  keys.required("reached_step", outcome.reached_step);
  keys.required("left_domain_step", outcome.left_domain_step);
  keys.added("settled_step", outcome.settled_step);
}

void evaluations_keys(auto& keys, auto& evaluations) {
  keys.required("value", evaluations.value);
  keys.required("gradient", evaluations.gradient);
  keys.required("samples", evaluations.samples);
}

void timing_keys(auto& keys, auto& timing) {
  keys.required("wall_seconds", timing.wall);
  keys.required("cpu_seconds", timing.cpu);
  keys.required("problem_seconds", timing.problem);
  keys.required("optimizer_seconds", timing.optimizer);
  keys.required("recording_seconds", timing.recording);
  keys.required("harness_seconds", timing.harness);
  keys.added("clock_stride", timing.clock_stride);
}

class LineWriter {
 public:
  explicit LineWriter(JsonWriter& writer) : writer_(writer) {}

  template <typename T>
  void required(const char* key, const T& value) {
    writer_.key(key);
    write(value);
  }
  template <typename T>
  void added(const char* key, const T& value) {
    required(key, value);
  }
  void file(const char* key, const std::string& name) {
    if (!name.empty()) required(key, name);
  }

 private:
  void write(const std::string& text) { writer_.string(text); }
  void write(std::int64_t number) { writer_.integer(number); }
  void write(double number) { writer_.number(number); }
  void write(Status status) { writer_.string(name_of(status)); }
  void write(Verdict verdict) { writer_.string(name_of(verdict)); }
  void write(const std::optional<Index>& number) {
    number ? writer_.integer(*number) : writer_.null();
  }
  void write(const Outcome& outcome) {
    writer_.begin_object();
    outcome_keys(*this, outcome);
    writer_.end_object();
  }
  void write(const Evaluations& evaluations) {
    writer_.begin_object();
    evaluations_keys(*this, evaluations);
    writer_.end_object();
  }
  void write(const Timing& timing) {
    writer_.begin_object();
    timing_keys(*this, timing);
    writer_.end_object();
  }

  JsonWriter& writer_;
};

class LineReader : public ObjectReader {
 public:
  using ObjectReader::ObjectReader;
  void file(const char* key, std::string& name) { added(key, name); }
};

struct KeyFinder {
  void required(std::string_view key, auto&) { found = found || key == sought; }
  void file(std::string_view key, auto&) { found = found || key == sought; }

  std::string_view sought;
  bool found = false;
};

}  // namespace

// A LineReader finds these by the types that they read.

static void read_value(const Json& json, Status& status) {
  std::string name;
  read_value(json, name);
  const std::optional<Status> known = status_named(name);
  if (!known) throw BadInput(fmt::format("\"{}\" is unknown", name));
  status = *known;
}

static void read_value(const Json& json, Verdict& verdict) {
  std::string name;
  read_value(json, name);
  verdict = verdict_named(name).value_or(Verdict::unknown);
}

static void read_value(const Json& json, Outcome& outcome) {
  ObjectReader reader(json);
  outcome_keys(reader, outcome);
}

static void read_value(const Json& json, Evaluations& evaluations) {
  ObjectReader reader(json);
  evaluations_keys(reader, evaluations);
}

static void read_value(const Json& json, Timing& timing) {
  ObjectReader reader(json);
  timing_keys(reader, timing);
}

void write_line(JsonWriter& writer, const RunSummary& run, const LineFiles& files) {
  LineWriter keys(writer);
  writer.key(kSchemaKey).string(kSchema);
  id_key(keys, run);
  origin_keys(keys, run);
  for (const SettingText& setting : setting_texts(run.settings)) {
    writer.key(setting.key).raw(setting.json);
  }
  result_keys(keys, run, files);
  file_keys(keys, files);
}

RunLine read_line(const Json& json) {
  LineReader keys(json);
  std::string schema;
  keys.required(kSchemaKey, schema);
  if (schema != kSchema) throw BadInput(fmt::format("`{}` is not {}", kSchemaKey, kSchema));
  RunLine line;
  id_key(keys, line);
  origin_keys(keys, line);
  line.settings = read_run_settings(json);
  result_keys(keys, line, line);
  file_keys(keys, line);
  return line;
}

bool is_result_key(std::string_view key) {
  static const RunLine kNothing;
  KeyFinder finder{key};
  id_key(finder, kNothing);
  result_keys(finder, kNothing, kNothing);
  return finder.found;
}

bool is_file_key(std::string_view key) {
  static const RunLine kNothing;
  KeyFinder finder{key};
  file_keys(finder, kNothing);
  return finder.found;
}

}  // namespace descend
