#include "results/report/report_files.h"

#include "results/report/packed_column.h"
#include "results/report/thinning.h"

namespace descend {
namespace {

/// About 200 frames make a smooth animation.
constexpr std::size_t kMaxFrames = 201;
/// A number of a packed table: two bytes in base64.
constexpr double kTableNumber = 8.0 / 3;

void write_table(JsonWriter& writer, const Json& table, std::span<const std::size_t> kept) {
  std::vector<std::vector<double>> rows;
  for (const std::size_t place : kept) {
    if (place < table.size()) rows.push_back(numbers_of(table[place]));
  }
  write_rows(writer, rows);
}

}  // namespace

std::vector<double> numbers_of(const Json& list, double otherwise) {
  std::vector<double> values;
  if (!list.is_array()) return values;
  values.reserve(list.size());
  for (const Json& value : list) {
    values.push_back(value.is_number() ? value.get<double>() : otherwise);
  }
  return values;
}

void write_map(JsonWriter& writer, const Json& map) {
  writer.begin_object();
  for (const auto& [key, value] : map.items()) {
    writer.key(key);
    if (key != "columns" || !value.is_object()) {
      writer.raw(value.dump(-1, ' ', false, Json::error_handler_t::replace));
      continue;
    }
    writer.begin_object();
    for (const auto& [name, column] : value.items()) {
      writer.key(name);
      // No minimum was reached: the page knows it as -1, which takes a byte.
      const double none = name == "reached_minimum_index" ? -1 : kNaN;
      write_column(writer, numbers_of(column, none), Digits::seven);
    }
    writer.end_object();
  }
  writer.end_object();
}

std::string packed_parameters(const Json& parameters, std::size_t max_bytes) {
  const Json empty = Json::array();
  auto table = [&](const char* key) -> const Json& {
    const auto found = parameters.find(key);
    return found != parameters.end() && found->is_array() ? *found : empty;
  };
  const std::vector<double> steps = numbers_of(table("steps"));
  if (steps.empty() || table("parameters").size() != steps.size()) return {};
  const double row = 3 * kTableNumber * static_cast<double>(table("parameters")[0].size()) + 100;
  const auto fit = static_cast<std::size_t>(static_cast<double>(max_bytes) / row);
  if (fit < 2 && steps.size() > 1) return {};
  const std::vector<std::size_t> kept = kept_frames(steps.size(), std::min(fit, kMaxFrames));
  JsonWriter writer;
  writer.begin_object();
  writer.key("id").raw(parameters.value("id", Json("")).dump());
  writer.key("blocks").raw(parameters.value("blocks", empty).dump());
  writer.key("steps");
  write_column(writer, picked(steps, kept), Digits::all);
  for (const char* key : {"parameters", "updates", "gradients"}) {
    write_table(writer.key(key), table(key), kept);
  }
  writer.end_object();
  return writer.take();
}

}  // namespace descend
