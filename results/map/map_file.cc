#include "results/map/map_file.h"

#include <algorithm>

#include "results/files/atomic_file.h"
#include "results/files/json_writer.h"
#include "results/record/settings_json.h"
#include "results/store/environment.h"

namespace descend {
namespace {

// The settings of the axes have their values there.
Json without_axes(Json optimizer, const std::vector<MapAxis>& axes) {
  for (const MapAxis& axis : axes) {
    Json* place = &optimizer;
    std::string rest = axis.name;
    for (std::size_t dot; (dot = rest.find('.')) != rest.npos; rest = rest.substr(dot + 1)) {
      place = &place->at(rest.substr(0, dot));
    }
    place->erase(rest);
  }
  return optimizer;
}

void write_axes(const std::vector<MapAxis>& axes, JsonWriter& writer) {
  writer.key("axes").begin_array();
  for (const MapAxis& axis : axes) {
    writer.begin_object().key("name").string(axis.name).key("values").begin_array();
    for (const Json& value : axis.values) writer.raw(value.dump());
    writer.end_array().end_object();
  }
  writer.end_array();
}

void write_columns(const std::vector<CellOutcome>& outcomes, JsonWriter& writer) {
  writer.key("columns").begin_object();
  std::vector<double> column(outcomes.size());
  auto write = [&](const char* name, bool integers, auto value) {
    std::ranges::transform(outcomes, column.begin(), value);
    writer.key(name).numbers(column, integers);
  };
  write("verdict", true, [](const CellOutcome& o) { return static_cast<double>(o.verdict); });
  write("reached_minimum_index", true,
        [](const CellOutcome& o) { return o.minimum < 0 ? kNaN : o.minimum; });
  write("final_loss", false, [](const CellOutcome& o) { return o.final_loss; });
  write("steps", true, [](const CellOutcome& o) { return static_cast<double>(o.steps); });
  writer.end_object();
}

}  // namespace

void write_map(const std::filesystem::path& path, const std::vector<MapAxis>& axes,
               const Run& first, const std::string& optimizer_spec, const std::string& command,
               const std::vector<CellOutcome>& outcomes) {
  const Json settings = to_json(first.settings);
  write_atomically(path, [&](const Append& append) {
    JsonWriter writer([&](std::string_view piece) { append(piece); });
    writer.begin_object();
    writer.key("schema").string("descend.map/1");
    write_axes(axes, writer);
    writer.key("problem").raw(settings["problem"].dump());
    writer.key("optimizer").raw(without_axes(settings["optimizer"], axes).dump());
    for (const char* key : {"schedule", "problem_spec", "seed", "precision", "batch_size", "regime",
                            "budget", "loss_bound", "target_loss"}) {
      writer.key(key).raw(settings[key].dump());
    }
    writer.key("optimizer_spec").string(optimizer_spec);
    writer.key("build").string(build_identity());
    writer.key("command").string(command);
    writer.key("environment").raw(to_json(gather_environment()).dump());
    write_columns(outcomes, writer);
    writer.key("legend").begin_array();
    for (const VerdictInfo& verdict : verdicts()) writer.string(verdict.name);
    writer.end_array().end_object();
    writer.flush();
    append("\n");
  });
}

}  // namespace descend
