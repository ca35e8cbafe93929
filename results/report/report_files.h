/// What stands beside runs.jsonl in a folder, packed for the page of a report.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "descend/types.h"
#include "results/files/json_writer.h"
#include "results/files/read_json.h"

namespace descend {

/// A list of numbers; `otherwise` where an entry is none. Anything but a list is empty.
std::vector<double> numbers_of(const Json& list, double otherwise = kNaN);

/// The object of a map.json with its columns packed.
void write_map(JsonWriter& writer, const Json& map);

/// The object of a parameters/<id>.json, packed and thinned to about `max_bytes`, without its
/// drawing; nothing where even two steps do not fit.
std::string packed_parameters(const Json& parameters, std::size_t max_bytes);

}  // namespace descend
